"""The table of sessions and its statements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Row, Table, bindparam, delete, insert, select, update

from gatepost.core.directory.store import users
from gatepost.core.instances.store import instances
from gatepost.core.signin.model import Factor, Person, Session
from gatepost.core.signin.policy import SigninSettings
from gatepost.core.signin.store.settings import of_document, settings
from gatepost.store.columns import Instant, Name, Names, metadata
from gatepost.store.database import Transaction

sessions = Table(
    "sessions",
    metadata,
    Column("session_id", Name(36), primary_key=True),
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("token_digest", Name(64), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("last_used_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("address", Name(64), nullable=False),
    Column("user_agent", Name(256), nullable=False),
    Column("authenticated_at", Instant, nullable=False),
    Column("proven", Names, nullable=False),
)

_SESSIONS = (
    select(
        sessions,
        users.c.user_name,
        users.c.display_name,
        users.c.identity_store_id,
        instances.c.owner_account_id,
    )
    .join_from(sessions, users, users.c.user_id == sessions.c.user_id)
    .join(instances, instances.c.identity_store_id == users.c.identity_store_id)
    .where(sessions.c.ended_at.is_(None), sessions.c.expires_at > bindparam("now"), users.c.status == "ENABLED")
)
_FIND_SESSION = (
    _SESSIONS.add_columns(settings.table.c.document)
    .outerjoin(settings.table, settings.table.c.instance_id == instances.c.instance_id)
    .where(sessions.c.token_digest == bindparam("digest"))
)
_FIND_SESSION_BY_ID = _SESSIONS.where(sessions.c.session_id == bindparam("id"))
_SESSIONS_OF_USER = _SESSIONS.where(sessions.c.user_id == bindparam("user")).order_by(
    sessions.c.created_at.desc(), sessions.c.session_id
)
_INSERT_SESSION = insert(sessions)
_TOUCH = (
    update(sessions)
    .where(sessions.c.session_id == bindparam("id"), sessions.c.ended_at.is_(None))
    .values(last_used_at=bindparam("now"))
)
_RENEW = (
    update(sessions)
    .where(sessions.c.session_id == bindparam("id"), sessions.c.ended_at.is_(None))
    .values(
        token_digest=bindparam("new_digest"),
        authenticated_at=bindparam("proved_at"),
        last_used_at=bindparam("now"),
        proven=bindparam("new_proven"),
    )
)
_END = (
    update(sessions)
    .where(sessions.c.session_id == bindparam("id"), sessions.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"))
)
_END_OF_USER = (
    update(sessions)
    .where(sessions.c.user_id == bindparam("user"), sessions.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"))
)
_END_OTHERS = _END_OF_USER.where(sessions.c.session_id != bindparam("kept"))
_OPEN_IDS_OF_USER = select(sessions.c.session_id).where(
    sessions.c.user_id == bindparam("user"), sessions.c.ended_at.is_(None), sessions.c.expires_at > bindparam("now")
)
_SWEEP = delete(sessions).where(sessions.c.expires_at < bindparam("before"))


def insert_session(tx: Transaction, session: Session, token_digest: str) -> None:
    """Add a session under its token's digest."""
    tx.change(
        _INSERT_SESSION,
        {
            "session_id": session.session_id,
            "user_id": session.person.user_id,
            "token_digest": token_digest,
            "created_at": session.created_at,
            "expires_at": session.expires_at,
            "last_used_at": session.last_used_at,
            "ended_at": None,
            "address": session.address,
            "user_agent": session.user_agent,
            "authenticated_at": session.authenticated_at,
            "proven": session.proven,
        },
    )


def find(tx: Transaction, token_digest: str, now: datetime) -> tuple[Session, SigninSettings] | None:
    """Return the session with this token and its instance's settings, unless it has ended or its user is disabled.

    Every page asks for both: one statement instead of two.
    """
    row = tx.first(_FIND_SESSION, {"digest": token_digest, "now": now})
    return None if row is None else (_session(row), of_document(row.document))


def find_by_id(tx: Transaction, session_id: str, now: datetime) -> Session | None:
    """Return the session with this id, unless it has ended or its user is disabled."""
    row = tx.first(_FIND_SESSION_BY_ID, {"id": session_id, "now": now})
    return None if row is None else _session(row)


def list_of_user(tx: Transaction, user_id: str, now: datetime) -> Sequence[Session]:
    """Return a user's sessions that have not ended, newest first."""
    return [_session(row) for row in tx.all(_SESSIONS_OF_USER, {"user": user_id, "now": now})]


def touch(tx: Transaction, session_id: str, now: datetime) -> None:
    """Write down that a session is used."""
    tx.change(_TOUCH, {"id": session_id, "now": now})


def renew(tx: Transaction, session: Session, token_digest: str) -> bool:
    """Put a session, with what it knows of its user's proofs, under another token; False where it had ended."""
    parameters = {
        "id": session.session_id,
        "new_digest": token_digest,
        "proved_at": session.authenticated_at,
        "now": session.last_used_at,
        "new_proven": session.proven,
    }
    return tx.change(_RENEW, parameters) == 1


def end(tx: Transaction, session_id: str, now: datetime) -> bool:
    """End a session; False where it had ended."""
    return tx.change(_END, {"id": session_id, "now": now}) == 1


def open_ids_of(tx: Transaction, user_id: str, now: datetime) -> Sequence[str]:
    """Return the ids of a user's sessions that have not ended, whether or not the user is enabled."""
    return [row.session_id for row in tx.all(_OPEN_IDS_OF_USER, {"user": user_id, "now": now})]


def end_all(tx: Transaction, user_id: str, now: datetime) -> int:
    """End every session of a user; return how many there were."""
    return tx.change(_END_OF_USER, {"user": user_id, "now": now})


def end_others(tx: Transaction, user_id: str, kept_session_id: str, now: datetime) -> int:
    """End every session of a user but one; return how many there were."""
    return tx.change(_END_OTHERS, {"user": user_id, "kept": kept_session_id, "now": now})


def _session(row: Row[Any]) -> Session:
    return Session(
        session_id=row.session_id,
        person=Person(row.user_id, row.user_name, row.display_name, row.identity_store_id, row.owner_account_id),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        address=row.address,
        user_agent=row.user_agent,
        authenticated_at=row.authenticated_at,
        proven=tuple(Factor(name) for name in row.proven),
    )


def sweep(tx: Transaction, before: datetime) -> int:
    """Forget sessions that expired before this moment; return how many there were."""
    return tx.change(_SWEEP, {"before": before})
