"""The table of signing keys and its statements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Row,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from gatepost.core.keys.model import KeyState, KeyUse, SigningKey
from gatepost.store.columns import Instant, Name, Text, metadata
from gatepost.store.database import Transaction

# Of each use an instance has one key a state: the constraint decides between two servers that make the first at once.
signing_keys = Table(
    "signing_keys",
    metadata,
    Column("key_id", Name(20), primary_key=True),
    Column("instance_id", Name(32), ForeignKey("instances.instance_id", ondelete="CASCADE"), nullable=False),
    Column("use", Name(16), nullable=False),
    Column("state", Name(8), nullable=False),
    Column("certificate", Text, nullable=False),
    Column("sealed_private_key", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("warned_at", Instant),
    UniqueConstraint("instance_id", "use", "state"),
    Index("ix_signing_keys_expires_at", "expires_at"),
)

_INSERT = insert(signing_keys)
_OF_USE = (signing_keys.c.instance_id == bindparam("instance"), signing_keys.c.use == bindparam("of_use"))
_IN_STATE = signing_keys.c.state == bindparam("in_state")
_ALL = select(signing_keys).where(*_OF_USE).order_by(signing_keys.c.state)
_LOCK_ALL = _ALL.with_for_update()
_FIND = select(signing_keys).where(*_OF_USE, _IN_STATE)
_DELETE = delete(signing_keys).where(*_OF_USE, _IN_STATE)
_MOVE = update(signing_keys).where(*_OF_USE, _IN_STATE).values(state=bindparam("new_state"))
_FIND_BY_ID = select(signing_keys).where(signing_keys.c.key_id == bindparam("id"))
_WARNED = update(signing_keys).where(signing_keys.c.key_id == bindparam("id")).values(warned_at=bindparam("now"))


def insert_key(tx: Transaction, key: SigningKey) -> None:
    """Add a key; raise Duplicate where the instance has one for that use in that state."""
    tx.change(
        _INSERT,
        {
            "key_id": key.key_id,
            "instance_id": key.instance_id,
            "use": key.use.value,
            "state": key.state.value,
            "certificate": key.certificate,
            "sealed_private_key": key.sealed_private_key,
            "created_at": key.created_at,
            "expires_at": key.expires_at,
            "warned_at": key.warned_at,
        },
    )


def find_key(tx: Transaction, instance_id: str, use: KeyUse, state: KeyState) -> SigningKey | None:
    """Return an instance's key for a use that is in a state."""
    row = tx.first(_FIND, _place(instance_id, use, state))
    return None if row is None else _key(row)


def list_keys(tx: Transaction, instance_id: str, use: KeyUse) -> Sequence[SigningKey]:
    """Return an instance's keys for a use, three at most: the one that signs, the next, the previous."""
    return [_key(row) for row in tx.all(_ALL, {"instance": instance_id, "of_use": use.value})]


def lock_keys(tx: Transaction, instance_id: str, use: KeyUse) -> Sequence[SigningKey]:
    """Do as `list_keys`; until this transaction ends nobody else rotates them."""
    return [_key(row) for row in tx.all(_LOCK_ALL, {"instance": instance_id, "of_use": use.value})]


def move_key(tx: Transaction, instance_id: str, use: KeyUse, state: KeyState, new_state: KeyState) -> None:
    """Put the key of one state into another, which must be free."""
    tx.change(_MOVE, {**_place(instance_id, use, state), "new_state": new_state.value})


def delete_key(tx: Transaction, instance_id: str, use: KeyUse, state: KeyState) -> bool:
    """Remove the key of a state; False where there is none."""
    return tx.change(_DELETE, _place(instance_id, use, state)) == 1


def find_by_id(tx: Transaction, key_id: str) -> SigningKey | None:
    """Return a key by its id, of whatever instance."""
    row = tx.first(_FIND_BY_ID, {"id": key_id})
    return None if row is None else _key(row)


def mark_warned(tx: Transaction, key_id: str, now: datetime) -> None:
    """Write down that administrators are told that a certificate expires."""
    tx.change(_WARNED, {"id": key_id, "now": now})


def _place(instance_id: str, use: KeyUse, state: KeyState) -> dict[str, str]:
    return {"instance": instance_id, "of_use": use.value, "in_state": state.value}


def _key(row: Row[Any]) -> SigningKey:
    return SigningKey(
        key_id=row.key_id,
        instance_id=row.instance_id,
        use=KeyUse(row.use),
        state=KeyState(row.state),
        certificate=row.certificate,
        sealed_private_key=row.sealed_private_key,
        created_at=row.created_at,
        expires_at=row.expires_at,
        warned_at=row.warned_at,
    )
