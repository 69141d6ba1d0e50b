"""Each constraint on each member of each operation's input, broken by itself."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape

from gatepost.doors.aws.wire.shapes import service
from gatepost.doors.aws.wire.validate import validate
from gatepost.kit.errors import Invalid
from tests.doors.wire.samples import operation_models, sample, service_model

UNREADABLE = "SerializationException"
NO_PATTERN_ALLOWS = "\ud7ff\n\0"

INPUTS = [each for each in operation_models() if service_model(each[0]).operation_model(each[1]).input_shape]


@pytest.mark.parametrize(("service_name", "name"), INPUTS)
def test_constraints(service_name: str, name: str) -> None:
    shape = service_model(service_name).operation_model(name).input_shape
    assert shape is not None
    good = sample(shape)
    operation = service(service_name).operations[name]

    for member, member_shape in shape.members.items():
        for value, sentence in broken(member_shape):
            with pytest.raises(Invalid) as caught:
                validate(operation, {**_as_json(good), member: value})
            assert sentence in f"{caught.value.message} {caught.value.reason}"
    for member in shape.required_members:
        with pytest.raises(Invalid, match=f"Value null at '{member[0].lower()}{member[1:]}' failed"):
            validate(operation, {key: value for key, value in _as_json(good).items() if key != member})


def broken(shape: Shape) -> Iterator[tuple[Any, str]]:
    """Values of a member that are wrong in one way, and what must be said of them."""
    if isinstance(shape, StringShape):
        yield from _texts(shape)
    elif isinstance(shape, ListShape | MapShape):
        yield from _sizes(shape)
    elif not isinstance(shape, StructureShape):
        yield from _scalars(shape)
    elif not shape.is_document_type:
        yield from _unreadable("text", [])


def _unreadable(*values: Any) -> Iterator[tuple[Any, str]]:
    return ((value, UNREADABLE) for value in values)


def _texts(shape: StringShape) -> Iterator[tuple[Any, str]]:
    yield from _unreadable(7, 1.5, True, [], {})
    yield NO_PATTERN_ALLOWS, "U+0000"
    if shape.enum:
        yield "not one of them", f"Member must satisfy enum value set: [{', '.join(shape.enum)}]"
        return
    if (high := shape.metadata.get("max")) is not None and high < 1 << 20:
        yield "x" * (high + 1), f"Member must have length less than or equal to {high}"
    if low := shape.metadata.get("min"):
        yield "x" * (low - 1), f"Member must have length greater than or equal to {low}"


def _sizes(shape: ListShape | MapShape) -> Iterator[tuple[Any, str]]:
    yield from _unreadable(7, "text", True, {} if isinstance(shape, ListShape) else [])
    if isinstance(shape, MapShape):
        return
    if (high := shape.metadata.get("max")) is not None:
        yield [None] * (high + 1), f"Member must have length less than or equal to {high}"
    if low := shape.metadata.get("min"):
        yield [None] * (low - 1), f"Member must have length greater than or equal to {low}"


def _scalars(shape: Shape) -> Iterator[tuple[Any, str]]:
    yield from _unreadable([], {}, "no number, time or base64")
    if shape.type_name in {"integer", "long"}:
        yield from _unreadable(1.5, True, "7", 1 << 63)
        if (high := shape.metadata.get("max")) is not None and high < (1 << 31) - 1:
            yield high + 1, f"Member must have value less than or equal to {high}"
        if (low := shape.metadata.get("min")) is not None:
            yield low - 1, f"Member must have value greater than or equal to {low}"


def _as_json(params: dict[str, Any]) -> dict[str, Any]:
    """The sample as JSON has it: no member with a timestamp or a blob, which are read from other types."""
    return {name: value for name, value in params.items() if type(value) in {str, int, bool, list, dict, float}}
