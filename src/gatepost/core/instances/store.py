"""The tables of instances and of their branding, and their statements.

What belongs to an instance alone and is small (its Regions and network configurations) is kept in its row: whoever
reads the instance needs no second statement.
"""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Row, Select, Table, bindparam, delete, insert, literal, or_, select, update

from gatepost.core.instances.model import Branding, Instance, Region
from gatepost.core.instances.network import IdentityStoreNetwork, InstanceNetwork
from gatepost.store.columns import Flag, Instant, Json, Name, Text, metadata
from gatepost.store.database import Transaction
from gatepost.store.instance_settings import InstanceSettings

instances = Table(
    "instances",
    metadata,
    Column("instance_id", Name(32), primary_key=True),
    Column("identity_store_id", Name(36), nullable=False, unique=True),
    # "You can create only one instance per account and across all Amazon Web Services Regions" (CreateInstance).
    Column("owner_account_id", Name(12), nullable=False, unique=True),
    Column("kind", Name(16), nullable=False),
    Column("name", Name(255)),
    Column("region", Name(32), nullable=False),
    Column("additional_regions", Json, nullable=False),
    Column("status", Name(32), nullable=False),
    Column("status_reason", Text),
    Column("permission_sets_enabled", Flag, nullable=False),
    Column("kms_key_arn", Text),
    Column("network", Json),
    Column("identity_store_network", Json),
    Column("created_at", Instant, nullable=False),
)

brandings = InstanceSettings("brandings", lambda document: Branding(**document))

_FIXED = frozenset({"instance_id", "identity_store_id", "owner_account_id", "kind", "region", "created_at"})

_INSERT = insert(instances)
_BY_ID = select(instances).where(instances.c.instance_id == bindparam("id"))
_LOCK = _BY_ID.with_for_update()
_BY_IDENTITY_STORE = select(instances).where(instances.c.identity_store_id == bindparam("id"))
_HAS_IDENTITY_STORE = select(literal(1)).where(instances.c.identity_store_id == bindparam("id"))
_OF_ORGANIZATION = instances.c.kind == "ORGANIZATION"
_OF_ACCOUNT = instances.c.owner_account_id == bindparam("account")
_PRIMARY = select(instances).where(_OF_ORGANIZATION)
_OWNED = select(instances).where(_OF_ACCOUNT)
_VISIBLE = select(instances).where(or_(_OF_ORGANIZATION, _OF_ACCOUNT)).order_by(instances.c.instance_id)
_UPDATE = (
    update(instances)
    .where(instances.c.instance_id == bindparam("id"))
    .values({column.name: bindparam(f"new_{column.name}") for column in instances.c if column.name not in _FIXED})
)
_DELETE = delete(instances).where(instances.c.instance_id == bindparam("id"))


def insert_instance(tx: Transaction, instance: Instance) -> None:
    """Add an instance; raise Duplicate where its account has one."""
    tx.change(_INSERT, _values(instance))


def update_instance(tx: Transaction, instance: Instance) -> None:
    """Replace what may change of an instance."""
    changed = {f"new_{name}": value for name, value in _values(instance).items() if name not in _FIXED}
    tx.change(_UPDATE, {"id": instance.instance_id, **changed})


def delete_instance(tx: Transaction, instance_id: str) -> None:
    """Forget an instance with its identity store and all that is in them."""
    tx.change(_DELETE, {"id": instance_id})


def find_instance(tx: Transaction, instance_id: str) -> Instance | None:
    """Return the instance with this id (`ssoins-…`)."""
    return _one(tx, _BY_ID, {"id": instance_id})


def lock_instance(tx: Transaction, instance_id: str) -> Instance | None:
    """Do as `find_instance`; until this transaction ends nobody else changes the instance."""
    return _one(tx, _LOCK, {"id": instance_id})


def find_by_identity_store(tx: Transaction, identity_store_id: str) -> Instance | None:
    """Return the instance of this identity store (`d-…`)."""
    return _one(tx, _BY_IDENTITY_STORE, {"id": identity_store_id})


def has_identity_store(tx: Transaction, identity_store_id: str) -> bool:
    """Say whether an instance has this identity store."""
    return tx.first(_HAS_IDENTITY_STORE, {"id": identity_store_id}) is not None


def find_primary(tx: Transaction) -> Instance | None:
    """Return the organisation's instance, the one that the portal and the sign-in pages serve."""
    return _one(tx, _PRIMARY, {})


def find_owned(tx: Transaction, account_id: str) -> Instance | None:
    """Return the instance that an account owns."""
    return _one(tx, _OWNED, {"account": account_id})


def list_visible(tx: Transaction, account_id: str) -> list[Instance]:
    """Return the organisation's instance and an account's own, by id."""
    return [_instance(row) for row in tx.all(_VISIBLE, {"account": account_id})]


def _one(tx: Transaction, statement: Select[Any], parameters: dict[str, str]) -> Instance | None:
    row = tx.first(statement, parameters)
    return None if row is None else _instance(row)


def _values(instance: Instance) -> dict[str, Any]:
    return {
        "instance_id": instance.instance_id,
        "identity_store_id": instance.identity_store_id,
        "owner_account_id": instance.owner_account_id,
        "kind": instance.kind,
        "name": instance.name,
        "region": instance.region,
        "additional_regions": [_region_document(region) for region in instance.additional_regions],
        "status": instance.status,
        "status_reason": instance.status_reason,
        "permission_sets_enabled": instance.permission_sets_enabled,
        "kms_key_arn": instance.kms_key_arn,
        "network": instance.network and asdict(instance.network),
        "identity_store_network": instance.identity_store_network and asdict(instance.identity_store_network),
        "created_at": instance.created_at,
    }


def _instance(row: Row[Any]) -> Instance:
    return Instance(
        instance_id=row.instance_id,
        identity_store_id=row.identity_store_id,
        owner_account_id=row.owner_account_id,
        kind=row.kind,
        name=row.name,
        region=row.region,
        additional_regions=tuple(_region(document) for document in row.additional_regions),
        status=row.status,
        status_reason=row.status_reason,
        permission_sets_enabled=row.permission_sets_enabled,
        kms_key_arn=row.kms_key_arn,
        network=row.network and InstanceNetwork(**_tuples(row.network)),
        identity_store_network=row.identity_store_network
        and IdentityStoreNetwork(**_tuples(row.identity_store_network)),
        created_at=row.created_at,
    )


def _region_document(region: Region) -> dict[str, str]:
    return {"name": region.name, "status": region.status, "added_at": region.added_at.isoformat()}


def _region(document: dict[str, Any]) -> Region:
    added_at = datetime.fromisoformat(document["added_at"]).astimezone(UTC)
    return Region(document["name"], document["status"], added_at)


def _tuples(document: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in document.items()}
