"""The table of revocations and its statements."""

from datetime import datetime

from sqlalchemy import Column, Table, bindparam, delete

from gatepost.store.columns import Instant, Name, metadata
from gatepost.store.database import Transaction, upsert

revocations = Table(
    "revocations",
    metadata,
    Column("subject", Name(128), primary_key=True),
    Column("revoked_before", Instant, nullable=False),
)

_REVOKE = upsert(revocations, key=["subject"], update=["revoked_before"])
_SWEEP_REVOCATIONS = delete(revocations).where(revocations.c.revoked_before < bindparam("before"))


def revoke(tx: Transaction, subject: str, before: datetime) -> None:
    """Kill what was issued to a subject up to an instant."""
    tx.change(_REVOKE, {"subject": subject, "revoked_before": before})


def delete_revocations_before(tx: Transaction, before: datetime) -> int:
    """Forget revocations of credentials that have all expired since."""
    return tx.change(_SWEEP_REVOCATIONS, {"before": before})
