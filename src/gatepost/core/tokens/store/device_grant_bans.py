"""The table of groups whose members may not sign devices in by a code."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, bindparam, delete, select

from gatepost.core.directory.store import groups, memberships
from gatepost.store.columns import Instant, Name, metadata
from gatepost.store.database import Transaction, upsert

device_grant_bans = Table(
    "device_grant_bans",
    metadata,
    Column("group_id", Name(47), ForeignKey(groups.c.group_id, ondelete="CASCADE"), primary_key=True),
    Column("created_at", Instant, nullable=False),
)

_PUT = upsert(device_grant_bans, key=["group_id"])
_DELETE = delete(device_grant_bans).where(device_grant_bans.c.group_id == bindparam("group"))
_OF_GROUP = select(device_grant_bans.c.group_id).where(device_grant_bans.c.group_id == bindparam("group"))
_OF_USER = (
    select(device_grant_bans.c.group_id)
    .join_from(memberships, device_grant_bans, device_grant_bans.c.group_id == memberships.c.group_id)
    .where(memberships.c.user_id == bindparam("user"))
    .limit(1)
)


def put(tx: Transaction, group_id: str, now: datetime) -> None:
    """Forbid the device grant to a group's members."""
    tx.change(_PUT, {"group_id": group_id, "created_at": now})


def remove(tx: Transaction, group_id: str) -> None:
    """Forbid it no more."""
    tx.change(_DELETE, {"group": group_id})


def is_of_group(tx: Transaction, group_id: str) -> bool:
    """Say whether the device grant is forbidden to a group's members."""
    return tx.first(_OF_GROUP, {"group": group_id}) is not None


def is_of_user(tx: Transaction, user_id: str) -> bool:
    """Say whether it is forbidden to a user, by any of their groups."""
    return tx.first(_OF_USER, {"user": user_id}) is not None
