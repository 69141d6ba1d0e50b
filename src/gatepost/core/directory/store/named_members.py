"""The statements on memberships together with who and what they join: a group's members, a user's groups."""

from typing import Any

from sqlalchemy import Row, bindparam, select

from gatepost.core.directory.model import Member, MemberGroup
from gatepost.core.directory.store.group import group_of_row, groups
from gatepost.core.directory.store.membership import memberships
from gatepost.core.directory.store.user import user_of_row, users
from gatepost.kit.paging import Window, WindowRequest
from gatepost.store.by_key import ByKey
from gatepost.store.database import Transaction

_IN_STORE = memberships.c.identity_store_id == bindparam("store")
_MEMBERS = ByKey(
    select(users, memberships.c.membership_id)
    .join_from(memberships, users, users.c.user_id == memberships.c.user_id)
    .where(_IN_STORE, memberships.c.group_id == bindparam("group")),
    users.c.user_name_key,
)
_GROUPS_OF_USER = ByKey(
    select(groups, memberships.c.membership_id)
    .join_from(memberships, groups, groups.c.group_id == memberships.c.group_id)
    .where(_IN_STORE, memberships.c.user_id == bindparam("user")),
    groups.c.display_name_key,
)


def list_members(tx: Transaction, identity_store_id: str, group_id: str, request: WindowRequest) -> Window[Member]:
    """Return the users who are in a group, by user name."""
    return _MEMBERS.window(tx, {"store": identity_store_id, "group": group_id}, request, _member)


def list_groups_of_user(
    tx: Transaction, identity_store_id: str, user_id: str, request: WindowRequest
) -> Window[MemberGroup]:
    """Return the groups that a user is in, by name."""
    return _GROUPS_OF_USER.window(tx, {"store": identity_store_id, "user": user_id}, request, _member_group)


def _member(row: Row[Any]) -> Member:
    return Member(row.membership_id, user_of_row(row))


def _member_group(row: Row[Any]) -> MemberGroup:
    return MemberGroup(row.membership_id, group_of_row(row))
