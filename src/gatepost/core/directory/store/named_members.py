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

MANY = 2_000
"""Of a group with more members a page is read along all users by name; the few of a smaller one are sorted."""

_IN_STORE = memberships.c.identity_store_id == bindparam("store")
_OF_GROUP = memberships.c.group_id == bindparam("group")
_MEMBERS = ByKey(
    select(users, memberships.c.membership_id)
    .join_from(memberships, users, users.c.user_id == memberships.c.user_id)
    .where(_IN_STORE, _OF_GROUP),
    users.c.user_name_key,
)
_HAS_MANY = select(memberships.c.membership_id).where(_OF_GROUP).limit(1).offset(MANY)
# Values and no join: a planner that may choose would sort everybody. Of the two the one that is asked of each user is all in an
# index.
_BETWEEN = (_OF_GROUP, memberships.c.user_id == users.c.user_id)
_IS_IN = select(memberships.c.user_id).where(*_BETWEEN).scalar_subquery().is_not(None)
_MEMBERSHIP = select(memberships.c.membership_id).where(*_BETWEEN).scalar_subquery()
_OF_MANY = ByKey(
    select(users, _MEMBERSHIP.label("membership_id")).where(users.c.identity_store_id == bindparam("store"), _IS_IN),
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
    parameters = {"store": identity_store_id, "group": group_id}
    statement = _MEMBERS if tx.first(_HAS_MANY, parameters) is None else _OF_MANY
    return statement.window(tx, parameters, request, _member)


def list_groups_of_user(
    tx: Transaction, identity_store_id: str, user_id: str, request: WindowRequest
) -> Window[MemberGroup]:
    """Return the groups that a user is in, by name."""
    return _GROUPS_OF_USER.window(tx, {"store": identity_store_id, "user": user_id}, request, _member_group)


def _member(row: Row[Any]) -> Member:
    return Member(row.membership_id, user_of_row(row))


def _member_group(row: Row[Any]) -> MemberGroup:
    return MemberGroup(row.membership_id, group_of_row(row))
