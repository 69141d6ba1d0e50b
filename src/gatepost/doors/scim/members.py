"""A group's members in requests: lists of values, and the operations that change them, however many there are."""

from collections.abc import Iterable, Iterator
from typing import Any

from gatepost.core.directory.members import MembersChange
from gatepost.doors.scim.errors import refusal
from gatepost.doors.scim.filters import Compare, Filter, Or
from gatepost.doors.scim.operations import Operation
from gatepost.doors.scim.paths import Path
from gatepost.doors.scim.reading import read_value
from gatepost.doors.scim.schemas import MEMBERS
from gatepost.kit.ids import DIRECTORY_ID


def ids_of(value: Any) -> tuple[str, ...]:
    """Return the ids of the users in a `members` list; invalidValue for what is none, or is a group."""
    given = value if isinstance(value, list) or value is None else [value]
    return tuple(dict.fromkeys(map(_id_of, read_value(MEMBERS, given) or ())))


def is_about_members(operation: Operation) -> bool:
    """Say whether an operation changes members."""
    return isinstance(operation.path, Path) and operation.path.attribute is MEMBERS


def changes_of(operations: Iterable[Operation]) -> list[MembersChange]:
    """Return what operations do to the members, those of one kind that follow each other as one change."""
    changes: list[MembersChange] = []
    for change in map(_change_of, operations):
        last = changes[-1] if changes else None
        if last is not None and last.kind == change.kind and change.kind != "replace":
            changes[-1] = MembersChange(change.kind, last.user_ids + change.user_ids)
        else:
            changes.append(change)
    return changes


def _change_of(operation: Operation) -> MembersChange:
    if isinstance(operation.path, Path) and operation.path.part is not None:
        raise refusal("mutability", "A member is added or removed as a whole.")
    if operation.chosen is not None:
        return _change_of_chosen(operation, operation.chosen)
    if operation.kind == "remove" and operation.value is None:
        return MembersChange("replace")
    return MembersChange(operation.kind, ids_of(operation.value))


def _change_of_chosen(operation: Operation, chosen: Filter) -> MembersChange:
    if operation.kind == "replace":
        raise refusal("mutability", "A member cannot become another: remove one and add the other.")
    return MembersChange(operation.kind, tuple(_ids_in(chosen)))


def _ids_in(chosen: Filter) -> Iterator[str]:
    match chosen:
        case Compare(path, "eq", str(value)) if path.name == "value":
            yield value
        case Or(parts):
            for part in parts:
                yield from _ids_in(part)
        case _:
            raise refusal("invalidFilter", "Members are chosen by value eq and the user's id.")


def _id_of(member: dict[str, Any]) -> str:
    kind = member.get("type", "User")
    if kind.lower() != "user":
        raise refusal("invalidValue", "A group has users as members, and no groups.")
    found = member.get("value") or member.get("$ref", "").rpartition("/")[2]
    if not DIRECTORY_ID.fullmatch(found):
        raise refusal("invalidValue", "A member needs a value: the id of a user of this directory.")
    return str(found)
