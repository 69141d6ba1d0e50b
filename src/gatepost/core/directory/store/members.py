"""Statements on many memberships at once: what they cost depends on how many change, not on how large a group is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import BindParameter, bindparam, delete, func, insert, select, update

from gatepost.core.directory.model import Membership
from gatepost.core.directory.store.group import groups
from gatepost.core.directory.store.membership import memberships
from gatepost.core.directory.store.user import users
from gatepost.store.database import Transaction
from gatepost.store.rows import values

T = TypeVar("T")

_AT_ONCE = 500

_AMONG: BindParameter[Any] = bindparam("ids", expanding=True)
_IN_STORE = users.c.identity_store_id == bindparam("store")
_OF_GROUP = memberships.c.group_id == bindparam("group")

_HOLD = (
    select(users.c.user_id)
    .where(_IN_STORE, users.c.user_id.in_(_AMONG))
    .order_by(users.c.user_id)
    .with_for_update(read=True, key_share=True)
)
_MEMBERS_AMONG = select(memberships.c.user_id).where(_OF_GROUP, memberships.c.user_id.in_(_AMONG))
_FULL = (
    select(memberships.c.user_id)
    .where(memberships.c.user_id.in_(_AMONG))
    .group_by(memberships.c.user_id)
    .having(func.count() >= bindparam("quota"))
    .limit(1)
)
_INSERT = insert(memberships)
_DELETE = delete(memberships).where(_OF_GROUP, memberships.c.user_id.in_(_AMONG))
_MEMBERS = (
    select(memberships.c.user_id, memberships.c.label)
    .where(_OF_GROUP)
    .order_by(memberships.c.created_at, memberships.c.membership_id)
)
_COUNT = select(func.count()).select_from(memberships).where(_OF_GROUP)
_GROUPS_OF = (
    select(memberships.c.user_id, groups.c.group_id, groups.c.display_name)
    .join(groups, groups.c.group_id == memberships.c.group_id)
    .where(memberships.c.user_id.in_(_AMONG))
    .order_by(memberships.c.created_at, memberships.c.membership_id)
)
_TOUCH = (
    update(groups)
    .where(groups.c.group_id == bindparam("group"))
    .values(members_revision=groups.c.members_revision + 1, updated_at=bindparam("now"))
)
_TOUCH_OF_USER = (
    update(groups)
    .where(groups.c.group_id.in_(select(memberships.c.group_id).where(memberships.c.user_id == bindparam("user"))))
    .values(members_revision=groups.c.members_revision + 1)
)


def hold_users(tx: Transaction, identity_store_id: str, user_ids: Iterable[str]) -> set[str]:
    """Return those of these ids that users have, and keep these users from being deleted until the transaction ends."""
    return {
        row.user_id for part in _parts(user_ids) for row in tx.all(_HOLD, {"store": identity_store_id, "ids": part})
    }


def members_among(tx: Transaction, group_id: str, user_ids: Iterable[str]) -> set[str]:
    """Return those of these users who are in the group."""
    return {
        row.user_id for part in _parts(user_ids) for row in tx.all(_MEMBERS_AMONG, {"group": group_id, "ids": part})
    }


def find_full(tx: Transaction, user_ids: Iterable[str], quota: int) -> str | None:
    """Return one of these users who is in `quota` groups or more."""
    for part in _parts(user_ids):
        found: str | None = tx.scalar(_FULL, {"ids": part, "quota": quota})
        if found is not None:
            return found
    return None


def insert_memberships(tx: Transaction, made: Sequence[Membership]) -> None:
    """Put users into a group; raise Duplicate where another transaction has just put one of them in."""
    tx.change(_INSERT, [values(each) for each in made])


def delete_members(tx: Transaction, group_id: str, user_ids: Iterable[str]) -> int:
    """Take these users out of a group; return how many were in it."""
    return sum(tx.change(_DELETE, {"group": group_id, "ids": part}) for part in _parts(user_ids))


def member_labels(tx: Transaction, group_id: str) -> dict[str, str | None]:
    """Return the ids of all users in a group, the first member first, each with the label of the membership."""
    return {row.user_id: row.label for row in tx.all(_MEMBERS, {"group": group_id})}


def count_members(tx: Transaction, group_id: str) -> int:
    """Return how many users are in a group."""
    return int(tx.scalar(_COUNT, {"group": group_id}))


def groups_of(tx: Transaction, user_ids: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Return for each of these users the id and the display name of every group that they are in."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for part in _parts(user_ids):
        for row in tx.all(_GROUPS_OF, {"ids": part}):
            found[row.user_id].append((row.group_id, row.display_name))
    return found


def touch_group(tx: Transaction, group_id: str, now: Any) -> None:
    """Count a change of a group's members."""
    tx.change(_TOUCH, {"group": group_id, "now": now})


def touch_groups_of(tx: Transaction, user_id: str) -> None:
    """Count a change of the members of every group that a user is in, who is about to leave them all."""
    tx.change(_TOUCH_OF_USER, {"user": user_id})


def _parts(items: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(set(items))
    for begin in range(0, len(ordered), _AT_ONCE):
        yield ordered[begin : begin + _AT_ONCE]
