"""Scalars written as text, as in query strings, headers and forms: read by their shape, written in AWS's spelling."""

import base64
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from gatepost.doors.aws.wire.failures import unreadable
from gatepost.doors.aws.wire.model import Shape
from gatepost.kit.secret import Secret

_INTEGER: Final = re.compile(r"-?[0-9]{1,19}")
_NUMBER: Final = re.compile(r"-?[0-9]{1,300}(\.[0-9]{1,300})?([eE][-+]?[0-9]{1,2})?")
_BOOLEANS: Final[Mapping[str, bool]] = {"true": True, "false": False}


def read(shape: Shape, text: str) -> Any:
    """Return what JSON would have for this text: a number, a boolean or the text itself."""
    if shape.kind in {"integer", "long"}:
        return _integer(text)
    if shape.kind in {"float", "double"}:
        return _number(text)
    if shape.kind == "boolean":
        return _boolean(text)
    return text


def _integer(text: str) -> int:
    if _INTEGER.fullmatch(text) is None:
        raise unreadable(text, "an Integer")
    return int(text)


def _number(text: str) -> float:
    if _NUMBER.fullmatch(text) is None:
        raise unreadable(text, "a Double")
    return float(text)


def _boolean(text: str) -> bool:
    value = _BOOLEANS.get(text.lower())
    if value is None:
        raise unreadable(text, "a Boolean")
    return value


def writer(shape: Shape) -> Callable[[Any], str]:
    """Return the function that writes a scalar of this shape."""
    return _WRITERS[shape.kind]


def _write_text(value: str | Secret) -> str:
    return value.reveal() if isinstance(value, Secret) else value


def _write_boolean(value: bool) -> str:
    return "true" if value else "false"


def write_instant(value: datetime) -> str:
    """Return an instant in ISO 8601 in UTC, with milliseconds only where it has them."""
    precision = "milliseconds" if value.microsecond >= 1000 else "seconds"
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=precision) + "Z"


def _write_blob(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


_WRITERS: Final[Mapping[str, Callable[[Any], str]]] = {
    "string": _write_text,
    "integer": str,
    "long": str,
    "float": repr,
    "double": repr,
    "boolean": _write_boolean,
    "timestamp": write_instant,
    "blob": _write_blob,
}
