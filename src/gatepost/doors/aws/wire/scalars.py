"""Checks of single values: texts, numbers, booleans, timestamps, blobs and documents."""

import base64
import binascii
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from gatepost.doors.aws.wire.failures import Failure, malformed, shown, unreadable
from gatepost.doors.aws.wire.model import Shape
from gatepost.doors.aws.wire.patterns import matcher
from gatepost.kit.secret import Secret

Check = Callable[[Any, str, list[Failure]], Any]
"""check(value, path of the structure around it, failures) -> the value as handlers get it."""

Broken = tuple[str, str]
"""A constraint's sentence and Organizations' name for breaking it."""

NO_NULL_CHARACTER: Final[Broken] = ("Member must not contain the character U+0000", "INVALID_PATTERN")

_LATEST: Final = 253_402_300_799  # the last second of the year 9999
_INTEGERS: Final[Mapping[str, tuple[str, int]]] = {"integer": ("an Integer", 2**31), "long": ("a Long", 2**63)}


def joined(path: str, segment: str) -> str:
    """Return the path of what `segment` names inside `path`."""
    return f"{path}.{segment}" if path else segment


def bounds(shape: Shape, noun: str = "length") -> Callable[[float], Broken | None]:
    """Compile the bounds of a number (noun "value"), or of the length of anything else."""
    low, high, kind = shape.minimum, shape.maximum, noun.upper()

    def broken(size: float) -> Broken | None:
        if low is not None and size < low:
            return f"Member must have {noun} greater than or equal to {low}", f"MIN_{kind}_EXCEEDED"
        if high is not None and size > high:
            return f"Member must have {noun} less than or equal to {high}", f"MAX_{kind}_EXCEEDED"
        return None

    return broken


def string(shape: Shape, segment: str) -> Check:
    low, high = shape.minimum or 0, shape.maximum or _LATEST
    matches = matcher(shape.pattern) if shape.pattern else None
    enum = frozenset(shape.enum)
    is_hidden, as_secret = shape.is_sensitive, shape.is_credential
    all_broken = _broken_by_text(shape)

    def check(value: Any, path: str, failures: list[Failure]) -> str | Secret:
        if type(value) is not str:
            raise unreadable(value, "a String")
        # Length before pattern: a pattern never meets a text that is too long.
        if (
            not low <= len(value) <= high
            or (matches is not None and matches(value) is None)
            or (enum and value not in enum)
            or "\0" in value
        ):
            echo = None if is_hidden or "\0" in value else shown(value)
            failures.extend(Failure(joined(path, segment), echo, *broken) for broken in all_broken(value))
        return Secret(value) if as_secret else value

    return check


def _broken_by_text(shape: Shape) -> Callable[[str], list[Broken]]:
    """Compile the slow half of a text's check: what one that is not good breaks."""
    size_broken = bounds(shape)
    matches = matcher(shape.pattern) if shape.pattern else None

    def all_broken(value: str) -> list[Broken]:
        if "\0" in value:
            return [NO_NULL_CHARACTER]
        found = [] if (size := size_broken(len(value))) is None else [size]
        is_too_long = shape.maximum is not None and len(value) > shape.maximum
        if matches is not None and not is_too_long and matches(value) is None:
            found.append((f"Member must satisfy regular expression pattern: {shape.pattern}", "INVALID_PATTERN"))
        if shape.enum and value not in shape.enum:
            found.append((f"Member must satisfy enum value set: [{', '.join(shape.enum)}]", "INVALID_ENUM"))
        return found

    return all_broken


def integer(shape: Shape, segment: str) -> Check:
    noun, limit = _INTEGERS[shape.kind]
    value_broken = bounds(shape, "value")

    def check(value: Any, path: str, failures: list[Failure]) -> int:
        if type(value) is not int or not -limit <= value < limit:
            raise unreadable(value, noun)
        if (broken := value_broken(value)) is not None:
            failures.append(Failure(joined(path, segment), shown(value), *broken))
        return value

    return check


def number(shape: Shape, segment: str) -> Check:
    value_broken = bounds(shape, "value")

    def check(value: Any, path: str, failures: list[Failure]) -> float:
        if type(value) is not float and type(value) is not int:
            raise unreadable(value, "a Double")
        if (broken := value_broken(value)) is not None:
            failures.append(Failure(joined(path, segment), shown(value), *broken))
        return float(value)

    return check


def boolean(_shape: Shape, _segment: str) -> Check:
    def check(value: Any, _path: str, _failures: list[Failure]) -> bool:
        if type(value) is not bool:
            raise unreadable(value, "a Boolean")
        return value

    return check


def timestamp(_shape: Shape, _segment: str) -> Check:
    def check(value: Any, _path: str, _failures: list[Failure]) -> datetime:
        if type(value) is str:
            return _instant(value)
        if (type(value) is not int and type(value) is not float) or not 0 <= value <= _LATEST:
            raise unreadable(value, "a Timestamp")
        return datetime.fromtimestamp(value, UTC)

    return check


def _instant(text: str) -> datetime:
    """Read ISO 8601, as the query protocol and some clients of the others write it; without an offset it is UTC."""
    try:
        instant = datetime.fromisoformat(text)
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise unreadable(text, "a Timestamp") from None


def blob(shape: Shape, segment: str) -> Check:
    size_broken = bounds(shape)

    def check(value: Any, path: str, failures: list[Failure]) -> bytes:
        if type(value) is not str:
            raise unreadable(value, "a Blob")
        try:
            content = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            raise malformed("STRING_VALUE can not be converted to a Blob: it is not base64") from None
        if (broken := size_broken(len(content))) is not None:
            failures.append(Failure(joined(path, segment), None, *broken))
        return content

    return check


def document(_shape: Shape, segment: str) -> Check:
    def check(value: Any, path: str, failures: list[Failure]) -> Any:
        if _has_null_character(value):
            failures.append(Failure(joined(path, segment), None, *NO_NULL_CHARACTER))
        return value

    return check


def _has_null_character(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any("\0" in key or _has_null_character(item) for key, item in value.items())
    return isinstance(value, list) and any(map(_has_null_character, value))
