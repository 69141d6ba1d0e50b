"""The table of recovery codes and its statements."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Column, ForeignKey, Table, bindparam, delete, func, insert, select

from gatepost.store.columns import Name, metadata
from gatepost.store.database import Transaction

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), primary_key=True),
    Column("code_digest", Name(64), primary_key=True),
)

_INSERT_CODE = insert(recovery_codes)
_COUNT = select(func.count()).where(recovery_codes.c.user_id == bindparam("user"))
_USE = delete(recovery_codes).where(
    recovery_codes.c.user_id == bindparam("user"),
    recovery_codes.c.code_digest.in_(bindparam("digests", expanding=True)),
)
_DELETE_ALL = delete(recovery_codes).where(recovery_codes.c.user_id == bindparam("user"))


def replace_all(tx: Transaction, user_id: str, digests: Iterable[str]) -> None:
    """Give a user other codes; the earlier ones work no more."""
    delete_all(tx, user_id)
    tx.change(_INSERT_CODE, [{"user_id": user_id, "code_digest": digest} for digest in digests])


def count(tx: Transaction, user_id: str) -> int:
    """Return how many codes a user has left."""
    return int(tx.scalar(_COUNT, {"user": user_id}))


def use(tx: Transaction, user_id: str, digests: Sequence[str]) -> bool:
    """Use up the code that has one of these digests; False where it is none of the user's, or used already."""
    return tx.change(_USE, {"user": user_id, "digests": list(digests)}) == 1


def delete_all(tx: Transaction, user_id: str) -> None:
    """Forget a user's codes."""
    tx.change(_DELETE_ALL, {"user": user_id})
