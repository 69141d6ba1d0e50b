"""The table of account assignments, and the one look at everything that a request for one names."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    or_,
    select,
    tuple_,
    union_all,
)

from gatepost.core.access.model import Assignment, PrincipalType, Target
from gatepost.core.access.store.permission_sets import permission_sets
from gatepost.core.directory.store import groups, memberships, users
from gatepost.core.instances.store import instances
from gatepost.core.organization.store import accounts
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Name, metadata
from gatepost.store.database import Transaction, upsert

# A principal has no foreign key: as in AWS, an assignment outlives its user or group, gives nobody anything, and goes
# by DeleteAccountAssignment.
assignments = Table(
    "assignments",
    metadata,
    Column("permission_set_id", Name(20), primary_key=True),
    Column("account_id", Name(12), ForeignKey("accounts.account_id", ondelete="CASCADE"), primary_key=True),
    Column("principal_type", Name(8), primary_key=True),
    Column("principal_id", Name(47), primary_key=True),
    ForeignKeyConstraint(
        ["permission_set_id", "account_id"],
        ["provisioned_permission_sets.permission_set_id", "provisioned_permission_sets.account_id"],
        name="fk_assignments_provisioned_permission_sets",
    ),
    Index("ix_assignments_principal_id", "principal_id", "account_id", "permission_set_id"),
)

_KEY = ("permission_set_id", "account_id", "principal_type", "principal_id")
_INSERT = upsert(assignments, key=_KEY)
_ONE = (
    assignments.c.permission_set_id == bindparam("permission_set"),
    assignments.c.account_id == bindparam("account"),
    assignments.c.principal_type == bindparam("type"),
    assignments.c.principal_id == bindparam("principal"),
)
_FIND = select(assignments.c.principal_id).where(*_ONE)
_DELETE = delete(assignments).where(*_ONE)
_OF_ROLE = (
    assignments.c.permission_set_id == bindparam("permission_set"),
    assignments.c.account_id == bindparam("account"),
)
_DELETE_OF_ROLE = delete(assignments).where(*_OF_ROLE)
_IS_ASSIGNED = select(assignments.c.principal_id).where(*_OF_ROLE).limit(1)


def _target(principal: Table, principal_id: Any) -> Select[Any]:
    return (
        select(permission_sets.c.revision, accounts.c.status, principal_id)
        .select_from(
            instances.outerjoin(
                permission_sets,
                and_(
                    permission_sets.c.permission_set_id == bindparam("permission_set"),
                    permission_sets.c.instance_id == instances.c.instance_id,
                ),
            )
            .outerjoin(
                accounts,
                and_(
                    accounts.c.account_id == bindparam("account"),
                    # An account's own instance gives roles in that account and in no other.
                    or_(instances.c.kind == "ORGANIZATION", instances.c.owner_account_id == accounts.c.account_id),
                ),
            )
            .outerjoin(
                principal,
                and_(
                    principal_id == bindparam("principal"),
                    principal.c.identity_store_id == instances.c.identity_store_id,
                ),
            )
        )
        .where(instances.c.instance_id == bindparam("instance"))
    )


_TARGETS: Mapping[PrincipalType, Select[Any]] = {
    "USER": _target(users, users.c.user_id),
    "GROUP": _target(groups, groups.c.group_id),
}

_EACH = select(
    assignments.c.permission_set_id, assignments.c.account_id, assignments.c.principal_type, assignments.c.principal_id
)
_PAGE_OF_ROLE = (
    _EACH.where(
        *_OF_ROLE,
        tuple_(assignments.c.principal_type, assignments.c.principal_id)
        > tuple_(bindparam("after_type"), bindparam("after_id")),
    )
    .order_by(assignments.c.principal_type, assignments.c.principal_id)
    .limit(bindparam("size"))
)

_ORDER = ("account_id", "permission_set_id", "principal_id")
_AFTER = tuple_(*(assignments.c[name] for name in _ORDER)) > tuple_(
    bindparam("after_account"), bindparam("after_set"), bindparam("after_id")
)
# Looked at for each assignment, and not joined: SQLite would begin with the sets, and go through everybody's assignments.
_IS_OF_INSTANCE = (
    select(permission_sets.c.permission_set_id)
    .where(
        permission_sets.c.permission_set_id == assignments.c.permission_set_id,
        permission_sets.c.instance_id == bindparam("instance"),
    )
    .exists()
)
_OF_INSTANCE = _EACH.where(_IS_OF_INSTANCE, _AFTER)
_DIRECT = _OF_INSTANCE.where(
    assignments.c.principal_type == bindparam("type"), assignments.c.principal_id == bindparam("principal")
)
_GROUPS = select(memberships.c.group_id).where(memberships.c.user_id == bindparam("principal"))
_THROUGH_GROUPS = _OF_INSTANCE.where(assignments.c.principal_type == "GROUP", assignments.c.principal_id.in_(_GROUPS))


def _page_of_principal(*ways: Select[Any]) -> Select[Any]:
    """Return a page of what is assigned in one way or another, each looked up by itself: OR would go through everybody's."""
    found = union_all(*ways).subquery()
    return select(*found.c).order_by(*(found.c[name] for name in _ORDER)).limit(bindparam("size"))


