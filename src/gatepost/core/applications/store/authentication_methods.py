"""The table of the ways in which applications authenticate themselves, and its statements."""

from typing import Any

from sqlalchemy import Column, ForeignKey, Row, Table, bindparam, delete, select

from gatepost.core.applications.model import AuthenticationMethodType, IamAuthenticationMethod
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Json, Name, metadata
from gatepost.store.database import Transaction, upsert

application_authentication_methods = Table(
    "application_authentication_methods",
    metadata,
    Column("application_id", Name(20), ForeignKey("applications.application_id", ondelete="CASCADE"), primary_key=True),
    Column("method_type", Name(16), primary_key=True),
    Column("actor_policy", Json, nullable=False),
)

_METHODS = application_authentication_methods
_PUT = upsert(_METHODS, key=["application_id", "method_type"], update=["actor_policy"])
_OF_APPLICATION = _METHODS.c.application_id == bindparam("application")
_ONE = (_OF_APPLICATION, _METHODS.c.method_type == bindparam("type"))
_FIND = select(_METHODS.c.actor_policy).where(*_ONE)
_DELETE = delete(_METHODS).where(*_ONE)
_PAGE = (
    select(_METHODS.c.method_type, _METHODS.c.actor_policy)
    .where(_OF_APPLICATION, _METHODS.c.method_type > bindparam("after"))
    .order_by(_METHODS.c.method_type)
    .limit(bindparam("size"))
)


def put_method(
    tx: Transaction, application_id: str, method_type: AuthenticationMethodType, method: IamAuthenticationMethod
) -> None:
    """Set an authentication method, in place of the one of its type."""
    values = {"application_id": application_id, "method_type": method_type, "actor_policy": method.actor_policy}
    tx.change(_PUT, values)


def find_method(
    tx: Transaction, application_id: str, method_type: AuthenticationMethodType
) -> IamAuthenticationMethod | None:
    """Return one authentication method of an application."""
    row = tx.first(_FIND, {"application": application_id, "type": method_type})
    return None if row is None else IamAuthenticationMethod(row.actor_policy)


def delete_method(tx: Transaction, application_id: str, method_type: AuthenticationMethodType) -> bool:
    """Remove an authentication method; False where there is none of that type."""
    return tx.change(_DELETE, {"application": application_id, "type": method_type}) == 1


def list_methods(
    tx: Transaction, application_id: str, request: PageRequest
) -> Page[tuple[AuthenticationMethodType, IamAuthenticationMethod]]:
    """Return a page of an application's authentication methods, by type."""
    after = request.after[0] if request.after else ""
    rows = tx.all(_PAGE, {"application": application_id, "after": after, "size": request.size + 1})
    return page_of([_method(row) for row in rows], request, lambda each: (each[0],))


def _method(row: Row[Any]) -> tuple[AuthenticationMethodType, IamAuthenticationMethod]:
    return row.method_type, IamAuthenticationMethod(row.actor_policy)
