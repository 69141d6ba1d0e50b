"""The tables of token families and of the tokens in them, by their digests."""

from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    LargeBinary,
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
from gatepost.core.signin.store.sessions import sessions
from gatepost.core.tokens.model import Family, Owner, RefreshToken
from gatepost.core.tokens.store.owners import ENABLED_USER, INSTANCE, LIVE_SESSION, OWNER
from gatepost.store.columns import Instant, Name, Names, metadata
from gatepost.store.database import Transaction
from gatepost.store.rows import values

token_families = Table(
    "token_families",
    metadata,
    Column("family_id", Name(36), primary_key=True),
    Column("client_id", Name(64), ForeignKey("oidc_clients.client_id", ondelete="CASCADE"), nullable=False),
    Column("user_id", Name(64), ForeignKey("users.user_id", ondelete="CASCADE"), nullable=False),
    Column("session_id", Name(36), nullable=False),
    Column("scopes", Names, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Index("ix_token_families_expires_at", "expires_at"),
    Index("ix_token_families_session_id", "session_id"),
)

access_tokens = Table(
    "access_tokens",
    metadata,
    Column("token_digest", LargeBinary(32), primary_key=True),
    Column("family_id", Name(36), ForeignKey("token_families.family_id", ondelete="CASCADE"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index("ix_access_tokens_family_id", "family_id"),
    Index("ix_access_tokens_expires_at", "expires_at"),
)

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("token_digest", LargeBinary(32), primary_key=True),
    Column("family_id", Name(36), ForeignKey("token_families.family_id", ondelete="CASCADE"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
    Index("ix_refresh_tokens_family_id", "family_id"),
)

_FAMILY_COLUMNS = len(token_families.columns)

_INSERT = insert(token_families)
_REVOKE = (
    update(token_families)
    .where(token_families.c.family_id == bindparam("family"), token_families.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)
_SWEEP = delete(token_families).where(token_families.c.expires_at < bindparam("before"))
_SWEEP_ACCESS = delete(access_tokens).where(access_tokens.c.expires_at < bindparam("before"))

_INSERT_ACCESS = insert(access_tokens)
_FAMILY_OF_ACCESS = select(access_tokens.c.family_id).where(access_tokens.c.token_digest == bindparam("digest"))
_FIND_BEARER = (
    select(*OWNER, token_families.c.scopes)
    .select_from(access_tokens)
    .join(token_families, token_families.c.family_id == access_tokens.c.family_id)
    .join(sessions, and_(sessions.c.session_id == token_families.c.session_id, LIVE_SESSION))
    .join(users, ENABLED_USER)
    .join(instances, INSTANCE)
    .where(
        access_tokens.c.token_digest == bindparam("digest"),
        access_tokens.c.expires_at > bindparam("now"),
        token_families.c.revoked_at.is_(None),
    )
)

_INSERT_REFRESH = insert(refresh_tokens)
_FIND_REFRESH = (
    select(refresh_tokens.c.used_at, token_families, *OWNER)
    .join(token_families, token_families.c.family_id == refresh_tokens.c.family_id)
    .outerjoin(sessions, and_(sessions.c.session_id == token_families.c.session_id, LIVE_SESSION))
    .outerjoin(users, ENABLED_USER)
    .outerjoin(instances, INSTANCE)
    .where(refresh_tokens.c.token_digest == bindparam("digest"))
)
_USE_REFRESH = (
    update(refresh_tokens)
    .where(refresh_tokens.c.token_digest == bindparam("digest"), refresh_tokens.c.used_at.is_(None))
    .values(used_at=bindparam("now"))
)


def insert_family(tx: Transaction, family: Family) -> None:
    """Add a family."""
    tx.change(_INSERT, values(family))


def revoke(tx: Transaction, family_id: str, now: datetime) -> None:
    """End every token of a family."""
    tx.change(_REVOKE, {"family": family_id, "now": now})


def insert_tokens(
    tx: Transaction, family_id: str, access: bytes, refresh: bytes, now: datetime, access_expires_at: datetime
) -> None:
    """Add an access token and a refresh token."""
    made = {"family_id": family_id, "created_at": now}
    tx.change(_INSERT_ACCESS, made | {"token_digest": access, "expires_at": access_expires_at})
    tx.change(_INSERT_REFRESH, made | {"token_digest": refresh})


def find_bearer(tx: Transaction, digest: bytes, now: datetime) -> tuple[Owner, tuple[str, ...]] | None:
    """Return the person and the scopes of a valid access token, in one statement."""
    row = tx.first(_FIND_BEARER, {"digest": digest, "now": now})
    return None if row is None else (Owner(*row[:-1]), row[-1])


def find_family_of(tx: Transaction, access: bytes) -> str | None:
    """Return the id of the family that an access token belongs to, valid or not."""
    family_id: str | None = tx.scalar(_FAMILY_OF_ACCESS, {"digest": access})
    return family_id


def find_refresh_token(tx: Transaction, digest: bytes, now: datetime) -> RefreshToken | None:
    """Return a refresh token with its family and its session's owner, in one statement."""
    row = tx.first(_FIND_REFRESH, {"digest": digest, "now": now})
    if row is None:
        return None
    used_at, family, owner = row[0], row[1 : 1 + _FAMILY_COLUMNS], row[1 + _FAMILY_COLUMNS :]
    return RefreshToken(used_at, Family(*family), None if None in owner else Owner(*owner))


def use_refresh_token(tx: Transaction, digest: bytes, now: datetime) -> bool:
    """Mark a refresh token as used; of parallel calls one gets True."""
    return tx.change(_USE_REFRESH, {"digest": digest, "now": now}) == 1


def sweep(tx: Transaction, before: datetime) -> int:
    """Forget access tokens and families that expired before a moment."""
    return tx.change(_SWEEP_ACCESS, {"before": before}) + tx.change(_SWEEP, {"before": before})
