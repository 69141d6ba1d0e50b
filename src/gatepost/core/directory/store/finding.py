"""What users and groups can be searched by, and where it lies."""

from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from gatepost.core.directory.criteria import Found, Search
from gatepost.core.directory.model import Group, User
from gatepost.core.directory.store.conditions import Conditions, Elsewhere
from gatepost.core.directory.store.group import external_ids as group_external_ids
from gatepost.core.directory.store.group import group_of_row, groups
from gatepost.core.directory.store.membership import memberships
from gatepost.core.directory.store.search import Searches
from gatepost.core.directory.store.user import external_ids as user_external_ids
from gatepost.core.directory.store.user import user_of_row, user_other_emails, users
from gatepost.store.database import Transaction

_STORE: BindParameter[Any] = bindparam("store")
_ISSUER: BindParameter[Any] = bindparam("issuer")

_USERS = Searches(
    users,
    "user_id",
    Conditions(
        users.c.user_id,
        columns={
            "user_id": users.c.user_id,
            "user_name": users.c.user_name_key,
            "display_name": users.c.display_name_key,
            "email": users.c.email_key,
            "status": users.c.status,
            "created_at": users.c.created_at,
            "updated_at": users.c.updated_at,
        },
        elsewhere={
            "email": Elsewhere(
                select(user_other_emails.c.user_id).where(user_other_emails.c.identity_store_id == _STORE),
                user_other_emails.c.email_key,
            ),
            "external_id": Elsewhere(
                select(user_external_ids.table.c.user_id).where(
                    user_external_ids.table.c.identity_store_id == _STORE, user_external_ids.table.c.issuer == _ISSUER
                ),
                user_external_ids.table.c.external_id,
            ),
            "group_id": Elsewhere(
                select(memberships.c.user_id).where(memberships.c.identity_store_id == _STORE), memberships.c.group_id
            ),
        },
    ),
    user_of_row,
)
_GROUPS = Searches(
    groups,
    "group_id",
    Conditions(
        groups.c.group_id,
        columns={
            "group_id": groups.c.group_id,
            "display_name": groups.c.display_name_key,
            "created_at": groups.c.created_at,
            "updated_at": groups.c.updated_at,
        },
        elsewhere={
            "external_id": Elsewhere(
                select(group_external_ids.table.c.group_id).where(
                    group_external_ids.table.c.identity_store_id == _STORE, group_external_ids.table.c.issuer == _ISSUER
                ),
                group_external_ids.table.c.external_id,
            ),
            "user_id": Elsewhere(
                select(memberships.c.group_id).where(memberships.c.identity_store_id == _STORE), memberships.c.user_id
            ),
        },
    ),
    group_of_row,
)


def search_users(tx: Transaction, identity_store_id: str, search: Search[User]) -> Found[User]:
    """Return one page of the users that fit."""
    return _USERS.find(tx, identity_store_id, search)


def search_groups(tx: Transaction, identity_store_id: str, search: Search[Group]) -> Found[Group]:
    """Return one page of the groups that fit."""
    return _GROUPS.find(tx, identity_store_id, search)
