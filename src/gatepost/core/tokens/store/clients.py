"""The table of OIDC clients."""

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary, Table, bindparam, delete, insert, select

from gatepost.core.tokens.model import Client
from gatepost.store.columns import Instant, Name, Names, metadata
from gatepost.store.database import Transaction
from gatepost.store.rows import values

oidc_clients = Table(
    "oidc_clients",
    metadata,
    Column("client_id", Name(64), primary_key=True),
    Column("secret_digest", LargeBinary(32), nullable=False),
    Column("name", Name(256), nullable=False),
    Column("scopes", Names, nullable=False),
    Column("redirect_uris", Names, nullable=False),
    Column("grant_types", Names, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("secret_expires_at", Instant, nullable=False),
    Index("ix_oidc_clients_secret_expires_at", "secret_expires_at"),
)

_INSERT = insert(oidc_clients)
_FIND = select(oidc_clients).where(oidc_clients.c.client_id == bindparam("id"))
_SWEEP = delete(oidc_clients).where(oidc_clients.c.secret_expires_at < bindparam("before"))


def insert_client(tx: Transaction, client: Client) -> None:
    """Add a client."""
    tx.change(_INSERT, values(client))


def find_client(tx: Transaction, client_id: str) -> Client | None:
    """Return a client by its id."""
    row = tx.first(_FIND, {"id": client_id})
    return None if row is None else Client(*row)


def sweep(tx: Transaction, before: datetime) -> int:
    """Forget clients whose secret expired before a moment, and all that was theirs."""
    return tx.change(_SWEEP, {"before": before})
