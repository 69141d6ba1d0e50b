"""The table of passwords and its statements."""

from sqlalchemy import Column, ForeignKey, Table, bindparam, select

from gatepost.core.signin.model import Credential
from gatepost.store.columns import Instant, Name, Text, metadata
from gatepost.store.database import Transaction, upsert

passwords = Table(
    "passwords",
    metadata,
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), primary_key=True),
    Column("password_hash", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

_FIND_PASSWORD = select(passwords).where(passwords.c.user_id == bindparam("user"))
_PUT_PASSWORD = upsert(passwords, key=["user_id"], update=["password_hash", "changed_at"])


def find(tx: Transaction, user_id: str) -> Credential | None:
    """Return a user's password; None where none is set."""
    row = tx.first(_FIND_PASSWORD, {"user": user_id})
    return None if row is None else Credential(row.user_id, row.password_hash, row.changed_at)


def put(tx: Transaction, credential: Credential) -> None:
    """Set a user's password, or replace it."""
    values = {
        "user_id": credential.user_id,
        "password_hash": credential.password_hash,
        "changed_at": credential.changed_at,
    }
    tx.change(_PUT_PASSWORD, values)
