"""What a value of a shape can be besides right: at each edge of its constraints, past it, of another type, hostile."""

from collections.abc import Iterator
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape

from tests.doors.wire.samples import fitting, sample

HOSTILE = (
    "",
    " ",
    "\0",
    "a\0b",
    "\N{KEY}\u202e\u200d\ufeff\U0010ffff",
    "\ud800",
    "İ\u0130ßſ\u0345\u00e4a\u0308",
    "' OR 1=1 --",
    "%_\\%",
    "${path:userName}{{7*7}}$(id)",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "arn:aws:",
    "arn:aws:sso:::instance",
    "arn:aws:sso:::permissionSet//",
    "arn:aws:identitystore:::user/",
    "NaN",
    "\r\nX-Header: 1",
    "x" * 70_000,
)
OTHER_TYPES: tuple[Any, ...] = (None, True, 7, -1, 1.5, 1 << 70, "text", [], [None], {}, {"a": {"b": []}})
LONGEST = 120_000
"""Beyond it a text is not made: the limit of a body comes first."""
UNBOUNDED = 5_000
"""How long the longest text is where the model has no bound."""


def variants(shape: Shape, inside: frozenset[str] = frozenset()) -> Iterator[Any]:
    """Yield values of a shape, good and bad; within structures, lists and maps one place at a time differs from the sample."""
    yield from OTHER_TYPES
    if isinstance(shape, StructureShape):
        yield from _structures(shape, inside)
    elif isinstance(shape, ListShape):
        yield from _lists(shape, inside)
    elif isinstance(shape, MapShape):
        yield from _maps(shape, inside)
    elif isinstance(shape, StringShape):
        yield from _texts(shape)
    else:
        yield from _scalars(shape)


def _structures(shape: StructureShape, inside: frozenset[str]) -> Iterator[Any]:
    if shape.metadata.get("document"):
        yield from HOSTILE
        return
    if shape.name in inside:
        return
    good = sample(shape)
    yield good
    yield {**good, "NoMemberOfIt": "text"}
    for name, member in shape.members.items():
        others = {} if shape.metadata.get("union") else good
        yield {key: value for key, value in others.items() if key != name}
        for value in variants(member, inside | {shape.name}):
            yield {**others, name: value}


def _lists(shape: ListShape, inside: frozenset[str]) -> Iterator[Any]:
    item = sample(shape.member)
    low, high = int(shape.metadata.get("min", 0)), int(shape.metadata.get("max", 200))
    for size in {low, high, high + 1, 2}:
        yield [item] * size
    for value in variants(shape.member, inside):
        yield [value]


def _maps(shape: MapShape, inside: frozenset[str]) -> Iterator[Any]:
    key, value = sample(shape.key), sample(shape.value)
    yield {key: value}
    yield {key: None}
    yield {f"{key}{number}": value for number in range(int(shape.metadata.get("max", 200)) + 1)}
    for other in HOSTILE:
        yield {other: value}
    for other in variants(shape.value, inside):
        yield {key: other}


def _texts(shape: StringShape) -> Iterator[Any]:
    yield from HOSTILE
    if shape.enum:
        yield from shape.enum
        yield shape.enum[0].swapcase()
        return
    good = fitting(shape)
    yield good
    yield f"{good}\n"
    low, high = int(shape.metadata.get("min", 0)), int(shape.metadata.get("max", UNBOUNDED))
    for size in {low - 1, low, high, high + 1}:
        if 0 <= size <= LONGEST:
            yield "x" * size
            yield "\N{KEY}" * size
            yield (good * (size // len(good) + 1))[:size]


def _scalars(shape: Shape) -> Iterator[Any]:
    yield from (False, 0, 1, "7", "true", (1 << 31) - 1, 1 << 31, -(1 << 63))
    for bound in ("min", "max"):
        if (limit := shape.metadata.get(bound)) is not None:
            yield from (limit - 1, limit, limit + 1)
