"""A form with a file in it: `multipart/form-data`, bounded before it is parsed."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any, Final

from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from gatepost.kit.errors import Invalid
from gatepost.web import limits
from gatepost.web.limits import Form

MULTIPART: Final = "multipart/form-data"
_MOST_PARTS: Final = 20
_MOST_IN_MEMORY: Final = 2 * 65_536
"""Werkzeug holds to it what it keeps of texts, and also the 64 KiB that it reads at a time with what is left of those before."""
_MALFORMED: Final = "The upload is malformed: send the form once more."


@dataclass(frozen=True, slots=True)
class Upload:
    """What was sent: the form's texts, and the bytes of its one file, None where none was chosen."""

    form: Form
    content: bytes | None


def read_upload(environ: Mapping[str, Any], field: str, most_bytes: int) -> Upload:
    """Return a form with the file of `field`; Invalid for another media type, too much of anything, or what cannot be parsed."""
    media_type, options = parse_options_header(environ.get("CONTENT_TYPE"))
    if media_type != MULTIPART:
        raise Invalid(f"The form must be sent as {MULTIPART}.", reason=limits.NOT_A_FORM)
    body = limits.read_body(environ, most_bytes)
    parser = FormDataParser(_in_memory, max_form_memory_size=_MOST_IN_MEMORY, max_form_parts=_MOST_PARTS, silent=False)
    try:
        _, texts, files = parser.parse(io.BytesIO(body), media_type, len(body), options)
    except (HTTPException, ValueError):
        raise Invalid(_MALFORMED) from None
    file = files.get(field)
    content = None if file is None or not file.filename else file.read()
    return Upload(ImmutableMultiDict(texts.items(multi=True)), content)


def _in_memory(*_: object, **__: object) -> IO[bytes]:
    """Return where a part's bytes go: they are in memory already, and a temporary file would have to be closed."""
    return io.BytesIO()
