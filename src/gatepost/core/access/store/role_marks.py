"""The table of what people mark in their portal, and its statements: a row for each role that somebody used or likes."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, and_, bindparam, select, update

from gatepost.core.access.model import RoleMark
from gatepost.store.columns import Flag, Instant, Name, metadata
from gatepost.store.database import Transaction, upsert

role_marks = Table(
    "role_marks",
    metadata,
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), primary_key=True),
    Column("account_id", Name(12), primary_key=True),
    Column("role_name", Name(32), primary_key=True),
    Column("is_favourite", Flag, nullable=False),
    Column("used_at", Instant),
)

_OF_USER = select(
    role_marks.c.account_id, role_marks.c.role_name, role_marks.c.is_favourite, role_marks.c.used_at
).where(role_marks.c.user_id == bindparam("user"))
_KEY = ["user_id", "account_id", "role_name"]
_LIKE = upsert(role_marks, key=_KEY, update=["is_favourite"])
_UNLIKE = (
    update(role_marks)
    .where(
        and_(
            role_marks.c.user_id == bindparam("user"),
            role_marks.c.account_id == bindparam("account"),
            role_marks.c.role_name == bindparam("role"),
        )
    )
    .values(is_favourite=bindparam("liked"))
)
_USE = upsert(role_marks, key=_KEY, update=["used_at"])


def list_marks(tx: Transaction, user_id: str) -> list[RoleMark]:
    """Return a person's marks, in no order: as many as the roles that they ever had, at most."""
    return [RoleMark(*row) for row in tx.all(_OF_USER, {"user": user_id})]


def put_favourite(tx: Transaction, user_id: str, account_id: str, role_name: str) -> None:
    """Make a role a favourite."""
    tx.change(_LIKE, {**_key(user_id, account_id, role_name), "is_favourite": True, "used_at": None})


def take_favourite(tx: Transaction, user_id: str, account_id: str, role_name: str) -> None:
    """Make a role no favourite any more; nothing where it was none."""
    tx.change(_UNLIKE, {"user": user_id, "account": account_id, "role": role_name, "liked": False})


def put_use(tx: Transaction, user_id: str, account_id: str, role_name: str, used_at: datetime) -> None:
    """Write down when a role was used."""
    tx.change(_USE, {**_key(user_id, account_id, role_name), "is_favourite": False, "used_at": used_at})


def _key(user_id: str, account_id: str, role_name: str) -> dict[str, str]:
    return {"user_id": user_id, "account_id": account_id, "role_name": role_name}
