"""The tables of passwords, in use and earlier ones, and their statements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Column, ForeignKey, Table, bindparam, delete, select

from gatepost.core.signin.model import Credential
from gatepost.store.columns import Instant, Name, Text, metadata
from gatepost.store.database import Transaction, upsert

passwords = Table(
    "passwords",
    metadata,
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), primary_key=True),
    Column("password_hash", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("one_time_until", Instant),
)
earlier_passwords = Table(
    "earlier_passwords",
    metadata,
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), primary_key=True),
    Column("replaced_at", Instant, primary_key=True),
    Column("password_hash", Text, nullable=False),
)

MOST_EARLIER: Final = 9
"""How many of a user's earlier passwords are kept: with the one in use, as many as a policy can ask for."""

_FIND_PASSWORD = select(passwords).where(passwords.c.user_id == bindparam("user"))
_PUT_PASSWORD = upsert(passwords, key=["user_id"], update=["password_hash", "changed_at", "one_time_until"])
_EARLIER = (
    select(earlier_passwords)
    .where(earlier_passwords.c.user_id == bindparam("user"))
    .order_by(earlier_passwords.c.replaced_at.desc())
)
_PUT_EARLIER = upsert(earlier_passwords, key=["user_id", "replaced_at"], update=["password_hash"])
_FORGET_EARLIER = delete(earlier_passwords).where(
    earlier_passwords.c.user_id == bindparam("user"), earlier_passwords.c.replaced_at <= bindparam("until")
)


def find(tx: Transaction, user_id: str) -> Credential | None:
    """Return a user's password; None where none is set."""
    row = tx.first(_FIND_PASSWORD, {"user": user_id})
    return None if row is None else Credential(row.user_id, row.password_hash, row.changed_at, row.one_time_until)


def put(tx: Transaction, credential: Credential) -> None:
    """Set a user's password, or replace it."""
    values = {
        "user_id": credential.user_id,
        "password_hash": credential.password_hash,
        "changed_at": credential.changed_at,
        "one_time_until": credential.one_time_until,
    }
    tx.change(_PUT_PASSWORD, values)


def remember(tx: Transaction, credential: Credential, now: datetime) -> None:
    """Keep a password that is being replaced, and forget those that are older than any policy asks for."""
    tx.change(
        _PUT_EARLIER,
        {"user_id": credential.user_id, "replaced_at": now, "password_hash": credential.password_hash},
    )
    too_old = tx.all(_EARLIER, {"user": credential.user_id})[MOST_EARLIER:]
    if too_old:
        tx.change(_FORGET_EARLIER, {"user": credential.user_id, "until": too_old[0].replaced_at})


def list_earlier(tx: Transaction, user_id: str) -> Sequence[str]:
    """Return the hashes of a user's earlier passwords, the latest first."""
    return [str(row.password_hash) for row in tx.all(_EARLIER, {"user": user_id})]
