"""The table of addresses that their people have proved to be theirs, and its statements."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, bindparam, select

from gatepost.store.columns import Instant, Name, metadata
from gatepost.store.database import Transaction, upsert

verified_emails = Table(
    "verified_emails",
    metadata,
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), primary_key=True),
    Column("email_key", Name(1024), nullable=False),
    Column("verified_at", Instant, nullable=False),
)

_FIND_VERIFIED = select(verified_emails.c.verified_at).where(
    verified_emails.c.user_id == bindparam("user"), verified_emails.c.email_key == bindparam("key")
)
_PUT_VERIFIED = upsert(verified_emails, key=["user_id"], update=["email_key", "verified_at"])


def find(tx: Transaction, user_id: str, email_key: str) -> datetime | None:
    """Return when a user proved that this address, folded, is theirs; None where they have not."""
    row = tx.first(_FIND_VERIFIED, {"user": user_id, "key": email_key})
    return None if row is None else row.verified_at


def put(tx: Transaction, user_id: str, email_key: str, now: datetime) -> None:
    """Write down that an address is a user's; what was known of an earlier one is gone."""
    tx.change(_PUT_VERIFIED, {"user_id": user_id, "email_key": email_key, "verified_at": now})
