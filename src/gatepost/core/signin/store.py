"""The tables of sign-in and their statements."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from gatepost.core.directory.store import users
from gatepost.core.instances.store import instances
from gatepost.core.signin.model import (
    KNOWN_PLACE_LIFETIME,
    Budget,
    Counter,
    Credential,
    Factor,
    Flow,
    Invitation,
    InvitationState,
    Person,
    Session,
)
from gatepost.store.columns import Instant, Json, Name, Text, metadata
from gatepost.store.database import Transaction, upsert

passwords = Table(
    "passwords",
    metadata,
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), primary_key=True),
    Column("password_hash", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("invitation_id", Name(36), primary_key=True),
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("token_digest", Name(64), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("ended", Name(16)),
)

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
)

signin_flows = Table(
    "signin_flows",
    metadata,
    Column("flow_id", Name(36), primary_key=True),
    Column("visit_digest", Name(64), nullable=False, unique=True),
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), index=True),
    Column("proven", Json, nullable=False),
    Column("return_to", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)

signin_failures = Table(
    "signin_failures",
    metadata,
    Column("subject", Name(80), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False, index=True),
)

known_places = Table(
    "known_places",
    metadata,
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), primary_key=True),
    Column("place", Name(80), primary_key=True),
    Column("last_seen_at", Instant, nullable=False, index=True),
)

# ------------------------------------------------------------------------------------------------------- passwords

_FIND_PASSWORD = select(passwords).where(passwords.c.user_id == bindparam("user"))
_PUT_PASSWORD = upsert(passwords, key=["user_id"], update=["password_hash", "changed_at"])


def find_password(tx: Transaction, user_id: str) -> Credential | None:
    """Return a user's password; None where none is set."""
    row = tx.first(_FIND_PASSWORD, {"user": user_id})
    return None if row is None else Credential(row.user_id, row.password_hash, row.changed_at)


def put_password(tx: Transaction, credential: Credential) -> None:
    """Set a user's password, or replace it."""
    values = {
        "user_id": credential.user_id,
        "password_hash": credential.password_hash,
        "changed_at": credential.changed_at,
    }
    tx.change(_PUT_PASSWORD, values)


# ----------------------------------------------------------------------------------------------------- invitations

_INSERT_INVITATION = insert(invitations)
_FIND_INVITATION = select(invitations).where(invitations.c.token_digest == bindparam("digest"))
_REPLACE_INVITATIONS = (
    update(invitations)
    .where(invitations.c.user_id == bindparam("user"), invitations.c.ended.is_(None))
    .values(ended=InvitationState.REPLACED.value)
)
_USE_INVITATION = (
    update(invitations)
    .where(
        invitations.c.invitation_id == bindparam("id"),
        invitations.c.ended.is_(None),
        invitations.c.expires_at > bindparam("now"),
    )
    .values(ended=InvitationState.USED.value)
)
_SWEEP_INVITATIONS = delete(invitations).where(invitations.c.expires_at < bindparam("before"))


def insert_invitation(tx: Transaction, invitation: Invitation, token_digest: str) -> None:
    """Add an invitation under its token's digest."""
    tx.change(
        _INSERT_INVITATION,
        {
            "invitation_id": invitation.invitation_id,
            "user_id": invitation.user_id,
            "token_digest": token_digest,
            "created_at": invitation.created_at,
            "expires_at": invitation.expires_at,
            "ended": invitation.ended,
        },
    )


def find_invitation(tx: Transaction, token_digest: str) -> Invitation | None:
    """Return the invitation with this token, whatever became of it."""
    row = tx.first(_FIND_INVITATION, {"digest": token_digest})
    if row is None:
        return None
    ended = InvitationState(row.ended) if row.ended else None
    return Invitation(row.invitation_id, row.user_id, row.created_at, row.expires_at, ended)


def replace_invitations(tx: Transaction, user_id: str) -> int:
    """End a user's open invitations, since there is a newer one; return how many there were."""
    return tx.change(_REPLACE_INVITATIONS, {"user": user_id})


def use_invitation(tx: Transaction, invitation_id: str, now: datetime) -> bool:
    """End an invitation because it is used; False where it is not open, so that of two that come at once one is refused."""
    return tx.change(_USE_INVITATION, {"id": invitation_id, "now": now}) == 1


