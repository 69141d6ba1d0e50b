"""The table of places from which people have signed in, and its statements."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, bindparam, delete, select

from gatepost.store.columns import Instant, Name, metadata
from gatepost.store.database import Transaction, upsert

known_places = Table(
    "known_places",
    metadata,
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), primary_key=True),
    Column("place", Name(80), primary_key=True),
    Column("last_seen_at", Instant, nullable=False, index=True),
)

_KNOWN = select(known_places.c.place).where(
    known_places.c.user_id == bindparam("user"),
    known_places.c.place.in_(bindparam("places", expanding=True)),
    known_places.c.last_seen_at > bindparam("since"),
)
_REMEMBER_PLACE = upsert(known_places, key=["user_id", "place"], update=["last_seen_at"])
_FORGET_PLACE = delete(known_places).where(
    known_places.c.user_id == bindparam("user"), known_places.c.place == bindparam("gone")
)
_SWEEP = delete(known_places).where(known_places.c.last_seen_at < bindparam("before"))


def known_among(tx: Transaction, user_id: str, places: Sequence[str], since: datetime) -> frozenset[str]:
    """Return those of `places` from which a user has signed in since then."""
    rows = tx.all(_KNOWN, {"user": user_id, "places": list(places), "since": since})
    return frozenset(row.place for row in rows)


def remember(tx: Transaction, user_id: str, places: Sequence[str], now: datetime) -> None:
    """Write down from where a user has signed in."""
    tx.change(_REMEMBER_PLACE, [{"user_id": user_id, "place": place, "last_seen_at": now} for place in sorted(places)])


def forget(tx: Transaction, user_id: str, place: str) -> None:
    """Forget one place of a user."""
    tx.change(_FORGET_PLACE, {"user": user_id, "gone": place})


def sweep(tx: Transaction, before: datetime) -> int:
    """Forget places that were last seen before this moment; return how many there were."""
    return tx.change(_SWEEP, {"before": before})
