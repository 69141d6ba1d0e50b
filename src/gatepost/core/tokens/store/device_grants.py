"""The tables of device grants, and of the wrong user codes that people typed."""

from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from gatepost.core.tokens.model import DeviceGrant, DeviceGrantState
from gatepost.store.columns import Instant, Name, Names, metadata
from gatepost.store.database import Transaction
from gatepost.store.rows import values

device_grants = Table(
    "device_grants",
    metadata,
    Column("device_code_digest", LargeBinary(32), primary_key=True),
    Column("user_code", Name(16), nullable=False, unique=True),
    Column("client_id", Name(64), ForeignKey("oidc_clients.client_id", ondelete="CASCADE"), nullable=False),
    Column("client_name", Name(256), nullable=False),
    Column("scopes", Names, nullable=False),
    Column("state", Name(16), nullable=False),
    Column("client_address", Name(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("interval_seconds", Integer, nullable=False),
    Column("last_polled_at", Instant),
    Column("user_id", Name(64), ForeignKey("users.user_id", ondelete="CASCADE")),
    Column("session_id", Name(36)),
    Column("client_user_agent", Name(256), nullable=False, server_default=""),
    Index("ix_device_grants_expires_at", "expires_at"),
)

device_guesses = Table(
    "device_guesses",
    metadata,
    Column("guess_id", Name(36), primary_key=True),
    Column("user_id", Name(64), nullable=False),
    Column("guessed_at", Instant, nullable=False),
    Index("ix_device_guesses_user_id_guessed_at", "user_id", "guessed_at"),
)

_THIS = device_grants.c.device_code_digest == bindparam("digest")

_INSERT = insert(device_grants)
_FIND = select(device_grants).where(_THIS)
_FIND_BY_USER_CODE = select(device_grants).where(device_grants.c.user_code == bindparam("code"))
_DECIDE = (
    update(device_grants)
    .where(_THIS, device_grants.c.state == "PENDING")
    .values(state=bindparam("new_state"), user_id=bindparam("decider"), session_id=bindparam("decider_session"))
)
_REDEEM = update(device_grants).where(_THIS, device_grants.c.state == "ALLOWED").values(state="REDEEMED")
_NOTE_POLL = (
    update(device_grants).where(_THIS).values(last_polled_at=bindparam("now"), interval_seconds=bindparam("interval"))
)
_SWEEP = delete(device_grants).where(device_grants.c.expires_at < bindparam("before"))
_INSERT_GUESS = insert(device_guesses)
_COUNT_GUESSES = select(func.count()).where(
    device_guesses.c.user_id == bindparam("user"), device_guesses.c.guessed_at > bindparam("since")
)
_SWEEP_GUESSES = delete(device_guesses).where(device_guesses.c.guessed_at < bindparam("before"))


def insert_grant(tx: Transaction, grant: DeviceGrant) -> None:
    """Add a device grant."""
    tx.change(_INSERT, values(grant))


def find_grant(tx: Transaction, digest: bytes) -> DeviceGrant | None:
    """Return a device grant by its device code's digest."""
    row = tx.first(_FIND, {"digest": digest})
    return None if row is None else DeviceGrant(*row)


def find_by_user_code(tx: Transaction, user_code: str) -> DeviceGrant | None:
    """Return a device grant by its folded user code."""
    row = tx.first(_FIND_BY_USER_CODE, {"code": user_code})
    return None if row is None else DeviceGrant(*row)


def decide(
    tx: Transaction, digest: bytes, state: DeviceGrantState, user_id: str | None, session_id: str | None
) -> bool:
    """Set a pending grant's state; False where it is pending no more."""
    given = {"digest": digest, "new_state": state, "decider": user_id, "decider_session": session_id}
    return tx.change(_DECIDE, given) == 1


def redeem(tx: Transaction, digest: bytes) -> bool:
    """Mark an allowed grant as redeemed; of parallel calls one gets True."""
    return tx.change(_REDEEM, {"digest": digest}) == 1


def note_poll(tx: Transaction, digest: bytes, now: datetime, interval_seconds: int) -> None:
    """Keep when the device polled last, and how long it must wait now."""
    tx.change(_NOTE_POLL, {"digest": digest, "now": now, "interval": interval_seconds})


def insert_guess(tx: Transaction, guess_id: str, user_id: str, now: datetime) -> None:
    """Count a wrong user code against a person."""
    tx.change(_INSERT_GUESS, {"guess_id": guess_id, "user_id": user_id, "guessed_at": now})


def count_guesses(tx: Transaction, user_id: str, since: datetime) -> int:
    """Return how many wrong user codes a person has typed since."""
    return int(tx.scalar(_COUNT_GUESSES, {"user": user_id, "since": since}))


def sweep(tx: Transaction, before: datetime) -> int:
    """Forget grants that expired, and guesses that were made, before a moment."""
    return tx.change(_SWEEP, {"before": before}) + tx.change(_SWEEP_GUESSES, {"before": before})
