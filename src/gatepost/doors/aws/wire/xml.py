"""XML as the query protocol writes it: element text from values, by their shapes."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from gatepost.doors.aws.wire import texts
from gatepost.doors.aws.wire.model import Shape

Write = Callable[[Any], str]

# What may not stand in element text as it is, or not at all (XML 1.0 sections 2.2, 2.4 and 2.11).
_SPECIAL: Final = re.compile(r"[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPES: Final[Mapping[str, str]] = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


def escape(text: str) -> str:
    """Return text as element content; a character that XML cannot have is replaced."""
    return _SPECIAL.sub(lambda match: _ESCAPES.get(match.group(), _REPLACEMENT), text)


def element(name: str, content: str) -> str:
    """Return an element around content that is escaped already."""
    return f"<{name}>{content}</{name}>"


def document(name: str, namespace: str, content: str) -> bytes:
    """Return a document with one root element."""
    return f'<{name} xmlns="{namespace}">{content}</{name}>'.encode()


@cache
def content(shape: Shape) -> Write:
    """Return the function that writes a value of this shape as the content of its element; nulls are left out."""
    if shape.kind == "structure":
        return _structure(shape)
    if shape.kind == "list":
        return _list(shape)
    if shape.kind == "map":
        return _map(shape)
    write = texts.writer(shape)
    return lambda value: escape(write(value))


def _structure(shape: Shape) -> Write:
    # Filled as members are met and not beforehand: a structure may hold itself. An unknown member is a bug: KeyError.
    writers: dict[str, Write] = {}

    def write(value: Mapping[str, Any]) -> str:
        parts = []
        for name, item in value.items():
            if item is None:
                continue
            if name not in writers:
                writers[name] = content(shape.members[name].shape)
            parts.append(element(name, writers[name](item)))
        return "".join(parts)

    return write


def _list(shape: Shape) -> Write:
    write = content(shape.item)
    return lambda values: "".join(element("member", write(value)) for value in values)


def _map(shape: Shape) -> Write:
    write_key, write = content(shape.key), content(shape.item)

    def entry(key: str, value: Any) -> str:
        return element("entry", element("key", write_key(key)) + element("value", write(value)))

    return lambda values: "".join(entry(key, value) for key, value in values.items())
