"""The table of groups, the index of their external ids, and the statements on both."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from gatepost.core.directory.model import Group, GroupAttributes, folded
from gatepost.core.directory.store.by_age import ByAge
from gatepost.core.directory.store.documents import document_of_external_ids, external_ids_of
from gatepost.core.directory.store.external_ids import ExternalIds
from gatepost.kit.paging import Page, PageRequest, Window, WindowRequest
from gatepost.store.by_key import ByKey, beginning, begins
from gatepost.store.columns import Instant, Json, Name, Text, metadata
from gatepost.store.database import Transaction

groups = Table(
    "groups",
    metadata,
    Column("group_id", Name(47), primary_key=True),
    Column(
        "identity_store_id",
        Name(36),
        ForeignKey("instances.identity_store_id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("display_name", Name(1024), nullable=False),
    Column("display_name_key", Name(1024), nullable=False),
    Column("description", Text),
    Column("external_ids", Json, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("updated_by", Text, nullable=False),
    Column("members_revision", Integer, nullable=False, server_default="0"),
    Column("provisioned_by", Name(36)),
    UniqueConstraint("identity_store_id", "display_name_key"),
    Index("ix_groups_created_at", "identity_store_id", "created_at", "group_id"),
    Index("ix_groups_updated_at", "identity_store_id", "updated_at", "group_id"),
)
external_ids = ExternalIds("group_external_ids", groups)

_IN_STORE = groups.c.identity_store_id == bindparam("store")
_INSERT = insert(groups)
_FIND = select(groups).where(_IN_STORE, groups.c.group_id == bindparam("id"))
_LOCK = _FIND.with_for_update()
_EXISTS = select(groups.c.group_id).where(_IN_STORE, groups.c.group_id == bindparam("id"))
_HOLD = _EXISTS.with_for_update(read=True, key_share=True)
_BY_DISPLAY_NAME = select(groups).where(_IN_STORE, groups.c.display_name_key == bindparam("key"))
_AGE = (groups.c.created_at, groups.c.group_id)
_LIST = ByAge(select(groups).where(_IN_STORE), *_AGE)
_BY_NAME = ByKey(select(groups).where(_IN_STORE), groups.c.display_name_key)
_SEARCH = ByKey(select(groups).where(_IN_STORE, begins(groups.c.display_name_key)), groups.c.display_name_key)
_THESE = (
    select(groups)
    .where(_IN_STORE, groups.c.group_id.in_(bindparam("ids", expanding=True)))
    .order_by(groups.c.display_name_key)
)
_NAMED = select(groups).where(_IN_STORE, groups.c.display_name_key.in_(bindparam("keys", expanding=True)))
_LIST_BY_EXTERNAL_ID = ByAge(external_ids.of_any_issuer, *_AGE)
_UPDATE = (
    update(groups)
    .where(groups.c.group_id == bindparam("id"))
    .values(
        {
            column.name: bindparam(f"new_{column.name}")
            for column in groups.c
            if column.name not in {"group_id", "identity_store_id", "created_at", "created_by"}
        }
    )
)
_COUNT = select(func.count()).select_from(groups).where(_IN_STORE)
_DELETE = delete(groups).where(groups.c.group_id == bindparam("id"))


def insert_group(tx: Transaction, group: Group) -> None:
    """Add a group; raise Duplicate where its display name or an external id is taken."""
    tx.change(_INSERT, _row(group))
    external_ids.add(tx, group.identity_store_id, group.group_id, group.attributes.external_ids)


def update_group(tx: Transaction, before: Group, after: Group) -> None:
    """Replace what may change of a group; raise Duplicate as `insert_group` does."""
    changed = {f"new_{name}": value for name, value in _row(after).items()}
    tx.change(_UPDATE, {**changed, "id": after.group_id})
    if before.attributes.external_ids != after.attributes.external_ids:
        external_ids.replace(tx, after.identity_store_id, after.group_id, after.attributes.external_ids)


def delete_group(tx: Transaction, group_id: str) -> None:
    """Forget a group and its memberships."""
    tx.change(_DELETE, {"id": group_id})


def find_group(tx: Transaction, identity_store_id: str, group_id: str) -> Group | None:
    """Return the group with this id."""
    return _one(tx, _FIND, {"store": identity_store_id, "id": group_id})


def lock_group(tx: Transaction, identity_store_id: str, group_id: str) -> Group | None:
    """Return the group with this id and let nobody else change it until the transaction ends."""
    return _one(tx, _LOCK, {"store": identity_store_id, "id": group_id})


def count_groups(tx: Transaction, identity_store_id: str) -> int:
    """Return how many groups a store holds."""
    return int(tx.scalar(_COUNT, {"store": identity_store_id}))


def group_exists(tx: Transaction, identity_store_id: str, group_id: str) -> bool:
    """Say whether there is such a group."""
    return tx.first(_EXISTS, {"store": identity_store_id, "id": group_id}) is not None


def hold_group(tx: Transaction, identity_store_id: str, group_id: str) -> bool:
    """Say whether there is such a group, and keep it from being deleted until the transaction ends."""
    return tx.first(_HOLD, {"store": identity_store_id, "id": group_id}) is not None


def find_group_by_name(tx: Transaction, identity_store_id: str, display_name: str) -> Group | None:
    """Return the group of this name, whatever its case."""
    return _one(tx, _BY_DISPLAY_NAME, {"store": identity_store_id, "key": folded(display_name)})


def find_group_by_external_id(tx: Transaction, identity_store_id: str, issuer: str, external_id: str) -> Group | None:
    """Return the group that `issuer` knows by this id, case counting."""
    return _one(tx, external_ids.of_issuer, {"store": identity_store_id, "issued_by": issuer, "external": external_id})


def list_groups(tx: Transaction, identity_store_id: str, request: PageRequest) -> Page[Group]:
    """Return a store's groups, the oldest first."""
    return _LIST.page(tx, {"store": identity_store_id}, request, group_of_row)


