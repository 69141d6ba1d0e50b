"""A group's members in requests: lists of values, and the operations that change them, however many there are."""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import Any

from gatepost.core.directory.members import Labels, MembersChange
from gatepost.doors.scim.errors import refusal
from gatepost.doors.scim.filters import Compare, Filter, Or
from gatepost.doors.scim.operations import Operation
from gatepost.doors.scim.paths import Path
from gatepost.doors.scim.reading import read_value
from gatepost.doors.scim.schemas import MEMBERS
from gatepost.kit.ids import DIRECTORY_ID


def labels_of(value: Any) -> Labels:
    """Return the users in a `members` list, each with its `display`; invalidValue for what is none, or is a group."""
    given = value if isinstance(value, list) or value is None else [value]
    return {_id_of(each): each.get("display") for each in read_value(MEMBERS, given) or ()}


def is_about_members(operation: Operation) -> bool:
    """Say whether an operation changes members."""
    return isinstance(operation.path, Path) and operation.path.attribute is MEMBERS


def changes_of(operations: Iterable[Operation]) -> list[MembersChange]:
    """Return what operations do to the members, those of one kind that follow each other as one change."""
    changes: list[MembersChange] = []
    for kind, alike in groupby(map(_change_of, operations), key=lambda each: each.kind):
        if kind == "replace":
            changes += alike
        else:
            users = chain.from_iterable(each.users.items() for each in alike)
            changes.append(MembersChange(kind, dict(users)))
    return changes


def _change_of(operation: Operation) -> MembersChange:
    if isinstance(operation.path, Path) and operation.path.part is not None:
        raise refusal("mutability", "A member is added or removed as a whole.")
    if operation.chosen is not None:
        return _change_of_chosen(operation, operation.chosen)
    if operation.kind == "remove" and operation.value is None:
        return MembersChange("replace")
    return MembersChange(operation.kind, labels_of(operation.value))


def _change_of_chosen(operation: Operation, chosen: Filter) -> MembersChange:
    if operation.kind == "replace":
        raise refusal("mutability", "A member cannot become another: remove one and add the other.")
    return MembersChange(operation.kind, dict.fromkeys(_ids_in(chosen)))


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
