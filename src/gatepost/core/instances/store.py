"""The table of instances and its statements."""

from typing import Any

from sqlalchemy import Column, Row, Select, Table, bindparam, insert, select, update

from gatepost.core.instances.model import Instance
from gatepost.store.columns import Instant, Name, metadata
from gatepost.store.database import Transaction

instances = Table(
    "instances",
    metadata,
    Column("instance_id", Name(32), primary_key=True),
    Column("identity_store_id", Name(36), nullable=False, unique=True),
    Column("owner_account_id", Name(12), nullable=False),
    Column("name", Name(255)),
    Column("region", Name(32), nullable=False),
    Column("status", Name(32), nullable=False),
    Column("created_at", Instant, nullable=False),
)

_INSERT = insert(instances)
_BY_ID = select(instances).where(instances.c.instance_id == bindparam("id"))
_BY_IDENTITY_STORE = select(instances).where(instances.c.identity_store_id == bindparam("id"))
# There is one organisation instance today; account instances, which members of the organisation own, come after it.
_PRIMARY = select(instances).order_by(instances.c.created_at, instances.c.instance_id).limit(1)
_ALL = select(instances).order_by(instances.c.instance_id)
_RENAME = update(instances).where(instances.c.instance_id == bindparam("id")).values(name=bindparam("new_name"))


def insert_instance(tx: Transaction, instance: Instance) -> None:
    """Add an instance."""
    tx.change(
        _INSERT,
        {
            "instance_id": instance.instance_id,
            "identity_store_id": instance.identity_store_id,
            "owner_account_id": instance.owner_account_id,
            "name": instance.name,
            "region": instance.region,
            "status": instance.status,
            "created_at": instance.created_at,
        },
    )


def find_instance(tx: Transaction, instance_id: str) -> Instance | None:
    """Return the instance with this id (`ssoins-…`)."""
    return _one(tx, _BY_ID, {"id": instance_id})


def find_by_identity_store(tx: Transaction, identity_store_id: str) -> Instance | None:
    """Return the instance of this identity store (`d-…`)."""
    return _one(tx, _BY_IDENTITY_STORE, {"id": identity_store_id})


def find_primary(tx: Transaction) -> Instance | None:
    """Return the organisation's instance, the one that the portal and the sign-in pages serve."""
    return _one(tx, _PRIMARY, {})


def list_instances(tx: Transaction) -> list[Instance]:
    """Return every instance, by id."""
    return [_instance(row) for row in tx.all(_ALL)]


def rename(tx: Transaction, instance_id: str, name: str) -> None:
    """Give an instance another name."""
    tx.change(_RENAME, {"id": instance_id, "new_name": name})


def _one(tx: Transaction, statement: Select[Any], parameters: dict[str, str]) -> Instance | None:
    row = tx.first(statement, parameters)
    return None if row is None else _instance(row)


def _instance(row: Row[Any]) -> Instance:
    return Instance(
        instance_id=row.instance_id,
        identity_store_id=row.identity_store_id,
        owner_account_id=row.owner_account_id,
        name=row.name,
        region=row.region,
        status=row.status,
        created_at=row.created_at,
    )
