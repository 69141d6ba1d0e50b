"""The tables of identity sources, of sign-ins on their way, of assertions that were used, and of sessions' attributes."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Table, bindparam, delete, func, insert, select

from gatepost.core.access.store.assignments import assignments
from gatepost.core.applications.store.applications import applications
from gatepost.core.applications.store.assignments import application_assignments
from gatepost.core.federation.model import Choice, ExternalProvider, IdentitySource, SignInRequest, SourceKind
from gatepost.store.columns import Instant, Json, Name, Text, metadata
from gatepost.store.database import Transaction, upsert

identity_sources = Table(
    "identity_sources",
    metadata,
    Column("instance_id", Name(32), ForeignKey("instances.instance_id", ondelete="CASCADE"), primary_key=True),
    Column("choice", Json, nullable=False),
    Column("previous", Json),
    Column("changed_at", Instant, nullable=False),
)
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
session_attributes = Table(
    "session_attributes",
    metadata,
    Column("session_id", Name(36), ForeignKey("sessions.session_id", ondelete="CASCADE"), primary_key=True),
    Column("attributes", Json, nullable=False),
)

_FIND_SOURCE = select(identity_sources).where(identity_sources.c.instance_id == bindparam("instance"))
_LOCK_SOURCE = _FIND_SOURCE.with_for_update()
_PUT_SOURCE = upsert(identity_sources, key=["instance_id"], update=["choice", "previous", "changed_at"])
_INSERT_REQUEST = insert(federation_requests)
_OF_REQUEST = federation_requests.c.request_id == bindparam("id")
_FIND_REQUEST = select(federation_requests).where(_OF_REQUEST)
_DELETE_REQUEST = delete(federation_requests).where(_OF_REQUEST)
_INSERT_USED = upsert(used_assertions, key=["assertion_digest"])
_INSERT_ATTRIBUTES = insert(session_attributes)
_FIND_ATTRIBUTES = select(session_attributes.c.attributes).where(
    session_attributes.c.session_id == bindparam("session")
)
_SWEEP_REQUESTS = delete(federation_requests).where(federation_requests.c.expires_at < bindparam("now"))
_SWEEP_USED = delete(used_assertions).where(used_assertions.c.expires_at < bindparam("now"))
_COUNT_ASSIGNMENTS = select(func.count()).select_from(assignments)
_COUNT_APPLICATION_ASSIGNMENTS = (
    select(func.count())
    .select_from(application_assignments)
    .join(applications, applications.c.application_id == application_assignments.c.application_id)
    .where(applications.c.instance_id == bindparam("instance"))
)


def find_source(tx: Transaction, instance_id: str) -> IdentitySource:
    """Return an instance's identity source: its own directory, unless it was set."""
    return _source(instance_id, tx.first(_FIND_SOURCE, {"instance": instance_id}))


def lock_source(tx: Transaction, instance_id: str) -> IdentitySource:
    """Do as `find_source`; until this transaction ends nobody else changes it, if it was set before."""
    return _source(instance_id, tx.first(_LOCK_SOURCE, {"instance": instance_id}))


def put_source(tx: Transaction, source: IdentitySource) -> None:
    """Set an instance's identity source."""
    tx.change(
        _PUT_SOURCE,
        {
            "instance_id": source.instance_id,
            "choice": asdict(source.choice),
            "previous": None if source.previous is None else asdict(source.previous),
            "changed_at": source.changed_at,
        },
    )


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


def insert_attributes(tx: Transaction, session_id: str, attributes: Mapping[str, str]) -> None:
    """Keep what the provider said of a session's person."""
    tx.change(_INSERT_ATTRIBUTES, {"session_id": session_id, "attributes": dict(attributes)})


def find_attributes(tx: Transaction, session_id: str) -> Mapping[str, str]:
    """Return what the provider said of a session's person."""
    row = tx.first(_FIND_ATTRIBUTES, {"session": session_id})
    return {} if row is None else row.attributes


def count_assignments(tx: Transaction) -> int:
    """Return how many assignments to accounts there are."""
    return int(tx.scalar(_COUNT_ASSIGNMENTS))


def count_application_assignments(tx: Transaction, instance_id: str) -> int:
    """Return how many assignments to an instance's applications there are."""
    return int(tx.scalar(_COUNT_APPLICATION_ASSIGNMENTS, {"instance": instance_id}))


def sweep(tx: Transaction, now: datetime) -> int:
    """Forget requests and assertions whose time is over; return how many."""
    return tx.change(_SWEEP_REQUESTS, {"now": now}) + tx.change(_SWEEP_USED, {"now": now})


def _source(instance_id: str, row: Any) -> IdentitySource:
    if row is None:
        return IdentitySource(instance_id, Choice())
    previous = None if row.previous is None else _choice(row.previous)
    return IdentitySource(instance_id, _choice(row.choice), previous, row.changed_at)


def _choice(document: Mapping[str, Any]) -> Choice:
    provider = document["provider"]
    return Choice(
        kind=SourceKind(document["kind"]),
        provider=None
        if provider is None
        else ExternalProvider(**{**provider, "certificates": tuple(provider["certificates"])}),
        emergency_user_ids=tuple(document["emergency_user_ids"]),
    )
