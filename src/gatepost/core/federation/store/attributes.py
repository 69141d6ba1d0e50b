"""The table of what a provider said of a session's person and the session passes on."""

from collections.abc import Mapping

from sqlalchemy import Column, ForeignKey, Table, bindparam, insert, select

from gatepost.store.columns import Json, Name, metadata
from gatepost.store.database import Transaction

session_attributes = Table(
    "session_attributes",
    metadata,
    Column("session_id", Name(36), ForeignKey("sessions.session_id", ondelete="CASCADE"), primary_key=True),
    Column("attributes", Json, nullable=False),
)

_INSERT_ATTRIBUTES = insert(session_attributes)
_FIND_ATTRIBUTES = select(session_attributes.c.attributes).where(
    session_attributes.c.session_id == bindparam("session")
)


def insert_attributes(tx: Transaction, session_id: str, attributes: Mapping[str, str]) -> None:
    """Keep what the provider said of a session's person."""
    tx.change(_INSERT_ATTRIBUTES, {"session_id": session_id, "attributes": dict(attributes)})


def find_attributes(tx: Transaction, session_id: str) -> Mapping[str, str]:
    """Return what the provider said of a session's person."""
    row = tx.first(_FIND_ATTRIBUTES, {"session": session_id})
    return {} if row is None else row.attributes
