"""PATCH messages, read into operations on known attributes (RFC 7644 section 3.5.2).

Identity providers write `Add` for add, leave the path out and name attributes in the value with dots, and give to `remove` the
values to be removed: all of that means what it says.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from gatepost.doors.scim import filters, paths
from gatepost.doors.scim.attributes import ResourceType
from gatepost.doors.scim.errors import refusal
from gatepost.doors.scim.filters import Filter
from gatepost.doors.scim.paths import Extension, Path
from gatepost.doors.scim.reading import require_object
from gatepost.kit.errors import Invalid

PATCH_OP: Final = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
_FILTERED: Final = re.compile(r"(?P<name>[^\[\]]+)\[(?P<filter>.*)\](?:\.(?P<part>[A-Za-z$][\w$-]*))?", re.DOTALL)

Kind = Literal["add", "remove", "replace"]
_KINDS: Final[Mapping[str, Kind]] = {kind: kind for kind in get_args(Kind)}


@dataclass(frozen=True, slots=True)
class Operation:
    """What to do where. `chosen` says which of an attribute's values are meant; None means the attribute as a whole."""

    kind: Kind
    path: Path | Extension
    value: Any = None
    chosen: Filter | None = None


def read_operations(resource_type: ResourceType, body: Any, most: int) -> list[Operation]:
    """Return the operations of a PATCH message, at most `most`; an error with its scimType for what is none."""
    message = {name.lower(): value for name, value in require_object(body).items()}
    schemas = message.get("schemas")
    if not isinstance(schemas, list) or PATCH_OP not in schemas:
        raise refusal("invalidSyntax", f"schemas must hold {PATCH_OP}.")
    given = message.get("operations")
    if not isinstance(given, list) or not given:
        raise refusal("invalidSyntax", "Operations must be a list of at least one operation.")
    if len(given) > most:
        raise refusal("invalidSyntax", f"There are more than {most} operations.")
    return [operation for each in given for operation in _read(resource_type, each)]


def _read(resource_type: ResourceType, given: Any) -> Iterator[Operation]:
    members = {name.lower(): value for name, value in require_object(given).items()}
    kind, path, value = _kind(members.get("op")), members.get("path"), members.get("value")
    if kind != "remove" and "value" not in members:
        raise refusal("invalidSyntax", f"{kind} needs a value.")
    if path is None:
        yield from _without_path(resource_type, kind, value)
    elif isinstance(path, str):
        yield _with_path(resource_type, kind, path, value)
    else:
        raise refusal("invalidPath", "path must be a text.")


def _kind(op: Any) -> Kind:
    kind = _KINDS.get(op.lower()) if isinstance(op, str) else None
    if kind is None:
        raise refusal("invalidSyntax", "op must be add, remove or replace.")
    return kind


def _without_path(resource_type: ResourceType, kind: Kind, value: Any) -> Iterator[Operation]:
    if kind == "remove":
        raise refusal("noTarget", "remove needs a path.")
    if not isinstance(value, dict):
        raise refusal("invalidSyntax", f"{kind} without a path needs an object.")
    for name, each in value.items():
        if name.lower() == "schemas":
            continue
        path, chosen = _path(resource_type, name)
        if _is_written(path):  # as in a whole resource, what is read-only is passed over
            yield Operation(kind, path, each, chosen)


def _with_path(resource_type: ResourceType, kind: Kind, text: str, value: Any) -> Operation:
    path, chosen = _path(resource_type, text)
    if not _is_written(path):
        raise refusal("mutability", f"{path.name} is read-only.")
    return Operation(kind, path, value, chosen)


def _is_written(path: Path | Extension) -> bool:
    return isinstance(path, Extension) or (path.attribute.is_written and path.target.is_written)


def _path(resource_type: ResourceType, text: str) -> tuple[Path | Extension, Filter | None]:
    match = _FILTERED.fullmatch(text.strip())
    if match is None:
        return _required(paths.find(resource_type, text.strip()), text), None
    path = _required(paths.find(resource_type, match["name"].strip()), text)
    if isinstance(path, Extension) or path.part is not None or path.attribute.type != "complex":
        raise _no_path(text)
    if not path.attribute.multi_valued:
        raise refusal("invalidPath", f"{path.name} has one value: there is nothing to choose from.")
    chosen = filters.parse_within(path.attribute, match["filter"])
    if match["part"] is None:
        return path, chosen
    part = path.attribute.by_name.get(match["part"].lower())
    if part is None:
        raise _no_path(text)
    return Path(path.extension, path.attribute, part), chosen


def _required(path: Path | Extension | None, text: str) -> Path | Extension:
    if path is None:
        raise _no_path(text)
    return path


def _no_path(text: str) -> Invalid:
    return refusal("invalidPath", f"{text[:64]!r} names no attribute.")
