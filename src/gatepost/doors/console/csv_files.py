"""CSV files to take away: RFC 4180, with nothing in them that a spreadsheet would take for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from werkzeug.wrappers import Response

from gatepost.web import headers

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
# Spreadsheets read a file without it in the encoding of the machine.
_BYTE_ORDER_MARK: Final = "\ufeff"


def neutralised(text: str) -> str:
    """Return a cell's text, behind an apostrophe where a spreadsheet would compute it (OWASP, "CSV Injection")."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def write(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a file of rows under a head."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows([neutralised(cell) for cell in row] for row in rows)
    return _BYTE_ORDER_MARK + file.getvalue()


def download(name: str, content: str, *, https: bool) -> Response:
    """Answer with a file that the browser saves under a name of letters, digits and hyphens."""
    response = Response(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return headers.secure(response, https=https)
