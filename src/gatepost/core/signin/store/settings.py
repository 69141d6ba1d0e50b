"""The table of each instance's sign-in settings and its statements; an instance without a row has the defaults."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Column, ForeignKey, Table, bindparam, select

from gatepost.core.signin.factors.model import DeviceKind
from gatepost.core.signin.policy import MfaMode, SigninSettings, WithoutDevice
from gatepost.store.columns import Json, Name, metadata
from gatepost.store.database import Transaction, upsert

signin_settings = Table(
    "signin_settings",
    metadata,
    Column("instance_id", Name(32), ForeignKey("instances.instance_id", ondelete="CASCADE"), primary_key=True),
    Column("document", Json, nullable=False),
)

_FIND_SETTINGS = select(signin_settings.c.document).where(signin_settings.c.instance_id == bindparam("instance"))
_LOCK_SETTINGS = _FIND_SETTINGS.with_for_update()
_OPEN_SETTINGS = upsert(signin_settings, key=["instance_id"])
_PUT_SETTINGS = upsert(signin_settings, key=["instance_id"], update=["document"])


def read(tx: Transaction, instance_id: str) -> SigninSettings:
    """Return how people sign in to an instance."""
    row = tx.first(_FIND_SETTINGS, {"instance": instance_id})
    return of_document(None if row is None else row.document)


def lock(tx: Transaction, instance_id: str) -> SigninSettings:
    """Do as `read`; until this transaction ends nobody else changes them."""
    tx.change(_OPEN_SETTINGS, {"instance_id": instance_id, "document": {}})
    row = tx.first(_LOCK_SETTINGS, {"instance": instance_id})
    return of_document(None if row is None else row.document)


def put(tx: Transaction, instance_id: str, settings: SigninSettings) -> None:
    """Replace an instance's settings."""
    tx.change(_PUT_SETTINGS, {"instance_id": instance_id, "document": asdict(settings)})


def of_document(document: dict[str, Any] | None) -> SigninSettings:
    """Read a document; what it does not name, because it is of an earlier version, is as by default."""
    fields = dict(document or {})
    if "mfa_mode" in fields:
        fields["mfa_mode"] = MfaMode(fields["mfa_mode"])
    if "without_device" in fields:
        fields["without_device"] = WithoutDevice(fields["without_device"])
    if "aaguids" in fields:
        fields["aaguids"] = tuple(fields["aaguids"])
    if "device_kinds" in fields:
        fields["device_kinds"] = tuple(DeviceKind(kind) for kind in fields["device_kinds"])
    return SigninSettings(**fields)
