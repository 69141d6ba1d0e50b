"""The table of permission sets and its statements."""

from collections.abc import Mapping, Sequence
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
    func,
    insert,
    select,
    update,
)

from gatepost.core.access.model import CustomerManagedPolicyReference, PermissionsBoundary, PermissionSet
from gatepost.kit.paging import Page, PageRequest, Window, WindowRequest, page_of
from gatepost.store.by_key import ByKey, beginning, begins
from gatepost.store.columns import Instant, Name, Text, metadata
from gatepost.store.database import Transaction

permission_sets = Table(
    "permission_sets",
    metadata,
    Column("permission_set_id", Name(20), primary_key=True),
    Column("instance_id", Name(32), ForeignKey("instances.instance_id", ondelete="CASCADE"), nullable=False),
    Column("name", Name(32), nullable=False),
    Column("description", Text),
    Column("session_duration", Name(100), nullable=False),
    Column("relay_state", Text),
    Column("inline_policy", Text),
    Column("permissions_boundary", Text),
    Column("revision", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("instance_id", "name"),
)

_INSERT = insert(permission_sets)
_ONE = (permission_sets.c.permission_set_id == bindparam("id"), permission_sets.c.instance_id == bindparam("instance"))
_FIND = select(permission_sets).where(*_ONE)
_LOCK = _FIND.with_for_update()
_PAGE = (
    select(permission_sets.c.permission_set_id)
    .where(
        permission_sets.c.instance_id == bindparam("instance"), permission_sets.c.permission_set_id > bindparam("after")
    )
    .order_by(permission_sets.c.permission_set_id)
    .limit(bindparam("size"))
)
_OF_INSTANCE = select(permission_sets).where(permission_sets.c.instance_id == bindparam("instance"))
_BY_NAME = ByKey(_OF_INSTANCE, permission_sets.c.name)
_BEGINNING = ByKey(_OF_INSTANCE.where(begins(permission_sets.c.name)), permission_sets.c.name)
_THESE = _OF_INSTANCE.where(permission_sets.c.permission_set_id.in_(bindparam("ids", expanding=True))).order_by(
    permission_sets.c.name
)
_COUNT = select(func.count()).select_from(permission_sets).where(permission_sets.c.instance_id == bindparam("instance"))
_UPDATE = (
    update(permission_sets)
    .where(*_ONE)
    .values(
        description=bindparam("new_description"),
        session_duration=bindparam("new_session_duration"),
        relay_state=bindparam("new_relay_state"),
        revision=permission_sets.c.revision + bindparam("step"),
    )
)
_TOUCH = update(permission_sets).where(*_ONE).values(revision=permission_sets.c.revision + 1)
_SET_INLINE_POLICY = update(permission_sets).where(*_ONE).values(inline_policy=bindparam("document"))
_SET_BOUNDARY = update(permission_sets).where(*_ONE).values(permissions_boundary=bindparam("boundary"))
_DELETE = delete(permission_sets).where(*_ONE)


def insert_permission_set(tx: Transaction, permission_set: PermissionSet) -> None:
    """Add a permission set; raise Duplicate where the instance has one of that name."""
    tx.change(
        _INSERT,
        {
            "permission_set_id": permission_set.permission_set_id,
            "instance_id": permission_set.instance_id,
            "name": permission_set.name,
            "description": permission_set.description,
            "session_duration": permission_set.session_duration,
            "relay_state": permission_set.relay_state,
            "inline_policy": permission_set.inline_policy,
            "permissions_boundary": _text_of(permission_set.permissions_boundary),
            "revision": permission_set.revision,
            "created_at": permission_set.created_at,
        },
    )


def find_permission_set(tx: Transaction, instance_id: str, permission_set_id: str) -> PermissionSet | None:
    """Return one permission set of an instance."""
    row = tx.first(_FIND, _key(instance_id, permission_set_id))
    return None if row is None else _permission_set(row)


def lock_permission_set(tx: Transaction, instance_id: str, permission_set_id: str) -> PermissionSet | None:
    """Do as `find_permission_set`; until this transaction ends nobody changes the set, or gives it another role."""
    row = tx.first(_LOCK, _key(instance_id, permission_set_id))
    return None if row is None else _permission_set(row)


def list_permission_set_ids(tx: Transaction, instance_id: str, request: PageRequest) -> Page[str]:
    """Return the ids of an instance's permission sets, in their order."""
    rows = tx.all(_PAGE, {"instance": instance_id, **_after(request)})
    return page_of([row[0] for row in rows], request, lambda permission_set_id: (permission_set_id,))


def browse_permission_sets(
    tx: Transaction, instance_id: str, prefix: str, request: WindowRequest
) -> Window[PermissionSet]:
    """Return the permission sets whose name begins so, by name."""
    if not prefix:
        return _BY_NAME.window(tx, {"instance": instance_id}, request, _permission_set)
    return _BEGINNING.window(tx, {"instance": instance_id, **beginning(prefix)}, request, _permission_set)


def list_these(tx: Transaction, instance_id: str, permission_set_ids: Sequence[str]) -> Sequence[PermissionSet]:
    """Return the permission sets with these ids, by name."""
    if not permission_set_ids:
        return ()
    rows = tx.all(_THESE, {"instance": instance_id, "ids": list(permission_set_ids)})
    return [_permission_set(row) for row in rows]


def count_permission_sets(tx: Transaction, instance_id: str) -> int:
    """Return how many permission sets an instance has."""
    return int(tx.scalar(_COUNT, {"instance": instance_id}))


def update_permission_set(tx: Transaction, changed: PermissionSet, *, reaches_roles: bool) -> None:
    """Store description, session duration and relay state; a change that `reaches_roles` makes a new revision."""
    values = {
        "new_description": changed.description,
        "new_session_duration": changed.session_duration,
        "new_relay_state": changed.relay_state,
        "step": int(reaches_roles),
    }
    tx.change(_UPDATE, {**_key(changed.instance_id, changed.permission_set_id), **values})


def touch(tx: Transaction, instance_id: str, permission_set_id: str) -> bool:
    """Make a new revision of a permission set; False where there is none.

    It comes before the change itself: its row lock lets only one change of a set count and insert at a time.
    """
    return tx.change(_TOUCH, _key(instance_id, permission_set_id)) == 1


def set_inline_policy(tx: Transaction, instance_id: str, permission_set_id: str, document: str | None) -> None:
    """Put or, with None, remove the inline policy of a permission set that is being changed."""
    tx.change(_SET_INLINE_POLICY, {**_key(instance_id, permission_set_id), "document": document})


def set_boundary(
    tx: Transaction, instance_id: str, permission_set_id: str, boundary: PermissionsBoundary | None
) -> None:
    """Put or, with None, remove the permissions boundary of a permission set that is being changed."""
    tx.change(_SET_BOUNDARY, {**_key(instance_id, permission_set_id), "boundary": _text_of(boundary)})


def delete_permission_set(tx: Transaction, instance_id: str, permission_set_id: str) -> None:
    """Remove a permission set and its policies."""
    tx.change(_DELETE, _key(instance_id, permission_set_id))


def _key(instance_id: str, permission_set_id: str) -> Mapping[str, str]:
    return {"instance": instance_id, "id": permission_set_id}


def _after(request: PageRequest) -> Mapping[str, Any]:
    return {"after": request.after[0] if request.after else "", "size": request.size + 1}


def _permission_set(row: Row[Any]) -> PermissionSet:
    return PermissionSet(
        instance_id=row.instance_id,
        permission_set_id=row.permission_set_id,
        name=row.name,
        description=row.description,
        session_duration=row.session_duration,
        relay_state=row.relay_state,
        inline_policy=row.inline_policy,
        permissions_boundary=_boundary(row.permissions_boundary),
        revision=row.revision,
        created_at=row.created_at,
    )


def _text_of(boundary: PermissionsBoundary | None) -> str | None:
    """Return a boundary as it is kept: an ARN, or a customer managed policy's path and name in one."""
    return f"{boundary.path}{boundary.name}" if isinstance(boundary, CustomerManagedPolicyReference) else boundary


def _boundary(text: str | None) -> PermissionsBoundary | None:
    if text is None or not text.startswith("/"):
        return text
    path, _, name = text.rpartition("/")
    return CustomerManagedPolicyReference(name, f"{path}/")
