"""The tables of sign-ins that are on their way to the provider and back, and of assertions that were used."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Column, Table, bindparam, delete, insert, select

from gatepost.core.federation.model import SignInRequest
from gatepost.store.columns import Instant, Name, Text, metadata
from gatepost.store.database import Transaction, upsert

federation_requests = Table(
    "federation_requests",
    metadata,
    Column("request_id", Name(64), primary_key=True),
    Column("visit_digest", Name(64), nullable=False),
    Column("return_to", Text, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)
# Two servers, or one that was started again, know of each other's assertions by the primary key.
used_assertions = Table(
    "used_assertions",
    metadata,
    Column("assertion_digest", Name(64), primary_key=True),
    Column("expires_at", Instant, nullable=False, index=True),
)

_INSERT_REQUEST = insert(federation_requests)
_OF_REQUEST = federation_requests.c.request_id == bindparam("id")
_FIND_REQUEST = select(federation_requests).where(_OF_REQUEST)
_DELETE_REQUEST = delete(federation_requests).where(_OF_REQUEST)
_INSERT_USED = upsert(used_assertions, key=["assertion_digest"])
_SWEEP_REQUESTS = delete(federation_requests).where(federation_requests.c.expires_at < bindparam("now"))
_SWEEP_USED = delete(used_assertions).where(used_assertions.c.expires_at < bindparam("now"))


def insert_request(tx: Transaction, request: SignInRequest) -> None:
    """Remember that somebody is on the way to the provider."""
    tx.change(_INSERT_REQUEST, asdict(request))


def take_request(tx: Transaction, request_id: str) -> SignInRequest | None:
    """Return a request and forget it: its answer counts once. None where there is none, or another call took it."""
    row = tx.first(_FIND_REQUEST, {"id": request_id})
    if row is None or tx.change(_DELETE_REQUEST, {"id": request_id}) != 1:
        return None
    return SignInRequest(row.request_id, row.visit_digest, row.return_to, row.expires_at)


def insert_used(tx: Transaction, assertion_digest: str, expires_at: datetime) -> bool:
    """Remember that an assertion was used; False where it was before, which leaves the transaction as good as it was."""
    return tx.change(_INSERT_USED, {"assertion_digest": assertion_digest, "expires_at": expires_at}) == 1


def sweep(tx: Transaction, now: datetime) -> int:
    """Forget requests and assertions whose time is over; return how many."""
    return tx.change(_SWEEP_REQUESTS, {"now": now}) + tx.change(_SWEEP_USED, {"now": now})
