"""The table of authorization codes."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, bindparam, delete, insert, select, update

from gatepost.core.tokens.model import AuthorizationCode
from gatepost.store.columns import Instant, Name, Names, metadata
from gatepost.store.database import Transaction
from gatepost.store.rows import values

authorization_codes = Table(
    "authorization_codes",
    metadata,
    Column("code_digest", LargeBinary(32), primary_key=True),
    Column("client_id", Name(64), ForeignKey("oidc_clients.client_id", ondelete="CASCADE"), nullable=False),
    Column("redirect_uri", Name(2048), nullable=False),
    Column("code_challenge", Name(64), nullable=False),
    Column("scopes", Names, nullable=False),
    Column("user_id", Name(64), ForeignKey("users.user_id", ondelete="CASCADE"), nullable=False),
    Column("session_id", Name(36), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("family_id", Name(36)),
    Index("ix_authorization_codes_expires_at", "expires_at"),
)

_THIS = authorization_codes.c.code_digest == bindparam("digest")

_INSERT = insert(authorization_codes)
_FIND = select(authorization_codes).where(_THIS)
_REDEEM = (
    update(authorization_codes)
    .where(_THIS, authorization_codes.c.family_id.is_(None))
    .values(family_id=bindparam("family"))
)
_SWEEP = delete(authorization_codes).where(authorization_codes.c.expires_at < bindparam("before"))


def insert_code(tx: Transaction, code: AuthorizationCode) -> None:
    """Add a code."""
    tx.change(_INSERT, values(code))


def find_code(tx: Transaction, digest: bytes) -> AuthorizationCode | None:
    """Return a code by its digest."""
    row = tx.first(_FIND, {"digest": digest})
    return None if row is None else AuthorizationCode(*row)


def redeem(tx: Transaction, digest: bytes, family_id: str) -> bool:
    """Mark a code as used by a family; of parallel calls one gets True."""
    return tx.change(_REDEEM, {"digest": digest, "family": family_id}) == 1


def sweep(tx: Transaction, before: datetime) -> int:
    """Forget codes that expired before a moment."""
    return tx.change(_SWEEP, {"before": before})
