"""The table of what waits for an answer, and its statements."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Column, ForeignKey, Table, bindparam, delete, select

from gatepost.core.signin.factors.model import Challenge, ChallengeKind
from gatepost.store.columns import Instant, Name, Text, metadata
from gatepost.store.database import Transaction, upsert

signin_challenges = Table(
    "signin_challenges",
    metadata,
    Column("owner", Name(48), primary_key=True),
    Column("kind", Name(32), primary_key=True),
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), index=True),
    Column("sealed", Text, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)

_IS_OF = (signin_challenges.c.owner == bindparam("of")) & (signin_challenges.c.kind == bindparam("what"))
_FIND_CHALLENGE = select(signin_challenges).where(_IS_OF)
_PUT_CHALLENGE = upsert(signin_challenges, key=["owner", "kind"], update=["user_id", "sealed", "expires_at"])
_REMOVE_CHALLENGE = delete(signin_challenges).where(_IS_OF)
_SWEEP = delete(signin_challenges).where(signin_challenges.c.expires_at < bindparam("before"))


class SealedChallenge(NamedTuple):
    """A challenge as it lies in the database."""

    user_id: str | None
    sealed: str
    expires_at: datetime


def put(tx: Transaction, challenge: Challenge, sealed: str) -> None:
    """Keep a challenge; its owner's earlier one of the same kind is gone."""
    tx.change(
        _PUT_CHALLENGE,
        {
            "owner": challenge.owner,
            "kind": challenge.kind,
            "user_id": challenge.user_id,
            "sealed": sealed,
            "expires_at": challenge.expires_at,
        },
    )


def find(tx: Transaction, owner: str, kind: ChallengeKind) -> SealedChallenge | None:
    """Return an owner's challenge, even if it has expired."""
    row = tx.first(_FIND_CHALLENGE, {"of": owner, "what": kind})
    return None if row is None else SealedChallenge(row.user_id, row.sealed, row.expires_at)


def remove(tx: Transaction, owner: str, kind: ChallengeKind) -> bool:
    """Forget a challenge; False where it is gone already, so that it is answered once."""
    return tx.change(_REMOVE_CHALLENGE, {"of": owner, "what": kind}) == 1


def sweep(tx: Transaction, before: datetime) -> int:
    """Forget challenges that expired before this moment; return how many there were."""
    return tx.change(_SWEEP, {"before": before})
