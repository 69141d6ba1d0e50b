"""The tables of clients, grants and tokens, and their statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from gatepost.core.directory.store import users
from gatepost.core.instances.store import instances
from gatepost.core.signin.store.sessions import sessions
from gatepost.core.tokens.model import AuthorizationCode, Client, DeviceGrant, DeviceGrantState, Family
from gatepost.store.columns import Instant, Json, Name, metadata
from gatepost.store.database import Transaction

oidc_clients = Table(
    "oidc_clients",
    metadata,
    Column("client_id", Name(64), primary_key=True),
    Column("secret_digest", LargeBinary(32), nullable=False),
    Column("name", Name(256), nullable=False),
    Column("scopes", Json, nullable=False),
    Column("redirect_uris", Json, nullable=False),
    Column("grant_types", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("secret_expires_at", Instant, nullable=False),
    Index("ix_oidc_clients_secret_expires_at", "secret_expires_at"),
)

_CLIENT_KEY = Name(64)

device_grants = Table(
    "device_grants",
    metadata,
    Column("device_code_digest", LargeBinary(32), primary_key=True),
    Column("user_code", Name(16), nullable=False, unique=True),
    Column("client_id", _CLIENT_KEY, ForeignKey("oidc_clients.client_id", ondelete="CASCADE"), nullable=False),
    Column("client_name", Name(256), nullable=False),
    Column("scopes", Json, nullable=False),
    Column("state", Name(16), nullable=False),
    Column("client_address", Name(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("interval_seconds", Integer, nullable=False),
    Column("last_polled_at", Instant),
    Column("user_id", Name(64), ForeignKey("users.user_id", ondelete="CASCADE")),
    Column("session_id", Name(36)),
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

authorization_codes = Table(
    "authorization_codes",
    metadata,
    Column("code_digest", LargeBinary(32), primary_key=True),
    Column("client_id", _CLIENT_KEY, ForeignKey("oidc_clients.client_id", ondelete="CASCADE"), nullable=False),
    Column("redirect_uri", Name(2048), nullable=False),
    Column("code_challenge", Name(64), nullable=False),
    Column("scopes", Json, nullable=False),
    Column("user_id", Name(64), ForeignKey("users.user_id", ondelete="CASCADE"), nullable=False),
    Column("session_id", Name(36), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("family_id", Name(36)),
    Index("ix_authorization_codes_expires_at", "expires_at"),
)

token_families = Table(
    "token_families",
    metadata,
    Column("family_id", Name(36), primary_key=True),
    Column("client_id", _CLIENT_KEY, ForeignKey("oidc_clients.client_id", ondelete="CASCADE"), nullable=False),
    Column("user_id", Name(64), ForeignKey("users.user_id", ondelete="CASCADE"), nullable=False),
    Column("session_id", Name(36), nullable=False),
    Column("scopes", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Index("ix_token_families_expires_at", "expires_at"),
    Index("ix_token_families_session_id", "session_id"),
)

_FAMILY_KEY = Name(36)

access_tokens = Table(
    "access_tokens",
    metadata,
    Column("token_digest", LargeBinary(32), primary_key=True),
    Column("family_id", _FAMILY_KEY, ForeignKey("token_families.family_id", ondelete="CASCADE"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index("ix_access_tokens_family_id", "family_id"),
)

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("token_digest", LargeBinary(32), primary_key=True),
    Column("family_id", _FAMILY_KEY, ForeignKey("token_families.family_id", ondelete="CASCADE"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
    Index("ix_refresh_tokens_family_id", "family_id"),
)


@dataclass(frozen=True, slots=True)
class Owner:
    """The person behind a session that is alive: enabled, signed in, not past the session's absolute end."""

    user_id: str
    user_name: str
    identity_store_id: str
    account_id: str
    session_id: str
    session_expires_at: datetime


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """A refresh token's row with its family, and the owner of its session where that is alive."""

    used_at: datetime | None
    family: Family
    owner: Owner | None


_OWNER_COLUMNS = (
    users.c.user_id,
    users.c.user_name,
    users.c.identity_store_id,
    instances.c.owner_account_id,
    sessions.c.session_id,
    sessions.c.expires_at.label("session_expires_at"),
)
_LIVE_SESSION = and_(sessions.c.ended_at.is_(None), sessions.c.expires_at > bindparam("now"))
_ENABLED_USER = and_(users.c.user_id == sessions.c.user_id, users.c.status == "ENABLED")
_STORE = instances.c.identity_store_id == users.c.identity_store_id

