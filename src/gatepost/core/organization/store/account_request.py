"""The table of requests for accounts and its statements."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Table,
    bindparam,
    insert,
    select,
    update,
)

from gatepost.core.organization.model import CreateAccountStatus
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Instant, Json, Name, metadata
from gatepost.store.database import Transaction

account_requests = Table(
    "account_requests",
    metadata,
    Column("request_id", Name(36), primary_key=True),
    Column("account_name", Name(128), nullable=False),
    Column("email", Name(64), nullable=False),
    Column("role_name", Name(64), nullable=False),
    Column("tags", Json, nullable=False),
    Column("state", Name(16), nullable=False),
    Column("requested_at", Instant, nullable=False),
    Column("completed_at", Instant),
    Column("account_id", Name(12)),
    Column("failure_reason", Name(64)),
)


_FIND_REQUEST = select(account_requests).where(account_requests.c.request_id == bindparam("id"))
_REQUEST_PAGE = (
    select(account_requests)
    .where(
        account_requests.c.request_id > bindparam("after"),
        account_requests.c.state.in_(bindparam("states", expanding=True)),
    )
    .order_by(account_requests.c.request_id)
    .limit(bindparam("size"))
)
_INSERT_REQUEST = insert(account_requests)
_COMPLETE_REQUEST = (
    update(account_requests)
    .where(account_requests.c.request_id == bindparam("id"), account_requests.c.state == "IN_PROGRESS")
    .values(
        state=bindparam("new_state"),
        completed_at=bindparam("now"),
        account_id=bindparam("new_account_id"),
        failure_reason=bindparam("reason"),
    )
)


def find_request(tx: Transaction, request_id: str) -> CreateAccountStatus | None:
    """Return a request for an account."""
    row = tx.first(_FIND_REQUEST, {"id": request_id})
    return None if row is None else CreateAccountStatus(*row)


def list_requests(tx: Transaction, states: Sequence[str], request: PageRequest) -> Page[CreateAccountStatus]:
    """Return the requests for accounts that are in one of the states."""
    rows = tx.all(_REQUEST_PAGE, {"states": states, **_window(request)})
    return page_of([CreateAccountStatus(*row) for row in rows], request, lambda status: (status.request_id,))


def insert_request(tx: Transaction, status: CreateAccountStatus) -> None:
    """Add a request for an account."""
    tx.change(
        _INSERT_REQUEST,
        {
            "request_id": status.request_id,
            "account_name": status.account_name,
            "email": status.email,
            "role_name": status.role_name,
            "tags": status.tags,
            "state": status.state,
            "requested_at": status.requested_at,
            "completed_at": status.completed_at,
            "account_id": status.account_id,
            "failure_reason": status.failure_reason,
        },
    )


def complete_request(tx: Transaction, status: CreateAccountStatus) -> None:
    """Write down how a request for an account ended."""
    tx.change(
        _COMPLETE_REQUEST,
        {
            "id": status.request_id,
            "new_state": status.state,
            "now": status.completed_at,
            "new_account_id": status.account_id,
            "reason": status.failure_reason,
        },
    )


def _window(request: PageRequest) -> dict[str, Any]:
    return {"after": "" if request.after is None else request.after[0], "size": request.size + 1}
