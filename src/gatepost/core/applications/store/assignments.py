"""The table of application assignments and its statements."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Row,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    tuple_,
)

from gatepost.core.applications.model import Application, ApplicationAssignment, NamedAssignment, PrincipalType
from gatepost.core.applications.store.applications import applications
from gatepost.core.directory.store import groups, memberships, users
from gatepost.kit import arns
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Name, metadata
from gatepost.store.database import Transaction

# The principal is in two of three columns: its id, and the same again as a user's or as a group's, with whom the row goes.
application_assignments = Table(
    "application_assignments",
    metadata,
    Column("application_id", Name(20), ForeignKey("applications.application_id", ondelete="CASCADE"), primary_key=True),
    Column("principal_id", Name(47), primary_key=True),
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), index=True),
    Column("group_id", Name(47), ForeignKey("groups.group_id", ondelete="CASCADE"), index=True),
)

_ASSIGNMENTS = application_assignments
_INSERT = insert(_ASSIGNMENTS)
_OF_TYPE: Mapping[PrincipalType, ColumnElement[bool]] = {
    "USER": _ASSIGNMENTS.c.user_id == bindparam("principal"),
    "GROUP": _ASSIGNMENTS.c.group_id == bindparam("principal"),
}
_OF_APPLICATION = _ASSIGNMENTS.c.application_id == bindparam("application")
_FIND = {
    kind: select(_ASSIGNMENTS.c.principal_id).where(_OF_APPLICATION, principal) for kind, principal in _OF_TYPE.items()
}
_DELETE = {kind: delete(_ASSIGNMENTS).where(_OF_APPLICATION, principal) for kind, principal in _OF_TYPE.items()}
_PAGE_OF_APPLICATION = (
    select(_ASSIGNMENTS.c.principal_id, _ASSIGNMENTS.c.user_id)
    .where(_OF_APPLICATION, _ASSIGNMENTS.c.principal_id > bindparam("after"))
    .order_by(_ASSIGNMENTS.c.principal_id)
    .limit(bindparam("size"))
)
_NAMED_OF_APPLICATION = (
    select(
        _ASSIGNMENTS.c.principal_id,
        _ASSIGNMENTS.c.user_id,
        func.coalesce(users.c.user_name, groups.c.display_name).label("name"),
    )
    .select_from(
        _ASSIGNMENTS.outerjoin(users, users.c.user_id == _ASSIGNMENTS.c.user_id).outerjoin(
            groups, groups.c.group_id == _ASSIGNMENTS.c.group_id
        )
    )
    .where(_OF_APPLICATION, _ASSIGNMENTS.c.principal_id > bindparam("after"))
    .order_by(_ASSIGNMENTS.c.principal_id)
    .limit(bindparam("size"))
)

_THROUGH_GROUPS = _ASSIGNMENTS.c.group_id.in_(
    select(memberships.c.group_id).where(memberships.c.user_id == bindparam("principal"))
)
_ORDER = (_ASSIGNMENTS.c.application_id, _ASSIGNMENTS.c.principal_id)


def _page_of_principal(whose: ColumnElement[bool]) -> Select[Any]:
    return (
        select(*_ORDER, _ASSIGNMENTS.c.user_id, applications.c.account_id)
        .join(applications, applications.c.application_id == _ASSIGNMENTS.c.application_id)
        .where(
            whose,
            applications.c.instance_id == bindparam("instance"),
            tuple_(*_ORDER) > tuple_(bindparam("after_application"), bindparam("after_principal")),
        )
        .order_by(*_ORDER)
        .limit(bindparam("size"))
    )


_OF_PRINCIPAL: Mapping[PrincipalType, Select[Any]] = {
    "USER": _page_of_principal(or_(_OF_TYPE["USER"], _THROUGH_GROUPS)),
    "GROUP": _page_of_principal(_OF_TYPE["GROUP"]),
}
_OF_PRINCIPAL_TO_ONE = {kind: statement.where(_OF_APPLICATION) for kind, statement in _OF_PRINCIPAL.items()}


def insert_assignment(tx: Transaction, application_id: str, principal_type: PrincipalType, principal_id: str) -> None:
    """Assign a principal to an application; raise Duplicate where it is assigned already."""
    is_user = principal_type == "USER"
    tx.change(
        _INSERT,
        {
            "application_id": application_id,
            "principal_id": principal_id,
            "user_id": principal_id if is_user else None,
            "group_id": None if is_user else principal_id,
        },
    )


def exists(tx: Transaction, application_id: str, principal_type: PrincipalType, principal_id: str) -> bool:
    """Say whether a principal is assigned to an application directly."""
    found = tx.first(_FIND[principal_type], {"application": application_id, "principal": principal_id})
    return found is not None


def delete_assignment(tx: Transaction, application_id: str, principal_type: PrincipalType, principal_id: str) -> bool:
    """Take an assignment back; False where there is none."""
    return tx.change(_DELETE[principal_type], {"application": application_id, "principal": principal_id}) == 1


def list_of_application(tx: Transaction, application: Application, request: PageRequest) -> Page[ApplicationAssignment]:
    """Return who is assigned to an application."""
    after = request.after[0] if request.after else ""
    parameters = {"application": application.application_id, "after": after, "size": request.size + 1}
    rows = tx.all(_PAGE_OF_APPLICATION, parameters)
    page = page_of(rows, request, lambda row: (row.principal_id,))
    return page.map(lambda row: _assignment(application.arn, row))


def list_named(tx: Transaction, application_id: str, request: PageRequest) -> Page[NamedAssignment]:
    """Return who is assigned to an application, with their names."""
    after = request.after[0] if request.after else ""
    rows = tx.all(_NAMED_OF_APPLICATION, {"application": application_id, "after": after, "size": request.size + 1})
    return page_of(rows, request, lambda row: (row.principal_id,)).map(
        lambda row: NamedAssignment("GROUP" if row.user_id is None else "USER", row.principal_id, row.name)
    )


def list_of_principal(
    tx: Transaction,
    instance_id: str,
    principal_type: PrincipalType,
    principal_id: str,
    application_id: str | None,
    request: PageRequest,
) -> Page[ApplicationAssignment]:
    """Return the assignments of a principal, to any application or to one: a user's own and those of their groups."""
    after_application, after_principal = request.after or ("", "")
    parameters = {
        "instance": instance_id,
        "principal": principal_id,
        "application": application_id,
        "after_application": after_application,
        "after_principal": after_principal,
        "size": request.size + 1,
    }
    statements = _OF_PRINCIPAL if application_id is None else _OF_PRINCIPAL_TO_ONE
    rows = tx.all(statements[principal_type], parameters)
    page = page_of(rows, request, lambda row: (row.application_id, row.principal_id))
    return page.map(lambda row: _assignment(arns.application(row.account_id, instance_id, row.application_id), row))


def _assignment(application_arn: str, row: Row[Any]) -> ApplicationAssignment:
    return ApplicationAssignment(application_arn, "GROUP" if row.user_id is None else "USER", row.principal_id)
