"""Many members of a group at once: what an identity provider adds, takes out and compares with its own list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from gatepost.core.call import Call
from gatepost.core.directory import quotas, store
from gatepost.core.directory.authorship import author
from gatepost.core.directory.conflicts import duplicate
from gatepost.core.directory.constraints import check_labels
from gatepost.core.directory.model import Group, Membership
from gatepost.kit import ids
from gatepost.kit.errors import Invalid
from gatepost.store.database import Duplicate

NO_SUCH_USER = "NoSuchUser"

Labels = Mapping[str, str | None]
"""Users by their ids, in order, each with what a membership calls them, if anything."""


@dataclass(frozen=True, slots=True)
class MembersChange:
    """Users to put into a group or to take out, or all that it shall have: by their ids, with labels for those who are new."""

    kind: Literal["add", "remove", "replace"]
    users: Labels = field(default_factory=dict)


def change(call: Call, group: Group, changes: Iterable[MembersChange]) -> bool:
    """Make changes of a group that the caller holds, one after the other; say whether anything is different now.

    Invalid, with the reason NoSuchUser, where a user who is to be put in is not in the group's identity store.
    """
    different = [_apply(call, group, each) for each in changes]
    if any(different):
        store.touch_group(call.tx, group.group_id, call.now)
    return any(different)


def list_all(call: Call, group_id: str) -> Labels:
    """Return all users in a group, the first member first."""
    return store.member_labels(call.tx, group_id)


def groups_of(call: Call, user_ids: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Return for each user the id and the display name of every group that they are in; users without groups are not there."""
    return store.groups_of(call.tx, user_ids)


def _apply(call: Call, group: Group, wanted: MembersChange) -> bool:
    match wanted.kind:
        case "add":
            return _add(call, group, wanted.users)
        case "remove":
            return store.delete_members(call.tx, group.group_id, wanted.users) > 0
        case "replace":
            surplus = store.member_labels(call.tx, group.group_id).keys() - wanted.users.keys()
            removed = store.delete_members(call.tx, group.group_id, surplus) > 0
            return _add(call, group, wanted.users) or removed


def _add(call: Call, group: Group, users: Labels) -> bool:
    there = store.members_among(call.tx, group.group_id, users)
    new = [user_id for user_id in users if user_id not in there]
    if not new:
        return False
    check_labels(users.values())
    held = store.hold_users(call.tx, group.identity_store_id, new)
    missing = next((user_id for user_id in new if user_id not in held), None)
    if missing is not None:
        raise Invalid(f"There is no user with the id {missing[:64]!r}.", reason=NO_SUCH_USER)
    quotas.require_room_in_groups_of_all(call, new)
    try:
        store.insert_memberships(call.tx, [_membership(call, group, each, users[each]) for each in new])
    except Duplicate as error:
        raise duplicate(error) from None
    return True


def _membership(call: Call, group: Group, user_id: str, label: str | None) -> Membership:
    return Membership(
        membership_id=ids.new_directory_id(call.entropy, group.identity_store_id),
        identity_store_id=group.identity_store_id,
        group_id=group.group_id,
        user_id=user_id,
        created_at=call.now,
        created_by=author(call),
        label=label,
    )
