"""The table of second-factor devices and its statements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    Row,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from gatepost.core.signin.factors.model import DeviceKind, MfaDevice
from gatepost.store.columns import Instant, Name, metadata
from gatepost.store.database import Transaction

mfa_devices = Table(
    "mfa_devices",
    metadata,
    Column("device_id", Name(36), primary_key=True),
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), nullable=False),
    Column("slot", Integer, nullable=False),
    Column("kind", Name(16), nullable=False),
    Column("name", Name(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("last_used_at", Instant),
    UniqueConstraint("user_id", "slot"),
)

_INSERT_DEVICE = insert(mfa_devices)
_DEVICES_OF_USER = select(mfa_devices).where(mfa_devices.c.user_id == bindparam("user")).order_by(mfa_devices.c.slot)
_IS_DEVICE_OF_USER = (mfa_devices.c.device_id == bindparam("id")) & (mfa_devices.c.user_id == bindparam("user"))
_FIND_DEVICE = select(mfa_devices).where(_IS_DEVICE_OF_USER)
_RENAME = update(mfa_devices).where(_IS_DEVICE_OF_USER).values(name=bindparam("new_name"))
_TOUCH = update(mfa_devices).where(mfa_devices.c.device_id == bindparam("id")).values(last_used_at=bindparam("now"))
_DELETE_DEVICE = delete(mfa_devices).where(_IS_DEVICE_OF_USER)


def insert_device(tx: Transaction, device: MfaDevice) -> None:
    """Add a device; raise Duplicate where its slot is taken."""
    tx.change(
        _INSERT_DEVICE,
        {
            "device_id": device.device_id,
            "user_id": device.user_id,
            "slot": device.slot,
            "kind": device.kind,
            "name": device.name,
            "created_at": device.created_at,
            "last_used_at": device.last_used_at,
        },
    )


def list_of_user(tx: Transaction, user_id: str) -> Sequence[MfaDevice]:
    """Return a user's devices."""
    return [_device(row) for row in tx.all(_DEVICES_OF_USER, {"user": user_id})]


def find(tx: Transaction, user_id: str, device_id: str) -> MfaDevice | None:
    """Return one of a user's devices."""
    row = tx.first(_FIND_DEVICE, {"id": device_id, "user": user_id})
    return None if row is None else _device(row)


def rename(tx: Transaction, user_id: str, device_id: str, name: str) -> bool:
    """Give one of a user's devices another name; False where there is no such device."""
    return tx.change(_RENAME, {"id": device_id, "user": user_id, "new_name": name}) == 1


def touch(tx: Transaction, device_id: str, now: datetime) -> None:
    """Write down that a device has proved something."""
    tx.change(_TOUCH, {"id": device_id, "now": now})


def delete_device(tx: Transaction, user_id: str, device_id: str) -> bool:
    """Forget one of a user's devices with its secrets; False where there is no such device."""
    return tx.change(_DELETE_DEVICE, {"id": device_id, "user": user_id}) == 1


def _device(row: Row[Any]) -> MfaDevice:
    return MfaDevice(
        device_id=row.device_id,
        user_id=row.user_id,
        slot=row.slot,
        kind=DeviceKind(row.kind),
        name=row.name,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
    )
