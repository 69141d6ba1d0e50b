"""Parameters and answers as an audit record shows them: CloudTrail's spelling, nothing sensitive, ready for JSON."""

import base64
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from gatepost.core.audit.model import HIDDEN
from gatepost.doors.aws.wire.model import Shape

Mask = Callable[[Any], Any]


@cache
def mask_of(shape: Shape) -> Mask:
    """Return the function that shows a value of this shape; what is not in the model is left out."""
    if shape.is_sensitive:
        return _hide
    if shape.kind == "structure":
        return _structure(shape)
    if shape.kind == "list":
        return _list(shape)
    if shape.kind == "map":
        return _map(shape)
    return _SCALARS.get(shape.kind, _as_it_is)


def lower_first(name: str) -> str:
    """Return a member's name as CloudTrail spells it: `InstanceArn` is `instanceArn`."""
    return name[:1].lower() + name[1:]


def _structure(shape: Shape) -> Mask:
    # Filled as members are met and not beforehand: a structure may hold itself.
    masks: dict[str, tuple[str, Mask]] = {}

    def mask(value: Mapping[str, Any]) -> dict[str, Any]:
        shown = {}
        for name, item in value.items():
            member = shape.members.get(name)
            if item is None or member is None:
                continue
            if name not in masks:
                masks[name] = lower_first(name), mask_of(member.shape)
            spelling, show = masks[name]
            shown[spelling] = show(item)
        return shown

    return mask


def _list(shape: Shape) -> Mask:
    show = mask_of(shape.item)
    return lambda values: [show(value) for value in values]


def _map(shape: Shape) -> Mask:
    show = mask_of(shape.item)
    return lambda values: {key: show(value) for key, value in values.items()}


def _hide(_: Any) -> str:
    return HIDDEN


def _as_it_is(value: Any) -> Any:
    return value


def _timestamp(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _blob(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


_SCALARS: Mapping[str, Mask] = {"timestamp": _timestamp, "blob": _blob}
