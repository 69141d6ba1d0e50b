"""What one person may use, in one statement each: joins of users, memberships, assignments, accounts and roles."""

from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, and_, bindparam, literal, select, union_all

from gatepost.core.access.model import AccountEntry, AccountRoles, Entitlement, RoleEntry
from gatepost.core.access.store.assignments import assignments
from gatepost.core.access.store.attributes import access_control_attributes, attributes_of
from gatepost.core.access.store.permission_sets import permission_sets
from gatepost.core.access.store.provisioning import provisioned_permission_sets
from gatepost.core.directory.store import memberships, users
from gatepost.core.iam.store import iam_roles
from gatepost.core.organization.store import accounts
from gatepost.kit import arns
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.database import Transaction

# An enabled person is the principals that they are themselves and that their groups are. A person who is disabled or
# deleted is none, whatever assignments are left.
_IS_ENABLED = and_(users.c.user_id == bindparam("user"), users.c.status == "ENABLED")
_principals = union_all(
    select(literal("USER").label("type"), users.c.user_id.label("id")).where(_IS_ENABLED),
    select(literal("GROUP").label("type"), memberships.c.group_id.label("id"))
    .join(users, users.c.user_id == memberships.c.user_id)
    .where(_IS_ENABLED),
).cte("principals")

# An assignment is only there once its role is: both are written together, and a foreign key keeps them so.
_ASSIGNED = assignments.join(
    _principals,
    and_(assignments.c.principal_id == _principals.c.id, assignments.c.principal_type == _principals.c.type),
)
_IN_ACTIVE_ACCOUNT = and_(accounts.c.account_id == assignments.c.account_id, accounts.c.status == "ACTIVE")
_OF_SET = permission_sets.c.permission_set_id == assignments.c.permission_set_id
_ACCOUNT = (accounts.c.account_id, accounts.c.name, accounts.c.email)
_ROLE = (
    assignments.c.account_id,
    permission_sets.c.name,
    permission_sets.c.description,
    permission_sets.c.instance_id,
    permission_sets.c.permission_set_id,
    permission_sets.c.relay_state,
)

# The accounts by what is assigned, and not both joined: SQLite need not sort whole rows to tell which of them are the same.
_ACCOUNT_PAGE = (
    select(*_ACCOUNT)
    .where(
        accounts.c.account_id.in_(
            select(assignments.c.account_id).select_from(_ASSIGNED).where(assignments.c.account_id > bindparam("after"))
        ),
        accounts.c.status == "ACTIVE",
    )
    .order_by(accounts.c.account_id)
    .limit(bindparam("size"))
)
_ROLE_PAGE = (
    select(*_ROLE)
    .select_from(_ASSIGNED.join(accounts, _IN_ACTIVE_ACCOUNT).join(permission_sets, _OF_SET))
    .where(assignments.c.account_id == bindparam("account"), permission_sets.c.name > bindparam("after"))
    .distinct()
    .order_by(permission_sets.c.name)
    .limit(bindparam("size"))
)
_EVERYTHING: Select[Any] = (
    select(*_ACCOUNT, *_ROLE[1:])
    .select_from(_ASSIGNED.join(accounts, _IN_ACTIVE_ACCOUNT).join(permission_sets, _OF_SET))
    .distinct()
    .order_by(accounts.c.name, accounts.c.account_id, permission_sets.c.name)
)
_FIND = (
    select(
        provisioned_permission_sets.c.role_name,
        iam_roles.c.role_id,
        iam_roles.c.max_session_seconds,
        permission_sets.c.instance_id,
        permission_sets.c.permission_set_id,
        permission_sets.c.relay_state,
        access_control_attributes.c.attributes,
    )
    .select_from(
        _ASSIGNED.join(accounts, _IN_ACTIVE_ACCOUNT)
        .join(permission_sets, _OF_SET)
        .join(
            provisioned_permission_sets,
            and_(
                provisioned_permission_sets.c.permission_set_id == assignments.c.permission_set_id,
                provisioned_permission_sets.c.account_id == assignments.c.account_id,
            ),
        )
        .join(iam_roles, iam_roles.c.role_id == provisioned_permission_sets.c.role_id)
        .outerjoin(access_control_attributes, access_control_attributes.c.instance_id == permission_sets.c.instance_id)
    )
    .where(assignments.c.account_id == bindparam("account"), permission_sets.c.name == bindparam("name"))
    .limit(1)
)


def list_accounts(tx: Transaction, user_id: str, request: PageRequest) -> Page[AccountEntry]:
    """Return the accounts that a person may enter, by account id."""
    rows = tx.all(_ACCOUNT_PAGE, {"user": user_id, **_after(request)})
    return page_of([AccountEntry(*row) for row in rows], request, lambda entry: (entry.account_id,))


def list_roles(tx: Transaction, user_id: str, account_id: str, request: PageRequest) -> Page[RoleEntry]:
    """Return the permission sets that a person may use in an account, by name."""
    rows = tx.all(_ROLE_PAGE, {"user": user_id, "account": account_id, **_after(request)})
    return page_of([_role(*row) for row in rows], request, lambda entry: (entry.permission_set_name,))


def list_entitlements(tx: Transaction, user_id: str) -> tuple[AccountRoles, ...]:
    """Return every account that a person may enter, by name, each with every role that they may take there, by name."""
    rows = tx.all(_EVERYTHING, {"user": user_id})
    by_account = ((account_id, list(rest)) for account_id, rest in groupby(rows, key=itemgetter(0)))
    return tuple(
        AccountRoles(AccountEntry(*rest[0][:3]), tuple([_role(account_id, *row[3:]) for row in rest]))
        for account_id, rest in by_account
    )


def find_entitlement(tx: Transaction, user_id: str, account_id: str, permission_set_name: str) -> Entitlement | None:
    """Return a person's right to an account's role of this permission set, directly or through a group."""
    row = tx.first(_FIND, {"user": user_id, "account": account_id, "name": permission_set_name})
    if row is None:
        return None
    return Entitlement(
        account_id=account_id,
        role_name=row.role_name,
        role_id=row.role_id,
        session_seconds=row.max_session_seconds,
        permission_set_arn=arns.permission_set(row.instance_id, row.permission_set_id),
        permission_set_name=permission_set_name,
        relay_state=row.relay_state,
        attributes=attributes_of(row.attributes or ()),
        passes_attributes=row.attributes is not None,
    )


def _role(
    account_id: str,
    name: str,
    description: str | None,
    instance_id: str,
    permission_set_id: str,
    relay_state: str | None,
) -> RoleEntry:
    return RoleEntry(account_id, name, description, arns.permission_set(instance_id, permission_set_id), relay_state)


def _after(request: PageRequest) -> Mapping[str, Any]:
    return {"after": request.after[0] if request.after else "", "size": request.size + 1}
