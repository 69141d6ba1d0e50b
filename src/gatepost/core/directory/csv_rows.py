"""People and their groups out of a CSV file: read, and judged line by line, before anything is asked of the directory."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gatepost.core.directory.model import folded
from gatepost.kit.errors import Invalid

MOST_LINES: Final = 100_000
REQUIRED: Final = ("user_name", "email", "given_name", "family_name")
OPTIONAL: Final = ("display_name", "groups")

_ADDRESS: Final = re.compile(r"[^\s@<>\"',;]+@[^\s@<>\"',;]+\.[^\s@<>\"',;]+")
_LONGEST_CELL: Final = 1024
_LONGEST_USER_NAME: Final = 128
_MOST_GROUPS: Final = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one line; lines count from 1, the head included."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the file, with the names of the groups they are to be in."""

    line: int
    user_name: str
    email: str
    given_name: str
    family_name: str
    display_name: str
    groups: tuple[str, ...]

    @classmethod
    def of_document(cls, document: Mapping[str, Any]) -> "Row":
        """Return a row that was stored as JSON."""
        return cls(**{**document, "groups": tuple(document["groups"])})


def read(content: bytes) -> tuple[Sequence[Row], Sequence[Problem]]:
    """Return the good rows of a file and what is wrong with the others; Invalid for a file that cannot be read at all."""
    text = _decoded(content)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True, restkey="")
    _check_head(reader)
    rows: list[Row] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str], int] = {}
    for line, cells in _lines(reader):
        row = _row(line, cells)
        sentence = _fault(row, too_many=bool(cells.get(""))) or _repetition(row, seen)
        if sentence is None:
            rows.append(row)
        else:
            problems.append(Problem(line, sentence))
    if not rows and not problems:
        raise Invalid("The file has a head and no lines below it.")
    return rows, problems


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Invalid(f"The file is not UTF-8: line {line} has other characters. Save it as CSV UTF-8.") from None
    if "\0" in text:
        raise Invalid("The file is no text.")
    return text


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return ";" if head.count(";") > head.count(",") else ","


def _check_head(reader: "csv.DictReader[str]") -> None:
    try:
        names = [name.strip().lower() for name in reader.fieldnames or ()]
    except csv.Error as error:
        raise Invalid(f"The first line cannot be read: {error}.") from None
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise Invalid(f"The first line must name the columns; {', '.join(missing)} is missing.")
    unknown = [name[:40] for name in names if name not in {*REQUIRED, *OPTIONAL}]
    if unknown or len(set(names)) != len(names):
        raise Invalid(
            f"The first line has columns that are not known, or one twice: {', '.join(unknown or names)[:200]}."
        )
    reader.fieldnames = names


def _lines(reader: "csv.DictReader[str]") -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        for count, cells in enumerate(reader):
            if count >= MOST_LINES:
                raise Invalid(f"The file has more than {MOST_LINES} lines: divide it.")
            yield reader.line_num, cells
    except csv.Error as error:
        raise Invalid(f"Line {reader.line_num} cannot be read: {error}.") from None


def _row(line: int, cells: Mapping[str, Any]) -> Row:
    values = {name: (cells.get(name) or "").strip() for name in (*REQUIRED, *OPTIONAL)}
    groups = tuple(dict.fromkeys(name.strip() for name in values.pop("groups").split("|") if name.strip()))
    display_name = values.pop("display_name") or f"{values['given_name']} {values['family_name']}"
    return Row(line=line, display_name=display_name, groups=groups, **values)


def _fault(row: Row, *, too_many: bool) -> str | None:
    if too_many:
        return "There are more cells than columns."
    for name in REQUIRED:
        if not getattr(row, name):
            return f"{name} is missing."
    texts = (row.user_name, row.email, row.given_name, row.family_name, row.display_name, *row.groups)
    if any(len(text) > _LONGEST_CELL for text in texts) or len(row.user_name) > _LONGEST_USER_NAME:
        return "A text is too long."
    if any(not text.isprintable() for text in texts) or " " in row.user_name:
        return "A text has characters that a name cannot have."
    if not _ADDRESS.fullmatch(row.email):
        return f"{row.email[:60]} is not an e-mail address."
    if len(row.groups) > _MOST_GROUPS:
        return f"There are more than {_MOST_GROUPS} groups."
    return None


def _repetition(row: Row, seen: dict[tuple[str, str], int]) -> str | None:
    keys = [("user name", folded(row.user_name)), ("e-mail address", folded(row.email))]
    for key in keys:
        if key in seen:
            return f"Line {seen[key]} has the same {key[0]}."
    seen |= dict.fromkeys(keys, row.line)
    return None
