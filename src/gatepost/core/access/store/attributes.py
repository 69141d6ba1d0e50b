"""The table of attributes for access control, one row for each instance that has a configuration, and its statements."""

from collections.abc import Sequence

from sqlalchemy import Column, ForeignKey, Table, bindparam, delete, insert, select, update

from gatepost.core.access.model import AccessControlAttribute
from gatepost.store.columns import Json, Name, metadata
from gatepost.store.database import Transaction

# All attributes of an instance in one document: they are written together, and read together by GetRoleCredentials.
access_control_attributes = Table(
    "access_control_attributes",
    metadata,
    Column("instance_id", Name(32), ForeignKey("instances.instance_id", ondelete="CASCADE"), primary_key=True),
    Column("attributes", Json, nullable=False),
)

_OF_INSTANCE = access_control_attributes.c.instance_id == bindparam("instance")
_INSERT = insert(access_control_attributes)
_FIND = select(access_control_attributes.c.attributes).where(_OF_INSTANCE)
_UPDATE = update(access_control_attributes).where(_OF_INSTANCE).values(attributes=bindparam("new_attributes"))
_DELETE = delete(access_control_attributes).where(_OF_INSTANCE)


def insert_configuration(tx: Transaction, instance_id: str, attributes: Sequence[AccessControlAttribute]) -> None:
    """Give an instance a configuration; raise Duplicate where it has one."""
    tx.change(_INSERT, {"instance_id": instance_id, "attributes": _document(attributes)})


def find_configuration(tx: Transaction, instance_id: str) -> Sequence[AccessControlAttribute] | None:
    """Return an instance's configuration."""
    row = tx.first(_FIND, {"instance": instance_id})
    return None if row is None else attributes_of(row.attributes)


def update_configuration(tx: Transaction, instance_id: str, attributes: Sequence[AccessControlAttribute]) -> bool:
    """Replace an instance's configuration; False where it has none."""
    return tx.change(_UPDATE, {"instance": instance_id, "new_attributes": _document(attributes)}) == 1


def delete_configuration(tx: Transaction, instance_id: str) -> bool:
    """Remove an instance's configuration; False where it has none."""
    return tx.change(_DELETE, {"instance": instance_id}) == 1


def attributes_of(document: Sequence[Sequence[str]]) -> tuple[AccessControlAttribute, ...]:
    """Read a column of attributes back."""
    return tuple(AccessControlAttribute(*each) for each in document)


def _document(attributes: Sequence[AccessControlAttribute]) -> list[list[str]]:
    return [[each.key, each.source] for each in attributes]
