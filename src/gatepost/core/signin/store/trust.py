"""The table of browsers that people trust, and its statements."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, bindparam, delete, func, select

from gatepost.store.columns import Instant, Name, metadata
from gatepost.store.database import Transaction, upsert

trusted_browsers = Table(
    "trusted_browsers",
    metadata,
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), primary_key=True),
    Column("token_digest", Name(64), primary_key=True),
    Column("browser", Name(256), nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)

_FIND_BROWSER = select(trusted_browsers.c.browser).where(
    trusted_browsers.c.user_id == bindparam("user"),
    trusted_browsers.c.token_digest == bindparam("digest"),
    trusted_browsers.c.expires_at > bindparam("now"),
)
_PUT_BROWSER = upsert(trusted_browsers, key=["user_id", "token_digest"], update=["browser", "expires_at"])
_COUNT = select(func.count()).where(
    trusted_browsers.c.user_id == bindparam("user"), trusted_browsers.c.expires_at > bindparam("now")
)
_DELETE_ALL = delete(trusted_browsers).where(trusted_browsers.c.user_id == bindparam("user"))
_SWEEP = delete(trusted_browsers).where(trusted_browsers.c.expires_at < bindparam("before"))


def find(tx: Transaction, user_id: str, token_digest: str, now: datetime) -> str | None:
    """Return what a trusted browser called itself when it became one; None where the user does not trust it."""
    row = tx.first(_FIND_BROWSER, {"user": user_id, "digest": token_digest, "now": now})
    return None if row is None else str(row.browser)


def put(tx: Transaction, user_id: str, token_digest: str, browser: str, expires_at: datetime) -> None:
    """Trust a browser until a moment."""
    values = {"user_id": user_id, "token_digest": token_digest, "browser": browser, "expires_at": expires_at}
    tx.change(_PUT_BROWSER, values)


def count(tx: Transaction, user_id: str, now: datetime) -> int:
    """Return how many browsers a user trusts."""
    return int(tx.scalar(_COUNT, {"user": user_id, "now": now}))


def delete_all(tx: Transaction, user_id: str) -> None:
    """Trust none of a user's browsers any more."""
    tx.change(_DELETE_ALL, {"user": user_id})


def sweep(tx: Transaction, before: datetime) -> int:
    """Forget browsers whose trust ended before this moment; return how many there were."""
    return tx.change(_SWEEP, {"before": before})
