"""The table of access keys and its statements."""

from collections.abc import Sequence

from sqlalchemy import Column, ForeignKey, Table, bindparam, delete, insert, select, update

from gatepost.core.iam.model import AccessKey, KeyStatus
from gatepost.store.columns import Instant, Name, Text, metadata
from gatepost.store.database import Transaction

access_keys = Table(
    "access_keys",
    metadata,
    Column("access_key_id", Name(32), primary_key=True),
    Column("user_id", Name(32), ForeignKey("iam_users.user_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("sealed_secret", Text, nullable=False),
    Column("status", Name(16), nullable=False),
    Column("created_at", Instant, nullable=False),
)

_KEYS = (
    select(access_keys.c.access_key_id, access_keys.c.user_id, access_keys.c.status, access_keys.c.created_at)
    .where(access_keys.c.user_id == bindparam("user"))
    .order_by(access_keys.c.access_key_id)
)
_INSERT_KEY = insert(access_keys)
_KEY_OF_USER = (access_keys.c.access_key_id == bindparam("id"), access_keys.c.user_id == bindparam("user"))
_UPDATE_KEY = update(access_keys).where(*_KEY_OF_USER).values(status=bindparam("new_status"))
_DELETE_KEY = delete(access_keys).where(*_KEY_OF_USER)


def list_keys(tx: Transaction, user_id: str) -> Sequence[AccessKey]:
    """Return the access keys of a user: at most two."""
    return [AccessKey(*row) for row in tx.all(_KEYS, {"user": user_id})]


def insert_key(tx: Transaction, key: AccessKey, sealed_secret: str) -> None:
    """Add an access key."""
    tx.change(
        _INSERT_KEY,
        {
            "access_key_id": key.access_key_id,
            "user_id": key.user_id,
            "sealed_secret": sealed_secret,
            "status": key.status,
            "created_at": key.created_at,
        },
    )


def update_key(tx: Transaction, user_id: str, access_key_id: str, status: KeyStatus) -> bool:
    """Change a key's status; False where the user has no such key."""
    return tx.change(_UPDATE_KEY, {"id": access_key_id, "user": user_id, "new_status": status}) == 1


def delete_key(tx: Transaction, user_id: str, access_key_id: str) -> bool:
    """Remove a key; False where the user has no such key."""
    return tx.change(_DELETE_KEY, {"id": access_key_id, "user": user_id}) == 1
