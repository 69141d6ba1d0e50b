"""The table of logouts that are under way from party to party, and its statements."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Column, Integer, Table, bindparam, delete, insert, select, update

from gatepost.core.federation.logout_model import Asker, Logout, Stop
from gatepost.store.columns import Flag, Instant, Json, Name, metadata
from gatepost.store.database import Transaction

logouts = Table(
    "logouts",
    metadata,
    Column("logout_id", Name(64), primary_key=True),
    Column("stops", Json, nullable=False),
    Column("asker", Json),
    Column("position", Integer, nullable=False),
    Column("is_partial", Flag, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)

_INSERT = insert(logouts)
_FIND = select(logouts).where(logouts.c.logout_id == bindparam("id"), logouts.c.expires_at > bindparam("now"))
# Of two answers to one message one moves the logout on: it must still be where the message was sent from.
_MOVE = (
    update(logouts)
    .where(logouts.c.logout_id == bindparam("id"), logouts.c.position == bindparam("from_position"))
    .values(position=bindparam("to_position"), is_partial=bindparam("partial"))
)
_SWEEP = delete(logouts).where(logouts.c.expires_at < bindparam("now"))


def insert_logout(tx: Transaction, logout: Logout) -> None:
    """Remember a logout that is under way."""
    tx.change(_INSERT, asdict(logout))


def find(tx: Transaction, logout_id: str, now: datetime) -> Logout | None:
    """Return a logout that is under way."""
    row = tx.first(_FIND, {"id": logout_id, "now": now})
    if row is None:
        return None
    stops = tuple(Stop(**each) for each in row.stops)
    asker = None if row.asker is None else Asker(**row.asker)
    return Logout(row.logout_id, stops, row.expires_at, asker, row.position, row.is_partial)


def move(tx: Transaction, before: Logout, after: Logout) -> bool:
    """Let a logout go on to its next party; False where it has done so already."""
    parameters = {
        "id": before.logout_id,
        "from_position": before.position,
        "to_position": after.position,
        "partial": after.is_partial,
    }
    return tx.change(_MOVE, parameters) == 1


def sweep(tx: Transaction, now: datetime) -> int:
    """Forget logouts whose time is over; return how many."""
    return tx.change(_SWEEP, {"now": now})