_INSERT_CLIENT = insert(oidc_clients)
_FIND_CLIENT = select(oidc_clients).where(oidc_clients.c.client_id == bindparam("id"))
_INSERT_DEVICE_GRANT = insert(device_grants)
_FIND_DEVICE_GRANT = select(device_grants).where(device_grants.c.device_code_digest == bindparam("digest"))
_FIND_BY_USER_CODE = select(device_grants).where(device_grants.c.user_code == bindparam("code"))
_DECIDE = (
    update(device_grants)
    .where(device_grants.c.device_code_digest == bindparam("digest"), device_grants.c.state == DeviceGrantState.PENDING)
    .values(state=bindparam("new_state"), user_id=bindparam("decider"), session_id=bindparam("decider_session"))
)
_REDEEM_DEVICE = (
    update(device_grants)
    .where(device_grants.c.device_code_digest == bindparam("digest"), device_grants.c.state == DeviceGrantState.ALLOWED)
    .values(state=DeviceGrantState.REDEEMED)
)
_NOTE_POLL = (
    update(device_grants)
    .where(device_grants.c.device_code_digest == bindparam("digest"))
    .values(last_polled_at=bindparam("now"), interval_seconds=bindparam("interval"))
)
_INSERT_GUESS = insert(device_guesses)
_COUNT_GUESSES = select(func.count()).where(
    device_guesses.c.user_id == bindparam("user"), device_guesses.c.guessed_at > bindparam("since")
)
_INSERT_CODE = insert(authorization_codes)
_FIND_CODE = select(authorization_codes).where(authorization_codes.c.code_digest == bindparam("digest"))
_REDEEM_CODE = (
    update(authorization_codes)
    .where(authorization_codes.c.code_digest == bindparam("digest"), authorization_codes.c.family_id.is_(None))
    .values(family_id=bindparam("family"))
)
_INSERT_FAMILY = insert(token_families)
_REVOKE_FAMILY = (
    update(token_families)
    .where(token_families.c.family_id == bindparam("family"), token_families.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)
_FAMILY_OF_ACCESS_TOKEN = select(access_tokens.c.family_id).where(access_tokens.c.token_digest == bindparam("digest"))
_INSERT_ACCESS = insert(access_tokens)
_INSERT_REFRESH = insert(refresh_tokens)
_FIND_REFRESH = (
    select(refresh_tokens.c.used_at, token_families, *_OWNER_COLUMNS)
    .join(token_families, token_families.c.family_id == refresh_tokens.c.family_id)
    .outerjoin(sessions, and_(sessions.c.session_id == token_families.c.session_id, _LIVE_SESSION))
    .outerjoin(users, _ENABLED_USER)
    .outerjoin(instances, _STORE)
    .where(refresh_tokens.c.token_digest == bindparam("digest"))
)
_USE_REFRESH = (
    update(refresh_tokens)
    .where(refresh_tokens.c.token_digest == bindparam("digest"), refresh_tokens.c.used_at.is_(None))
    .values(used_at=bindparam("now"))
)
_FIND_OWNER = (
    select(*_OWNER_COLUMNS)
    .select_from(sessions)
    .join(users, _ENABLED_USER)
    .join(instances, _STORE)
    .where(sessions.c.session_id == bindparam("session"), _LIVE_SESSION)
)
_FIND_BEARER = (
    select(*_OWNER_COLUMNS, token_families.c.scopes)
    .select_from(access_tokens)
    .join(token_families, token_families.c.family_id == access_tokens.c.family_id)
    .join(sessions, and_(sessions.c.session_id == token_families.c.session_id, _LIVE_SESSION))
    .join(users, _ENABLED_USER)
    .join(instances, _STORE)
    .where(
        access_tokens.c.token_digest == bindparam("digest"),
        access_tokens.c.expires_at > bindparam("now"),
        token_families.c.revoked_at.is_(None),
    )
)
_SWEEPS = (
    delete(device_grants).where(device_grants.c.expires_at < bindparam("before")),
    delete(device_guesses).where(device_guesses.c.guessed_at < bindparam("before")),
    delete(authorization_codes).where(authorization_codes.c.expires_at < bindparam("before")),
    delete(access_tokens).where(access_tokens.c.expires_at < bindparam("before")),
    delete(token_families).where(token_families.c.expires_at < bindparam("before")),
    delete(oidc_clients).where(oidc_clients.c.secret_expires_at < bindparam("before")),
)


def insert_client(tx: Transaction, client: Client) -> None:
    """Add a client."""
    tx.change(
        _INSERT_CLIENT,
        {
            "client_id": client.client_id,
            "secret_digest": client.secret_digest,
            "name": client.name,
            "scopes": client.scopes,
            "redirect_uris": client.redirect_uris,
            "grant_types": client.grant_types,
            "created_at": client.created_at,
            "secret_expires_at": client.secret_expires_at,
        },
    )


def find_client(tx: Transaction, client_id: str) -> Client | None:
    """Return a client by its id."""
    row = tx.first(_FIND_CLIENT, {"id": client_id})
    if row is None:
        return None
    return Client(
        client_id=row.client_id,
        secret_digest=bytes(row.secret_digest),
        name=row.name,
        scopes=tuple(row.scopes),
        redirect_uris=tuple(row.redirect_uris),
        grant_types=tuple(row.grant_types),
        created_at=row.created_at,
        secret_expires_at=row.secret_expires_at,
    )


def insert_device_grant(tx: Transaction, grant: DeviceGrant) -> None:
    """Add a pending device grant."""
    tx.change(
        _INSERT_DEVICE_GRANT,
        {
            "device_code_digest": grant.device_code_digest,
            "user_code": grant.user_code,
            "client_id": grant.client_id,
            "client_name": grant.client_name,
            "scopes": grant.scopes,
            "state": grant.state,
            "client_address": grant.client_address,
            "created_at": grant.created_at,
            "expires_at": grant.expires_at,
            "interval_seconds": grant.interval_seconds,
        },
    )


def find_device_grant(tx: Transaction, digest: bytes) -> DeviceGrant | None:
    """Return a device grant by its device code's digest."""
    return _device_grant(tx.first(_FIND_DEVICE_GRANT, {"digest": digest}))


def find_device_grant_by_user_code(tx: Transaction, user_code: str) -> DeviceGrant | None:
    """Return a device grant by its folded user code."""
    return _device_grant(tx.first(_FIND_BY_USER_CODE, {"code": user_code}))


def decide_device_grant(
    tx: Transaction, digest: bytes, state: DeviceGrantState, user_id: str | None, session_id: str | None
) -> bool:
    """Set a pending grant's state; False where it is pending no more."""
    values = {"digest": digest, "new_state": state, "decider": user_id, "decider_session": session_id}
    return tx.change(_DECIDE, values) == 1


def redeem_device_grant(tx: Transaction, digest: bytes) -> bool:
    """Mark an allowed grant as redeemed; of parallel calls one gets True."""
    return tx.change(_REDEEM_DEVICE, {"digest": digest}) == 1


def note_poll(tx: Transaction, digest: bytes, now: datetime, interval_seconds: int) -> None:
    """Keep when the device polled last, and how long it must wait now."""
    tx.change(_NOTE_POLL, {"digest": digest, "now": now, "interval": interval_seconds})


def insert_guess(tx: Transaction, guess_id: str, user_id: str, now: datetime) -> None:
    """Count a wrong user code against a person."""
    tx.change(_INSERT_GUESS, {"guess_id": guess_id, "user_id": user_id, "guessed_at": now})


def count_guesses(tx: Transaction, user_id: str, since: datetime) -> int:
    """Return how many wrong user codes a person has typed since."""
    return int(tx.scalar(_COUNT_GUESSES, {"user": user_id, "since": since}))


def insert_code(tx: Transaction, code: AuthorizationCode) -> None:
    """Add an authorization code."""
    tx.change(
        _INSERT_CODE,
        {
            "code_digest": code.code_digest,
            "client_id": code.client_id,
            "redirect_uri": code.redirect_uri,
            "code_challenge": code.code_challenge,
            "scopes": code.scopes,
            "user_id": code.user_id,
            "session_id": code.session_id,
            "expires_at": code.expires_at,
        },
    )


def find_code(tx: Transaction, digest: bytes) -> AuthorizationCode | None:
    """Return an authorization code by its digest."""
    row = tx.first(_FIND_CODE, {"digest": digest})
    if row is None:
        return None
    return AuthorizationCode(
        code_digest=bytes(row.code_digest),
        client_id=row.client_id,
        redirect_uri=row.redirect_uri,
        code_challenge=row.code_challenge,
        scopes=tuple(row.scopes),
        user_id=row.user_id,
        session_id=row.session_id,
        expires_at=row.expires_at,
        family_id=row.family_id,
    )


def redeem_code(tx: Transaction, digest: bytes, family_id: str) -> bool:
    """Mark a code as used by a family; of parallel calls one gets True."""
    return tx.change(_REDEEM_CODE, {"digest": digest, "family": family_id}) == 1


def insert_family(tx: Transaction, family: Family) -> None:
    """Add a token family."""
    tx.change(
        _INSERT_FAMILY,
        {
            "family_id": family.family_id,
            "client_id": family.client_id,
            "user_id": family.user_id,
            "session_id": family.session_id,
            "scopes": family.scopes,
            "created_at": family.created_at,
            "expires_at": family.expires_at,
        },
    )


def revoke_family(tx: Transaction, family_id: str, now: datetime) -> None:
    """End every token of a family."""
    tx.change(_REVOKE_FAMILY, {"family": family_id, "now": now})


def find_family_of_access_token(tx: Transaction, digest: bytes) -> str | None:
    """Return the id of the family that an access token belongs to."""
    family_id: str | None = tx.scalar(_FAMILY_OF_ACCESS_TOKEN, {"digest": digest})
    return family_id


def insert_tokens(
    tx: Transaction, family_id: str, access: bytes, refresh: bytes, now: datetime, access_expires_at: datetime
) -> None:
    """Add an access token and a refresh token, by their digests."""
    tx.change(
        _INSERT_ACCESS,
        {"token_digest": access, "family_id": family_id, "created_at": now, "expires_at": access_expires_at},
    )
    tx.change(_INSERT_REFRESH, {"token_digest": refresh, "family_id": family_id, "created_at": now})


def find_refresh_token(tx: Transaction, digest: bytes, now: datetime) -> RefreshToken | None:
    """Return a refresh token with its family and its session's owner, in one statement."""
    row = tx.first(_FIND_REFRESH, {"digest": digest, "now": now})
    if row is None:
        return None
    values = tuple(row)
    used_at, family, owner = values[0], values[1:9], values[9:]
    family_id, client_id, user_id, session_id, scopes, created_at, expires_at, revoked_at = family
    return RefreshToken(
        used_at,
        Family(family_id, client_id, user_id, session_id, tuple(scopes), created_at, expires_at, revoked_at),
        None if None in owner else Owner(*owner),
    )


def use_refresh_token(tx: Transaction, digest: bytes, now: datetime) -> bool:
    """Mark a refresh token as used; of parallel calls one gets True."""
    return tx.change(_USE_REFRESH, {"digest": digest, "now": now}) == 1


def find_owner(tx: Transaction, session_id: str, now: datetime) -> Owner | None:
    """Return the person of a live session."""
    row = tx.first(_FIND_OWNER, {"session": session_id, "now": now})
    return None if row is None else Owner(*row)


def find_bearer(tx: Transaction, digest: bytes, now: datetime) -> tuple[Owner, tuple[str, ...]] | None:
    """Return the person and the scopes of a valid access token, in one statement."""
    row: Any = tx.first(_FIND_BEARER, {"digest": digest, "now": now})
    return None if row is None else (Owner(*row[:-1]), tuple(row[-1]))


def sweep(tx: Transaction, before: datetime) -> int:
    """Forget what expired before a moment: grants, codes, tokens, families and clients."""
    return sum(tx.change(statement, {"before": before}) for statement in _SWEEPS)


def _device_grant(row: Any) -> DeviceGrant | None:
    if row is None:
        return None
    return DeviceGrant(
        device_code_digest=bytes(row.device_code_digest),
        user_code=row.user_code,
        client_id=row.client_id,
        client_name=row.client_name,
        scopes=tuple(row.scopes),
        state=DeviceGrantState(row.state),
        client_address=row.client_address,
        created_at=row.created_at,
        expires_at=row.expires_at,
        interval_seconds=row.interval_seconds,
        last_polled_at=row.last_polled_at,
        user_id=row.user_id,
        session_id=row.session_id,
    )
