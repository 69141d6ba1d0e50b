"""The table of authenticator apps' seeds, sealed, and its statements."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import BigInteger, Column, ForeignKey, Table, bindparam, insert, select, update

from gatepost.core.signin.store.devices import mfa_devices
from gatepost.store.columns import Name, Text, metadata
from gatepost.store.database import Transaction

totp_seeds = Table(
    "totp_seeds",
    metadata,
    Column("device_id", Name(36), ForeignKey("mfa_devices.device_id", ondelete="CASCADE"), primary_key=True),
    Column("sealed_seed", Text, nullable=False),
    Column("last_timecode", BigInteger, nullable=False),
)

_INSERT_SEED = insert(totp_seeds)
_SEEDS_OF_USER = (
    select(totp_seeds.c.device_id, totp_seeds.c.sealed_seed)
    .join_from(totp_seeds, mfa_devices, mfa_devices.c.device_id == totp_seeds.c.device_id)
    .where(mfa_devices.c.user_id == bindparam("user"))
    .order_by(mfa_devices.c.slot)
)
_SPEND = (
    update(totp_seeds)
    .where(totp_seeds.c.device_id == bindparam("id"), totp_seeds.c.last_timecode < bindparam("timecode"))
    .values(last_timecode=bindparam("timecode"))
)


class SealedSeed(NamedTuple):
    """A device's seed as it lies in the database."""

    device_id: str
    sealed_seed: str


def insert_seed(tx: Transaction, device_id: str, sealed_seed: str, timecode: int) -> None:
    """Add a device's seed; the code of `timecode` has been used, at its registration."""
    tx.change(_INSERT_SEED, {"device_id": device_id, "sealed_seed": sealed_seed, "last_timecode": timecode})


def list_of_user(tx: Transaction, user_id: str) -> Sequence[SealedSeed]:
    """Return the seeds of a user's apps."""
    return [SealedSeed(row.device_id, row.sealed_seed) for row in tx.all(_SEEDS_OF_USER, {"user": user_id})]


def spend(tx: Transaction, device_id: str, timecode: int) -> bool:
    """Use up the code of a time step; False where it, or a later one, is used up already."""
    return tx.change(_SPEND, {"id": device_id, "timecode": timecode}) == 1
