"""The table of the access scopes of applications and its statements."""

from typing import Any

from sqlalchemy import Column, ForeignKey, Row, Table, bindparam, delete, func, select

from gatepost.core.applications.model import AccessScope
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Name, Names, metadata
from gatepost.store.database import Transaction, upsert

application_access_scopes = Table(
    "application_access_scopes",
    metadata,
    Column("application_id", Name(20), ForeignKey("applications.application_id", ondelete="CASCADE"), primary_key=True),
    Column("scope", Name(160), primary_key=True),
    Column("targets", Names),
)

_SCOPES = application_access_scopes
_PUT = upsert(_SCOPES, key=["application_id", "scope"], update=["targets"])
_OF_APPLICATION = _SCOPES.c.application_id == bindparam("application")
_ONE = (_OF_APPLICATION, _SCOPES.c.scope == bindparam("name"))
_FIND = select(_SCOPES.c.scope, _SCOPES.c.targets).where(*_ONE)
_DELETE = delete(_SCOPES).where(*_ONE)
_COUNT = select(func.count()).select_from(_SCOPES).where(_OF_APPLICATION)
_PAGE = (
    select(_SCOPES.c.scope, _SCOPES.c.targets)
    .where(_OF_APPLICATION, _SCOPES.c.scope > bindparam("after"))
    .order_by(_SCOPES.c.scope)
    .limit(bindparam("size"))
)


def put_scope(tx: Transaction, application_id: str, scope: AccessScope) -> None:
    """Set a scope and its targets, in place of those it had."""
    tx.change(_PUT, {"application_id": application_id, "scope": scope.scope, "targets": scope.targets})


def find_scope(tx: Transaction, application_id: str, name: str) -> AccessScope | None:
    """Return one scope of an application."""
    row = tx.first(_FIND, {"application": application_id, "name": name})
    return None if row is None else _scope(row)


def delete_scope(tx: Transaction, application_id: str, name: str) -> bool:
    """Remove a scope; False where there is none of that name."""
    return tx.change(_DELETE, {"application": application_id, "name": name}) == 1


def count_scopes(tx: Transaction, application_id: str) -> int:
    """Return how many scopes an application has."""
    return int(tx.scalar(_COUNT, {"application": application_id}))


def list_scopes(tx: Transaction, application_id: str, request: PageRequest) -> Page[AccessScope]:
    """Return a page of an application's scopes, by name."""
    after = request.after[0] if request.after else ""
    rows = tx.all(_PAGE, {"application": application_id, "after": after, "size": request.size + 1})
    return page_of([_scope(row) for row in rows], request, lambda each: (each.scope,))


def _scope(row: Row[Any]) -> AccessScope:
    return AccessScope(row.scope, row.targets)