def browse_groups(tx: Transaction, identity_store_id: str, prefix: str, request: WindowRequest) -> Window[Group]:
    """Return the groups whose name begins so, whatever its case, by name."""
    parameters: dict[str, Any] = {"store": identity_store_id}
    if not prefix:
        return _BY_NAME.window(tx, parameters, request, group_of_row)
    return _SEARCH.window(tx, {**parameters, **beginning(folded(prefix))}, request, group_of_row)


def groups_by_name(tx: Transaction, identity_store_id: str, names: Iterable[str]) -> dict[str, Group]:
    """Return those of the groups of these names that are there, whatever the case, by their folded names."""
    keys = sorted({folded(name) for name in names})
    rows = tx.all(_NAMED, {"store": identity_store_id, "keys": keys}) if keys else ()
    return {row.display_name_key: group_of_row(row) for row in rows}


def list_these_groups(tx: Transaction, identity_store_id: str, group_ids: Sequence[str]) -> Sequence[Group]:
    """Return the groups with these ids, by name."""
    rows = tx.all(_THESE, {"store": identity_store_id, "ids": list(group_ids)}) if group_ids else ()
    return [group_of_row(row) for row in rows]


def list_groups_by_external_id(
    tx: Transaction, identity_store_id: str, external_id: str, request: PageRequest
) -> Page[Group]:
    """Return the groups that any issuer knows by this id."""
    return _LIST_BY_EXTERNAL_ID.page(tx, {"store": identity_store_id, "external": external_id}, request, group_of_row)


def _one(tx: Transaction, statement: Select[Any], parameters: dict[str, Any]) -> Group | None:
    row = tx.first(statement, parameters)
    return None if row is None else group_of_row(row)


def _row(group: Group) -> dict[str, Any]:
    return {
        "group_id": group.group_id,
        "identity_store_id": group.identity_store_id,
        "display_name": group.display_name,
        "display_name_key": folded(group.display_name),
        "description": group.attributes.description,
        "external_ids": document_of_external_ids(group.attributes.external_ids),
        "revision": group.revision,
        "created_at": group.created_at,
        "created_by": group.created_by,
        "updated_at": group.updated_at,
        "updated_by": group.updated_by,
        "members_revision": group.members_revision,
        "provisioned_by": group.provisioned_by,
    }


def group_of_row(row: Row[Any]) -> Group:
    """Put a group together from a row of the table."""
    return Group(
        group_id=row.group_id,
        identity_store_id=row.identity_store_id,
        display_name=row.display_name,
        attributes=GroupAttributes(row.display_name, row.description, external_ids_of(row.external_ids)),
        revision=row.revision,
        created_at=row.created_at,
        created_by=row.created_by,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
        members_revision=row.members_revision,
        provisioned_by=row.provisioned_by,
    )