# -------------------------------------------------------------------------------------------------------- sessions

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
_FIND_SESSION = _SESSIONS.where(sessions.c.token_digest == bindparam("digest"))
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
_SWEEP_SESSIONS = delete(sessions).where(sessions.c.expires_at < bindparam("before"))


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
        },
    )


def find_session(tx: Transaction, token_digest: str, now: datetime) -> Session | None:
    """Return the session with this token, unless it has ended or its user is disabled."""
    return _one_session(tx, _FIND_SESSION, {"digest": token_digest, "now": now})


def find_session_by_id(tx: Transaction, session_id: str, now: datetime) -> Session | None:
    """Return the session with this id, unless it has ended or its user is disabled."""
    return _one_session(tx, _FIND_SESSION_BY_ID, {"id": session_id, "now": now})


def list_sessions(tx: Transaction, user_id: str, now: datetime) -> Sequence[Session]:
    """Return a user's sessions that have not ended, newest first."""
    return [_session(row) for row in tx.all(_SESSIONS_OF_USER, {"user": user_id, "now": now})]


def touch_session(tx: Transaction, session_id: str, now: datetime) -> None:
    """Write down that a session is used."""
    tx.change(_TOUCH, {"id": session_id, "now": now})


def end_session(tx: Transaction, session_id: str, now: datetime) -> bool:
    """End a session; False where it had ended."""
    return tx.change(_END, {"id": session_id, "now": now}) == 1


def end_sessions_of_user(tx: Transaction, user_id: str, now: datetime) -> int:
    """End every session of a user; return how many there were."""
    return tx.change(_END_OF_USER, {"user": user_id, "now": now})


def _one_session(tx: Transaction, statement: Select[Any], parameters: dict[str, Any]) -> Session | None:
    row = tx.first(statement, parameters)
    return None if row is None else _session(row)


def _session(row: Row[Any]) -> Session:
    return Session(
        session_id=row.session_id,
        person=Person(row.user_id, row.user_name, row.display_name, row.identity_store_id, row.owner_account_id),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        address=row.address,
        user_agent=row.user_agent,
    )


# ----------------------------------------------------------------------------------------------------------- flows

_FIND_FLOW = select(signin_flows).where(signin_flows.c.visit_digest == bindparam("visit"))
_PUT_FLOW = upsert(
    signin_flows,
    key=["visit_digest"],
    update=["flow_id", "user_id", "proven", "return_to", "created_at", "expires_at"],
)
_DELETE_FLOW = delete(signin_flows).where(signin_flows.c.visit_digest == bindparam("visit"))
_SWEEP_FLOWS = delete(signin_flows).where(signin_flows.c.expires_at < bindparam("before"))


def find_flow(tx: Transaction, visit_digest: str) -> Flow | None:
    """Return the flow of a browser's visit, even if it has expired."""
    row = tx.first(_FIND_FLOW, {"visit": visit_digest})
    if row is None:
        return None
    return Flow(
        flow_id=row.flow_id,
        visit_digest=row.visit_digest,
        user_id=row.user_id,
        proven=tuple(Factor(name) for name in row.proven),
        return_to=row.return_to,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )


def put_flow(tx: Transaction, flow: Flow) -> None:
    """Keep a flow; its browser's earlier one is gone."""
    tx.change(
        _PUT_FLOW,
        {
            "flow_id": flow.flow_id,
            "visit_digest": flow.visit_digest,
            "user_id": flow.user_id,
            "proven": list(flow.proven),
            "return_to": flow.return_to,
            "created_at": flow.created_at,
            "expires_at": flow.expires_at,
        },
    )


def delete_flow(tx: Transaction, visit_digest: str) -> None:
    """Forget a flow that has come to its end."""
    tx.change(_DELETE_FLOW, {"visit": visit_digest})


# -------------------------------------------------------------------------------------------------------- failures

