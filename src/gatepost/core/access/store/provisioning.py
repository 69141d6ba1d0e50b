"""The table of the roles that permission sets have in accounts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Select,
    Table,
    bindparam,
    delete,
    select,
    update,
)

from gatepost.core.access.model import ProvisionedRole, ProvisioningStatus
from gatepost.core.access.store.permission_sets import permission_sets
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Instant, Name, metadata
from gatepost.store.database import Transaction, upsert

# `role_id` is nothing only between the two statements of the transaction that makes the role: the row is there first, so
# that of two servers one makes it and the other waits.
provisioned_permission_sets = Table(
    "provisioned_permission_sets",
    metadata,
    Column("permission_set_id", Name(20), ForeignKey("permission_sets.permission_set_id"), primary_key=True),
    Column("account_id", Name(12), ForeignKey("accounts.account_id", ondelete="CASCADE"), primary_key=True),
    Column("role_name", Name(64), nullable=False),
    Column("role_id", Name(32), ForeignKey("iam_roles.role_id")),
    Column("revision", Integer, nullable=False),
    Column("provisioned_at", Instant, nullable=False),
    Index("ix_provisioned_permission_sets_account_id", "account_id", "permission_set_id"),
)

_ROLES = provisioned_permission_sets
_INSERT = upsert(_ROLES, key=["permission_set_id", "account_id"])
_ONE = (_ROLES.c.permission_set_id == bindparam("id"), _ROLES.c.account_id == bindparam("account"))
_LOCK = (
    select(_ROLES.c.permission_set_id, _ROLES.c.account_id, _ROLES.c.role_name, _ROLES.c.revision)
    .where(*_ONE)
    .with_for_update()
)
_FINISH = (
    update(_ROLES)
    .where(*_ONE)
    .values(role_id=bindparam("new_role_id"), revision=bindparam("new_revision"), provisioned_at=bindparam("now"))
)
_DELETE = delete(_ROLES).where(*_ONE)
_IS_PROVISIONED = select(_ROLES.c.account_id).where(_ROLES.c.permission_set_id == bindparam("id")).limit(1)

_IS_PROVISIONED_IN = select(_ROLES.c.account_id).where(*_ONE)

_ACCOUNTS_OF_SET = (
    select(_ROLES.c.account_id)
    .join(permission_sets, permission_sets.c.permission_set_id == _ROLES.c.permission_set_id)
    .where(_ROLES.c.permission_set_id == bindparam("id"), _ROLES.c.account_id > bindparam("after"))
    .order_by(_ROLES.c.account_id)
    .limit(bindparam("size"))
)
_SETS_OF_ACCOUNT = (
    select(_ROLES.c.permission_set_id)
    .join(permission_sets, permission_sets.c.permission_set_id == _ROLES.c.permission_set_id)
    .where(
        _ROLES.c.account_id == bindparam("id"),
        _ROLES.c.permission_set_id > bindparam("after"),
        permission_sets.c.instance_id == bindparam("instance"),
    )
    .order_by(_ROLES.c.permission_set_id)
    .limit(bindparam("size"))
)
_LATEST: ColumnElement[bool] = _ROLES.c.revision == permission_sets.c.revision
_OUTDATED: ColumnElement[bool] = _ROLES.c.revision != permission_sets.c.revision


def _by_status(every: Select[Any]) -> Mapping[ProvisioningStatus | None, Select[Any]]:
    return {
        None: every,
        "LATEST_PERMISSION_SET_PROVISIONED": every.where(_LATEST),
        "LATEST_PERMISSION_SET_NOT_PROVISIONED": every.where(_OUTDATED),
    }


_ACCOUNTS_BY_STATUS = _by_status(_ACCOUNTS_OF_SET)
_SETS_BY_STATUS = _by_status(_SETS_OF_ACCOUNT)


def claim(tx: Transaction, role: ProvisionedRole, now: datetime) -> bool:
    """Say that a permission set has a role in an account, before it is made; False where another transaction has."""
    values = {
        "permission_set_id": role.permission_set_id,
        "account_id": role.account_id,
        "role_name": role.role_name,
        "role_id": None,
        "revision": role.revision,
        "provisioned_at": now,
    }
    return tx.change(_INSERT, values) == 1


def lock_role(tx: Transaction, permission_set_id: str, account_id: str) -> ProvisionedRole | None:
    """Return a permission set's role in an account, kept from others until this transaction ends."""
    row = tx.first(_LOCK, {"id": permission_set_id, "account": account_id})
    return None if row is None else ProvisionedRole(*row)


def finish(tx: Transaction, role: ProvisionedRole, role_id: str, now: datetime) -> None:
    """Note that a role is as its permission set's revision has it."""
    values = {"new_role_id": role_id, "new_revision": role.revision, "now": now}
    tx.change(_FINISH, {"id": role.permission_set_id, "account": role.account_id, **values})


def delete_role(tx: Transaction, permission_set_id: str, account_id: str) -> None:
    """Forget a permission set's role in an account."""
    tx.change(_DELETE, {"id": permission_set_id, "account": account_id})


def is_provisioned(tx: Transaction, permission_set_id: str) -> bool:
    """Say whether a permission set has a role in any account."""
    return tx.first(_IS_PROVISIONED, {"id": permission_set_id}) is not None


def is_provisioned_in(tx: Transaction, permission_set_id: str, account_id: str) -> bool:
    """Say whether a permission set has a role in an account."""
    return tx.first(_IS_PROVISIONED_IN, {"id": permission_set_id, "account": account_id}) is not None


def list_account_ids(
    tx: Transaction, permission_set_id: str, status: ProvisioningStatus | None, request: PageRequest
) -> Page[str]:
    """Return the accounts that a permission set is provisioned in, all or those of one status."""
    rows = tx.all(_ACCOUNTS_BY_STATUS[status], {"id": permission_set_id, **_after(request)})
    return page_of(_firsts(rows), request, lambda account_id: (account_id,))


def list_permission_set_ids(
    tx: Transaction, instance_id: str, account_id: str, status: ProvisioningStatus | None, request: PageRequest
) -> Page[str]:
    """Return an instance's permission sets that are provisioned in an account, all or those of one status."""
    rows = tx.all(_SETS_BY_STATUS[status], {"id": account_id, "instance": instance_id, **_after(request)})
    return page_of(_firsts(rows), request, lambda permission_set_id: (permission_set_id,))


def _after(request: PageRequest) -> Mapping[str, Any]:
    return {"after": request.after[0] if request.after else "", "size": request.size + 1}


def _firsts(rows: Sequence[Any]) -> list[str]:
    return [row[0] for row in rows]
