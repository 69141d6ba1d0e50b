"""The table of passkeys and its statements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Row, Table, bindparam, insert, select, update

from gatepost.core.signin.factors.model import Passkey
from gatepost.core.signin.store.devices import mfa_devices
from gatepost.store.columns import Instant, Name, Text, metadata
from gatepost.store.database import Transaction

passkeys = Table(
    "passkeys",
    metadata,
    Column("device_id", Name(36), ForeignKey("mfa_devices.device_id", ondelete="CASCADE"), primary_key=True),
    Column("credential_digest", Name(64), nullable=False, unique=True),
    Column("credential_id", Text, nullable=False),
    Column("public_key", Text, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("aaguid", Name(36), nullable=False),
    Column("flagged_at", Instant),
)

_INSERT_PASSKEY = insert(passkeys)
_PASSKEYS = select(passkeys, mfa_devices.c.user_id).join_from(
    passkeys, mfa_devices, mfa_devices.c.device_id == passkeys.c.device_id
)
_FIND_PASSKEY = _PASSKEYS.where(passkeys.c.credential_digest == bindparam("digest"))
_PASSKEYS_OF_USER = _PASSKEYS.where(mfa_devices.c.user_id == bindparam("user")).order_by(mfa_devices.c.slot)
_COUNT_ON = (
    update(passkeys)
    .where(passkeys.c.device_id == bindparam("id"), passkeys.c.sign_count < bindparam("count"))
    .values(sign_count=bindparam("count"))
)
_FLAG = (
    update(passkeys)
    .where(passkeys.c.device_id == bindparam("id"), passkeys.c.flagged_at.is_(None))
    .values(flagged_at=bindparam("now"))
)


def insert_passkey(tx: Transaction, passkey: Passkey, credential_digest: str) -> None:
    """Add a device's passkey; raise Duplicate where it is registered, by whomever."""
    tx.change(
        _INSERT_PASSKEY,
        {
            "device_id": passkey.device_id,
            "credential_digest": credential_digest,
            "credential_id": passkey.credential_id,
            "public_key": passkey.public_key,
            "sign_count": passkey.sign_count,
            "aaguid": passkey.aaguid,
            "flagged_at": None,
        },
    )


def find(tx: Transaction, credential_digest: str) -> Passkey | None:
    """Return the passkey whose id has this digest."""
    row = tx.first(_FIND_PASSKEY, {"digest": credential_digest})
    return None if row is None else _passkey(row)


def list_of_user(tx: Transaction, user_id: str) -> Sequence[Passkey]:
    """Return a user's passkeys."""
    return [_passkey(row) for row in tx.all(_PASSKEYS_OF_USER, {"user": user_id})]


def count_on(tx: Transaction, device_id: str, count: int) -> bool:
    """Write a sign count down; False where it is not above the last one."""
    return tx.change(_COUNT_ON, {"id": device_id, "count": count}) == 1


def flag(tx: Transaction, device_id: str, now: datetime) -> None:
    """Write down when a sign count went back for the first time."""
    tx.change(_FLAG, {"id": device_id, "now": now})


def _passkey(row: Row[Any]) -> Passkey:
    return Passkey(
        device_id=row.device_id,
        user_id=row.user_id,
        credential_id=row.credential_id,
        public_key=row.public_key,
        sign_count=row.sign_count,
        aaguid=row.aaguid,
        flagged_at=row.flagged_at,
    )