_IN_ACCOUNT = assignments.c.account_id == bindparam("account")
_OF_PRINCIPAL: Mapping[PrincipalType, Select[Any]] = {
    "USER": _page_of_principal(_DIRECT, _THROUGH_GROUPS),
    "GROUP": _page_of_principal(_DIRECT),
}
_OF_PRINCIPAL_IN_ACCOUNT: Mapping[PrincipalType, Select[Any]] = {
    "USER": _page_of_principal(_DIRECT.where(_IN_ACCOUNT), _THROUGH_GROUPS.where(_IN_ACCOUNT)),
    "GROUP": _page_of_principal(_DIRECT.where(_IN_ACCOUNT)),
}


def find_target(tx: Transaction, instance_id: str, assignment: Assignment) -> Target | None:
    """Look up everything that an assignment names, in one statement; None where the instance itself is unknown."""
    row = tx.first(_TARGETS[assignment.principal_type], {"instance": instance_id, **_key(assignment)})
    return None if row is None else Target(*row)


def insert_assignment(tx: Transaction, assignment: Assignment) -> None:
    """Add an assignment; one that exists stays as it is."""
    tx.change(_INSERT, {name: getattr(assignment, name) for name in _KEY})


def exists(tx: Transaction, assignment: Assignment) -> bool:
    """Say whether there is this assignment."""
    return tx.first(_FIND, _key(assignment)) is not None


def delete_assignment(tx: Transaction, assignment: Assignment) -> bool:
    """Remove an assignment; False where there is none."""
    return tx.change(_DELETE, _key(assignment)) == 1


def delete_of_role(tx: Transaction, permission_set_id: str, account_id: str) -> None:
    """Remove every assignment to an account with a permission set."""
    tx.change(_DELETE_OF_ROLE, {"permission_set": permission_set_id, "account": account_id})


def is_assigned(tx: Transaction, permission_set_id: str, account_id: str) -> bool:
    """Say whether anybody is assigned to an account with a permission set."""
    return tx.first(_IS_ASSIGNED, {"permission_set": permission_set_id, "account": account_id}) is not None


def list_of_role(tx: Transaction, permission_set_id: str, account_id: str, request: PageRequest) -> Page[Assignment]:
    """Return who is assigned to an account with a permission set."""
    after_type, after_id = request.after or ("", "")
    parameters = {"after_type": after_type, "after_id": after_id, "size": request.size + 1}
    rows = tx.all(_PAGE_OF_ROLE, {"permission_set": permission_set_id, "account": account_id, **parameters})
    return page_of([Assignment(*row) for row in rows], request, lambda each: (each.principal_type, each.principal_id))


def list_of_principal(
    tx: Transaction,
    instance_id: str,
    principal_type: PrincipalType,
    principal_id: str,
    account_id: str | None,
    request: PageRequest,
) -> Page[Assignment]:
    """Return the assignments of a principal, in every account or in one: a user's own and those of their groups."""
    after_account, after_set, after_id = request.after or ("", "", "")
    parameters = {
        "instance": instance_id,
        "type": principal_type,
        "principal": principal_id,
        "after_account": after_account,
        "after_set": after_set,
        "after_id": after_id,
        "size": request.size + 1,
    }
    if account_id is None:
        rows = tx.all(_OF_PRINCIPAL[principal_type], parameters)
    else:
        rows = tx.all(_OF_PRINCIPAL_IN_ACCOUNT[principal_type], {**parameters, "account": account_id})
    return page_of(
        [Assignment(*row) for row in rows],
        request,
        lambda each: (each.account_id, each.permission_set_id, each.principal_id),
    )


def _key(assignment: Assignment) -> dict[str, str]:
    return {
        "permission_set": assignment.permission_set_id,
        "account": assignment.account_id,
        "type": assignment.principal_type,
        "principal": assignment.principal_id,
    }
