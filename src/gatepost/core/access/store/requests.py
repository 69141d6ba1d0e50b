"""The table of requests that jobs carry out: assignments made and removed, permission sets provisioned."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Table, bindparam, delete, insert, select, tuple_, update

from gatepost.core.access.model import Operation, Request, RequestStatus
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Instant, Name, Text, metadata
from gatepost.store.database import Transaction

# `running_key` is the assignment's key for as long as the request is in progress, and nothing afterwards: its unique
# constraint keeps two requests about one assignment from running at once. Provisioning may run as often as it likes.
access_requests = Table(
    "access_requests",
    metadata,
    Column("request_id", Name(36), primary_key=True),
    Column("instance_id", Name(32), ForeignKey("instances.instance_id", ondelete="CASCADE"), nullable=False),
    Column("operation", Name(32), nullable=False),
    Column("status", Name(16), nullable=False),
    Column("permission_set_id", Name(20), nullable=False),
    Column("account_id", Name(12)),
    Column("principal_type", Name(8)),
    Column("principal_id", Name(47)),
    Column("created_at", Instant, nullable=False),
    Column("failure_reason", Text),
    Column("running_key", Name(96), unique=True),
    Index("ix_access_requests_created_at", "instance_id", "operation", "created_at", "request_id"),
)

_INSERT = insert(access_requests)
_EACH = select(
    access_requests.c.request_id,
    access_requests.c.instance_id,
    access_requests.c.operation,
    access_requests.c.status,
    access_requests.c.permission_set_id,
    access_requests.c.account_id,
    access_requests.c.principal_type,
    access_requests.c.principal_id,
    access_requests.c.created_at,
    access_requests.c.failure_reason,
)
_FIND = _EACH.where(access_requests.c.request_id == bindparam("id"))
_FINISH = (
    update(access_requests)
    .where(access_requests.c.request_id == bindparam("id"))
    .values(status=bindparam("outcome"), failure_reason=bindparam("reason"), running_key=None)
)
_SWEEP = delete(access_requests).where(
    access_requests.c.created_at < bindparam("before"), access_requests.c.status != "IN_PROGRESS"
)

_ORDER = (access_requests.c.created_at, access_requests.c.request_id)
_PAGE = (
    _EACH.where(
        access_requests.c.instance_id == bindparam("instance"),
        access_requests.c.operation == bindparam("operation_name"),
    )
    .order_by(*(column.desc() for column in _ORDER))
    .limit(bindparam("size"))
)
_AFTER = tuple_(*_ORDER) < tuple_(bindparam("after_time", type_=Instant), bindparam("after_id"))
_OF_STATUS = access_requests.c.status == bindparam("wanted")
# By (a status is wanted, this is not the first page).
_PAGES = {
    (False, False): _PAGE,
    (False, True): _PAGE.where(_AFTER),
    (True, False): _PAGE.where(_OF_STATUS),
    (True, True): _PAGE.where(_OF_STATUS, _AFTER),
}


def insert_request(tx: Transaction, request: Request) -> None:
    """Add a request in progress; raise Duplicate where one about the same assignment still runs."""
    tx.change(
        _INSERT,
        {
            "request_id": request.request_id,
            "instance_id": request.instance_id,
            "operation": request.operation,
            "status": request.status,
            "permission_set_id": request.permission_set_id,
            "account_id": request.account_id,
            "principal_type": request.principal_type,
            "principal_id": request.principal_id,
            "created_at": request.created_at,
            "failure_reason": request.failure_reason,
            "running_key": request.assignment.key if request.assignment else None,
        },
    )


def find_request(tx: Transaction, request_id: str) -> Request | None:
    """Return one request."""
    row = tx.first(_FIND, {"id": request_id})
    return None if row is None else _request(row)


def finish(tx: Transaction, request_id: str, failure_reason: str | None) -> None:
    """End a request: SUCCEEDED, or FAILED with the reason."""
    outcome: RequestStatus = "SUCCEEDED" if failure_reason is None else "FAILED"
    tx.change(_FINISH, {"id": request_id, "outcome": outcome, "reason": failure_reason})


def list_requests(
    tx: Transaction, instance_id: str, operation: Operation, status: RequestStatus | None, request: PageRequest
) -> Page[Request]:
    """Return an instance's requests of one kind, the newest first, all or those of one status."""
    parameters = {"instance": instance_id, "operation_name": operation, "size": request.size + 1, **_after(request)}
    if status is not None:
        parameters["wanted"] = status
    rows = tx.all(_PAGES[status is not None, request.after is not None], parameters)
    return page_of(
        [_request(row) for row in rows], request, lambda each: (each.created_at.isoformat(), each.request_id)
    )


def delete_finished(tx: Transaction, before: datetime) -> int:
    """Forget requests that ended and were made before a time; return how many."""
    return tx.change(_SWEEP, {"before": before})


def _after(request: PageRequest) -> Mapping[str, Any]:
    if request.after is None:
        return {}
    return {"after_time": datetime.fromisoformat(str(request.after[0])), "after_id": request.after[1]}


def _request(row: Any) -> Request:
    return Request(*row)
