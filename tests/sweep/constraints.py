"""What botocore's models say of a value, told of any JSON: read here once more, in another way than in the code under test."""

from collections.abc import Iterator
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape

from tests.doors.wire.samples import java

LARGEST = {"integer": 1 << 31, "long": 1 << 63}


def misfits(shape: Shape, value: Any, at: str = "", *, unknown: bool = False) -> Iterator[str]:
    """Tell each way in which a value does not fit a shape; with `unknown` also the members that the model does not know."""
    if isinstance(shape, StructureShape):
        yield from _structure(shape, value, at, unknown)
    elif isinstance(shape, ListShape):
        yield from _list(shape, value, at, unknown)
    elif isinstance(shape, MapShape):
        yield from _map(shape, value, at, unknown)
    elif isinstance(shape, StringShape):
        yield from _text(shape, value, at)
    else:
        yield from _scalar(shape, value, at)


def _structure(shape: StructureShape, value: Any, at: str, unknown: bool) -> Iterator[str]:
    if shape.metadata.get("document"):
        if "\\u0000" in ascii(value) or "\\x00" in ascii(value):
            yield f"{at}: holds U+0000"
        return
    if not isinstance(value, dict):
        yield f"{at}: is no structure"
        return
    for name, item in value.items():
        if name in shape.members:
            if item is not None:
                yield from misfits(shape.members[name], item, f"{at}.{name}", unknown=unknown)
        elif unknown:
            yield f"{at}.{name}: is unknown"
    given = {name for name in shape.members if value.get(name) is not None}
    yield from (f"{at}.{name}: is missing" for name in shape.required_members if name not in given)
    if shape.metadata.get("union") and len(given) != 1:
        yield f"{at}: is a union of {len(given)}"


def _list(shape: ListShape, value: Any, at: str, unknown: bool) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{at}: is no list"
        return
    yield from _size(shape, len(value), at)
    for item in value:
        if item is None:
            yield f"{at}[]: is null"
        else:
            yield from misfits(shape.member, item, f"{at}[]", unknown=unknown)


def _map(shape: MapShape, value: Any, at: str, unknown: bool) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at}: is no map"
        return
    yield from _size(shape, len(value), at)
    for key, item in value.items():
        yield from misfits(shape.key, key, f"{at} key")
        if item is not None:
            yield from misfits(shape.value, item, f"{at}.{key}", unknown=unknown)


def _text(shape: StringShape, value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{at}: is no text"
        return
    yield from _size(shape, len(value), at)
    if "\0" in value:
        yield f"{at}: holds U+0000"
    if any("\ud800" <= character <= "\udfff" for character in value):
        yield f"{at}: holds half a character"
    if shape.enum and value not in shape.enum:
        yield f"{at}: is none of its enum"
    pattern = shape.metadata.get("pattern")
    if pattern is not None and len(value) < 5000 and java(pattern).fullmatch(value) is None:
        yield f"{at}: does not match {pattern}"


def _scalar(shape: Shape, value: Any, at: str) -> Iterator[str]:
    kind = shape.type_name
    if kind == "boolean":
        if not isinstance(value, bool):
            yield f"{at}: is no boolean"
    elif kind in LARGEST:
        if type(value) is not int or not -LARGEST[kind] <= value < LARGEST[kind]:
            yield f"{at}: is no {kind}"
        else:
            yield from _size(shape, value, at)
    elif kind == "timestamp":
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield f"{at}: is no timestamp"
    else:
        raise NotImplementedError(kind)


def _size(shape: Shape, size: int, at: str) -> Iterator[str]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and size < low:
        yield f"{at}: is smaller than {low}"
    if high is not None and size > high:
        yield f"{at}: is larger than {high}"
