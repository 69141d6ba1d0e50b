"""Validators compiled from the models: the types and constraints of input, told in AWS's sentences.

Each shape becomes one closure that returns the value as handlers get it: timestamps as aware datetimes, blobs as bytes, credentials
as `Secret`, without unknown members and nulls. A broken constraint is noted, so that all are told together; a wrong type ends the
check at once, as at AWS, where reading comes before validating.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from gatepost.doors.aws.wire import scalars
from gatepost.doors.aws.wire.failures import Failure, broken_constraints, unreadable
from gatepost.doors.aws.wire.mask import lower_first
from gatepost.doors.aws.wire.model import Shape
from gatepost.doors.aws.wire.scalars import Broken, Check, bounds, joined
from gatepost.doors.aws.wire.shapes import Operation

MISSING: Final[Broken] = ("Member must not be null", "INPUT_REQUIRED")
NOT_ONE: Final[Broken] = ("Member must have exactly one of its members set", "INVALID_LIST_MEMBER")


def validate(operation: Operation, params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the input of an operation as its handler gets it; raise Invalid with every constraint that it breaks.

    Input that has another type than the model says is Invalid with the reason SerializationException.
    """
    failures: list[Failure] = []
    checked: dict[str, Any] = _input_check(operation)(params, "", failures)
    if failures:
        raise broken_constraints(failures)
    return checked


@cache
def _input_check(operation: Operation) -> Check:
    return _structure(operation.input, "")


def _check(shape: Shape, segment: str) -> Check:
    """Compile a shape; `segment` is its place in the path below its parent."""
    return _COMPILERS[shape.kind](shape, segment)


def _structure(shape: Shape, segment: str) -> Check:
    checks = {name: _check(member.shape, lower_first(name)) for name, member in shape.members.items()}
    required, is_union = shape.required, shape.is_union

    def check(value: Any, path: str, failures: list[Failure]) -> dict[str, Any]:
        if type(value) is not dict:
            raise unreadable(value, "a structure")
        here = joined(path, segment)
        checked = {}
        for name, item in value.items():
            if item is not None and (check_member := checks.get(name)) is not None:
                checked[name] = check_member(item, here, failures)
        failures.extend(_missing(here, lower_first(name)) for name in required if name not in checked)
        if is_union and len(checked) != 1:
            failures.append(Failure(here, None, *NOT_ONE))
        return checked

    return check


def _list(shape: Shape, segment: str) -> Check:
    check_item = _check(shape.item, "member")
    size_broken = bounds(shape)

    def check(value: Any, path: str, failures: list[Failure]) -> list[Any]:
        if type(value) is not list:
            raise unreadable(value, "a list")
        here = joined(path, segment)
        if (broken := size_broken(len(value))) is not None:
            # A list that is too long is not read: a million items cost as little as one too many.
            failures.append(Failure(here, None, *broken))
            return []
        failures.extend(_missing(f"{here}.{at}", "member") for at, item in enumerate(value, 1) if item is None)
        return [check_item(item, f"{here}.{at}", failures) for at, item in enumerate(value, 1) if item is not None]

    return check


def _map(shape: Shape, segment: str) -> Check:
    check_key = scalars.string(shape.key, "key")
    check_item = _check(shape.item, "value")
    size_broken = bounds(shape)

    def check(value: Any, path: str, failures: list[Failure]) -> dict[str, Any]:
        if type(value) is not dict:
            raise unreadable(value, "a map")
        here = joined(path, segment)
        if (broken := size_broken(len(value))) is not None:
            failures.append(Failure(here, None, *broken))
            return {}
        for key in value:
            check_key(key, here, failures)
        return {key: check_item(item, here, failures) for key, item in value.items() if item is not None}

    return check


def _missing(path: str, segment: str) -> Failure:
    return Failure(joined(path, segment), "null", *MISSING)


_COMPILERS: Final[Mapping[str, Callable[[Shape, str], Check]]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "string": scalars.string,
    "integer": scalars.integer,
    "long": scalars.integer,
    "float": scalars.number,
    "double": scalars.number,
    "boolean": scalars.boolean,
    "timestamp": scalars.timestamp,
    "blob": scalars.blob,
    "document": scalars.document,
}
