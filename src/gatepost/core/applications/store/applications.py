"""The table of applications and its statements."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Row,
    Select,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from gatepost.core.applications.model import Application, PortalOptions, SignInOptions
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Flag, Instant, Name, Text, metadata
from gatepost.store.database import Transaction

applications = Table(
    "applications",
    metadata,
    Column("application_id", Name(20), primary_key=True),
    Column("instance_id", Name(32), ForeignKey("instances.instance_id", ondelete="CASCADE"), nullable=False),
    Column("account_id", Name(12), nullable=False),
    Column("provider_arn", Name(1224), nullable=False),
    Column("name", Name(100), nullable=False),
    Column("description", Text),
    Column("status", Name(8), nullable=False),
    Column("visibility", Name(8), nullable=False),
    Column("sign_in_origin", Name(16)),
    Column("application_url", Text),
    Column("assignment_required", Flag, nullable=False),
    Column("background_sessions", Name(8), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_from", Name(32), nullable=False),
    UniqueConstraint("instance_id", "name"),
    Index("ix_applications_instance_id", "instance_id", "application_id"),
)

_FIXED = frozenset({"application_id", "instance_id", "account_id", "provider_arn", "created_at", "created_from"})
_INSERT = insert(applications)
_FIND = select(applications).where(applications.c.application_id == bindparam("id"))
# Not FOR UPDATE, which would keep others from assigning somebody to the application meanwhile.
_LOCK = _FIND.with_for_update(key_share=True)
_UPDATE = (
    update(applications)
    .where(applications.c.application_id == bindparam("id"))
    .values({column.name: bindparam(f"new_{column.name}") for column in applications.c if column.name not in _FIXED})
)
_DELETE = delete(applications).where(applications.c.application_id == bindparam("id"))

_PAGE = (
    select(applications)
    .where(applications.c.instance_id == bindparam("instance"), applications.c.application_id > bindparam("after"))
    .order_by(applications.c.application_id)
    .limit(bindparam("size"))
)
_OF_ACCOUNT = applications.c.account_id == bindparam("account")
_OF_PROVIDER = applications.c.provider_arn == bindparam("provider")
# By (an account is wanted, a provider is wanted).
_PAGES: Mapping[tuple[bool, bool], Select[Any]] = {
    (False, False): _PAGE,
    (False, True): _PAGE.where(_OF_PROVIDER),
    (True, False): _PAGE.where(_OF_ACCOUNT),
    (True, True): _PAGE.where(_OF_ACCOUNT, _OF_PROVIDER),
}


def insert_application(tx: Transaction, application: Application) -> None:
    """Add an application; raise Duplicate where the instance has one of that name."""
    tx.change(_INSERT, _row(application))


def find_application(tx: Transaction, application_id: str) -> Application | None:
    """Return the application with this id (`apl-…`)."""
    return _one(tx, _FIND, application_id)


def lock_application(tx: Transaction, application_id: str) -> Application | None:
    """Do as `find_application`; until this transaction ends nobody else changes the application or what belongs to it."""
    return _one(tx, _LOCK, application_id)


def update_application(tx: Transaction, application: Application) -> None:
    """Replace what may change of an application; raise Duplicate as `insert_application` does."""
    changed = {f"new_{name}": value for name, value in _row(application).items() if name not in _FIXED}
    tx.change(_UPDATE, {"id": application.application_id, **changed})


def delete_application(tx: Transaction, application_id: str) -> None:
    """Remove an application with all that belongs to it."""
    tx.change(_DELETE, {"id": application_id})


def list_applications(
    tx: Transaction, instance_id: str, account_id: str | None, provider_arn: str | None, request: PageRequest
) -> Page[Application]:
    """Return an instance's applications: all, or those of one account, of one provider, or of both."""
    parameters = {
        "instance": instance_id,
        "account": account_id,
        "provider": provider_arn,
        "after": request.after[0] if request.after else "",
        "size": request.size + 1,
    }
    rows = tx.all(_PAGES[account_id is not None, provider_arn is not None], parameters)
    return page_of([application_of(row) for row in rows], request, lambda each: (each.application_id,))


def _one(tx: Transaction, statement: Select[Any], application_id: str) -> Application | None:
    row = tx.first(statement, {"id": application_id})
    return None if row is None else application_of(row)


def _row(application: Application) -> dict[str, Any]:
    sign_in = application.portal.sign_in
    return {
        "application_id": application.application_id,
        "instance_id": application.instance_id,
        "account_id": application.account_id,
        "provider_arn": application.provider_arn,
        "name": application.name,
        "description": application.description,
        "status": application.status,
        "visibility": application.portal.visibility,
        "sign_in_origin": sign_in and sign_in.origin,
        "application_url": sign_in and sign_in.application_url,
        "assignment_required": application.assignment_required,
        "background_sessions": application.background_sessions,
        "created_at": application.created_at,
        "created_from": application.created_from,
    }


def application_of(row: Row[Any]) -> Application:
    """Return the application that a row of the table, or of a join with it, holds."""
    sign_in = None if row.sign_in_origin is None else SignInOptions(row.sign_in_origin, row.application_url)
    return Application(
        application_id=row.application_id,
        instance_id=row.instance_id,
        account_id=row.account_id,
        provider_arn=row.provider_arn,
        name=row.name,
        description=row.description,
        status=row.status,
        portal=PortalOptions(row.visibility, sign_in),
        assignment_required=row.assignment_required,
        background_sessions=row.background_sessions,
        created_at=row.created_at,
        created_from=row.created_from,
    )
