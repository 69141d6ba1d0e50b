"""The table of memberships and its statements."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Row,
    Select,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
)

from gatepost.core.directory.model import Membership
from gatepost.core.directory.store.by_age import ByAge
from gatepost.core.directory.store.group import groups
from gatepost.kit.paging import Page, PageRequest
from gatepost.store.columns import Instant, Name, Text, metadata
from gatepost.store.database import Transaction
from gatepost.store.rows import values

memberships = Table(
    "memberships",
    metadata,
    Column("membership_id", Name(47), primary_key=True),
    Column("identity_store_id", Name(36), nullable=False),
    Column("group_id", Name(47), ForeignKey("groups.group_id", ondelete="CASCADE"), nullable=False),
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("label", Text),
    UniqueConstraint("user_id", "group_id"),
    Index("ix_memberships_group_id", "group_id", "created_at", "membership_id"),
    Index("ix_memberships_user_id", "user_id", "created_at", "membership_id"),
)

_IN_STORE = memberships.c.identity_store_id == bindparam("store")
_OF_GROUP = memberships.c.group_id == bindparam("group")
_OF_USER = memberships.c.user_id == bindparam("user")
_AGE = (memberships.c.created_at, memberships.c.membership_id)

_INSERT = insert(memberships)
_FIND = select(memberships).where(_IN_STORE, memberships.c.membership_id == bindparam("id"))
_BETWEEN = select(memberships).where(_IN_STORE, _OF_GROUP, _OF_USER)
_LIST_OF_GROUP = ByAge(select(memberships).where(_IN_STORE, _OF_GROUP), *_AGE)
_LIST_OF_USER = ByAge(select(memberships).where(_IN_STORE, _OF_USER), *_AGE)
_GROUP_IDS = select(memberships.c.group_id).where(_OF_USER)
_AMONG = (
    select(groups.c.group_id, memberships.c.membership_id)
    .outerjoin(memberships, and_(memberships.c.group_id == groups.c.group_id, _OF_USER))
    .where(groups.c.identity_store_id == bindparam("store"), groups.c.group_id.in_(bindparam("ids", expanding=True)))
)
_COUNT_OF_USER = select(func.count()).select_from(memberships).where(_OF_USER)
_DELETE = delete(memberships).where(_IN_STORE, memberships.c.membership_id == bindparam("id"))


def insert_membership(tx: Transaction, membership: Membership) -> None:
    """Put a user into a group; raise Duplicate where it is there already."""
    tx.change(_INSERT, values(membership))


def delete_membership(tx: Transaction, identity_store_id: str, membership_id: str) -> bool:
    """Take a user out of a group; False where there is no such membership."""
    return tx.change(_DELETE, {"store": identity_store_id, "id": membership_id}) == 1


def find_membership(tx: Transaction, identity_store_id: str, membership_id: str) -> Membership | None:
    """Return the membership with this id."""
    return _one(tx, _FIND, {"store": identity_store_id, "id": membership_id})


def find_membership_between(tx: Transaction, identity_store_id: str, group_id: str, user_id: str) -> Membership | None:
    """Return the membership of this user in this group."""
    return _one(tx, _BETWEEN, {"store": identity_store_id, "group": group_id, "user": user_id})


def list_memberships_of_group(
    tx: Transaction, identity_store_id: str, group_id: str, request: PageRequest
) -> Page[Membership]:
    """Return a group's memberships, the oldest first."""
    return _LIST_OF_GROUP.page(tx, {"store": identity_store_id, "group": group_id}, request, _membership)


def list_memberships_of_user(
    tx: Transaction, identity_store_id: str, user_id: str, request: PageRequest
) -> Page[Membership]:
    """Return a user's memberships, the oldest first."""
    return _LIST_OF_USER.page(tx, {"store": identity_store_id, "user": user_id}, request, _membership)


def count_groups_of_user(tx: Transaction, user_id: str) -> int:
    """Return how many groups a user is in."""
    return int(tx.scalar(_COUNT_OF_USER, {"user": user_id}))


def group_ids_of(tx: Transaction, user_id: str) -> list[str]:
    """Return the ids of all groups that a user is in."""
    return [row.group_id for row in tx.all(_GROUP_IDS, {"user": user_id})]


def membership_among(
    tx: Transaction, identity_store_id: str, user_id: str, group_ids: Sequence[str]
) -> dict[str, bool]:
    """Say of each of these groups whether the user is in it; a group that does not exist is not in the answer."""
    rows = tx.all(_AMONG, {"store": identity_store_id, "user": user_id, "ids": list(group_ids)})
    return {row.group_id: row.membership_id is not None for row in rows}


def _one(tx: Transaction, statement: Select[Any], parameters: dict[str, Any]) -> Membership | None:
    row = tx.first(statement, parameters)
    return None if row is None else _membership(row)


def _membership(row: Row[Any]) -> Membership:
    return Membership(
        membership_id=row.membership_id,
        identity_store_id=row.identity_store_id,
        group_id=row.group_id,
        user_id=row.user_id,
        created_at=row.created_at,
        created_by=row.created_by,
        label=row.label,
    )