_FAILURES = select(signin_failures).where(signin_failures.c.subject.in_(bindparam("subjects", expanding=True)))
_LOCK_FAILURES = _FAILURES.order_by(signin_failures.c.subject).with_for_update()
_OPEN_FAILURES = upsert(signin_failures, key=["subject"])
_PUT_FAILURES = (
    update(signin_failures)
    .where(signin_failures.c.subject == bindparam("of"))
    .values(failures=bindparam("new_failures"), changed_at=bindparam("now"))
)
_CLEAR_FAILURES = (
    update(signin_failures)
    .where(signin_failures.c.subject.in_(bindparam("subjects", expanding=True)))
    .values(failures=0, changed_at=bindparam("now"))
)
_SWEEP_FAILURES = delete(signin_failures).where(signin_failures.c.changed_at < bindparam("before"))


def read_counters(tx: Transaction, budgets: Mapping[str, Budget], now: datetime) -> list[Counter]:
    """Return the counter of each subject."""
    return _counters(tx, _FAILURES, budgets, now)


def lock_counters(tx: Transaction, budgets: Mapping[str, Budget], now: datetime) -> list[Counter]:
    """Do as `read_counters` and hold them until the transaction ends: tries at the same moment are counted one by one."""
    rows = [{"subject": subject, "failures": 0, "changed_at": now} for subject in sorted(budgets)]
    tx.change(_OPEN_FAILURES, rows)
    return _counters(tx, _LOCK_FAILURES, budgets, now)


def put_counters(tx: Transaction, counters: Iterable[Counter]) -> None:
    """Write counters down that `lock_counters` gave."""
    for each in counters:
        tx.change(_PUT_FAILURES, {"of": each.subject, "new_failures": each.failures, "now": each.changed_at})


def clear_counters(tx: Transaction, subjects: Iterable[str], now: datetime) -> None:
    """Begin to count anew. The rows stay: whoever waits for one of them must find it."""
    tx.change(_CLEAR_FAILURES, {"subjects": list(subjects), "now": now})


def _counters(tx: Transaction, statement: Select[Any], budgets: Mapping[str, Budget], now: datetime) -> list[Counter]:
    rows = {row.subject: (row.failures, row.changed_at) for row in tx.all(statement, {"subjects": list(budgets)})}
    return [Counter(subject, budget, *rows.get(subject, (0, now))) for subject, budget in budgets.items()]


# ---------------------------------------------------------------------------------------------------- known places

_KNOWN = select(known_places.c.place).where(
    and_(
        known_places.c.user_id == bindparam("user"),
        known_places.c.place.in_(bindparam("places", expanding=True)),
        known_places.c.last_seen_at > bindparam("since"),
    )
)
_REMEMBER_PLACE = upsert(known_places, key=["user_id", "place"], update=["last_seen_at"])
_FORGET_PLACE = delete(known_places).where(
    known_places.c.user_id == bindparam("user"), known_places.c.place == bindparam("gone")
)
_SWEEP_PLACES = delete(known_places).where(known_places.c.last_seen_at < bindparam("before"))


def known_among(tx: Transaction, user_id: str, places: Sequence[str], since: datetime) -> frozenset[str]:
    """Return those of `places` from which a user has signed in since then."""
    rows = tx.all(_KNOWN, {"user": user_id, "places": list(places), "since": since})
    return frozenset(row.place for row in rows)


def remember_places(tx: Transaction, user_id: str, places: Sequence[str], now: datetime) -> None:
    """Write down from where a user has signed in."""
    tx.change(_REMEMBER_PLACE, [{"user_id": user_id, "place": place, "last_seen_at": now} for place in sorted(places)])


def forget_place(tx: Transaction, user_id: str, place: str) -> None:
    """Forget one place of a user."""
    tx.change(_FORGET_PLACE, {"user": user_id, "gone": place})


# ----------------------------------------------------------------------------------------------------------- sweep


def sweep(tx: Transaction, now: datetime) -> int:
    """Forget flows that have expired, and everything else some time after its end; return how many rows there were."""
    gone = tx.change(_SWEEP_FLOWS, {"before": now})
    for statement in (_SWEEP_INVITATIONS, _SWEEP_SESSIONS, _SWEEP_FAILURES, _SWEEP_PLACES):
        gone += tx.change(statement, {"before": now - KNOWN_PLACE_LIFETIME})
    return gone
