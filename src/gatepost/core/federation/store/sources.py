"""The table of identity sources and its statements."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Column, ForeignKey, Table, bindparam, func, select

from gatepost.core.access.store.assignments import assignments
from gatepost.core.applications.store.applications import applications
from gatepost.core.applications.store.assignments import application_assignments
from gatepost.core.federation.model import Choice, ExternalProvider, IdentitySource, SourceKind
from gatepost.store.columns import Instant, Json, Name, metadata
from gatepost.store.database import Transaction, upsert

identity_sources = Table(
    "identity_sources",
    metadata,
    Column("instance_id", Name(32), ForeignKey("instances.instance_id", ondelete="CASCADE"), primary_key=True),
    Column("choice", Json, nullable=False),
    Column("previous", Json),
    Column("changed_at", Instant, nullable=False),
)
_FIND_SOURCE = select(identity_sources).where(identity_sources.c.instance_id == bindparam("instance"))
_LOCK_SOURCE = _FIND_SOURCE.with_for_update()
_PUT_SOURCE = upsert(identity_sources, key=["instance_id"], update=["choice", "previous", "changed_at"])
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


def count_assignments(tx: Transaction) -> int:
    """Return how many assignments to accounts there are."""
    return int(tx.scalar(_COUNT_ASSIGNMENTS))


def count_application_assignments(tx: Transaction, instance_id: str) -> int:
    """Return how many assignments to an instance's applications there are."""
    return int(tx.scalar(_COUNT_APPLICATION_ASSIGNMENTS, {"instance": instance_id}))


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
