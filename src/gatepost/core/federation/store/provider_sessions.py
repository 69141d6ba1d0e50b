"""The table of sessions that were opened through a provider, as the provider knows them, and its statements."""

from collections.abc import Sequence
from dataclasses import asdict
from hashlib import sha256

import orjson
from sqlalchemy import Column, ForeignKey, Table, bindparam, insert, select

from gatepost.core.federation.logout_model import ProviderSession
from gatepost.store.columns import Json, Name, metadata
from gatepost.store.database import Transaction

provider_sessions = Table(
    "provider_sessions",
    metadata,
    Column("session_id", Name(36), ForeignKey("sessions.session_id", ondelete="CASCADE"), primary_key=True),
    Column("subject_digest", Name(64), nullable=False, index=True),
    Column("subject", Json, nullable=False),
)

_INSERT = insert(provider_sessions)
_FIND = select(provider_sessions.c.subject).where(provider_sessions.c.session_id == bindparam("session"))
_OF_SUBJECT = select(provider_sessions).where(provider_sessions.c.subject_digest == bindparam("digest"))


def insert_provider_session(tx: Transaction, session_id: str, subject: ProviderSession) -> None:
    """Keep whom the provider means by a session."""
    digest = _digest(subject.entity_id, subject.name_id)
    tx.change(_INSERT, {"session_id": session_id, "subject_digest": digest, "subject": asdict(subject)})


def find(tx: Transaction, session_id: str) -> ProviderSession | None:
    """Return a session as the provider knows it; None for one that was opened otherwise."""
    row = tx.first(_FIND, {"session": session_id})
    return None if row is None else ProviderSession(**row.subject)


def of_subject(tx: Transaction, entity_id: str, name_id: str) -> Sequence[tuple[str, ProviderSession]]:
    """Return the sessions, with their ids, of somebody whom a provider names so."""
    rows = tx.all(_OF_SUBJECT, {"digest": _digest(entity_id, name_id)})
    return [(row.session_id, ProviderSession(**row.subject)) for row in rows]


def _digest(*parts: str) -> str:
    return sha256(orjson.dumps(parts)).hexdigest()
