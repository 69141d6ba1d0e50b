"""The tables of permission sets and of the managed policies in them."""

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

from gatepost.core.access.model import PermissionSet
from gatepost.kit.paging import Page, PageRequest, page_of
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
    Column("revision", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("instance_id", "name"),
)

permission_set_policies = Table(
    "permission_set_policies",
    metadata,
    Column(
        "permission_set_id",
        Name(20),
        ForeignKey("permission_sets.permission_set_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("policy_arn", Name(2048), primary_key=True),
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
_SET_INLINE_POLICY = _TOUCH.values(inline_policy=bindparam("document"))
_DELETE = delete(permission_sets).where(*_ONE)

_OF_SET = permission_set_policies.c.permission_set_id == bindparam("id")
_POLICY_ARNS = (
    select(permission_set_policies.c.policy_arn).where(_OF_SET).order_by(permission_set_policies.c.policy_arn)
)
_POLICY_PAGE = _POLICY_ARNS.where(permission_set_policies.c.policy_arn > bindparam("after")).limit(bindparam("size"))
_COUNT_POLICIES = select(func.count()).select_from(permission_set_policies).where(_OF_SET)
_INSERT_POLICY = insert(permission_set_policies)
_DELETE_POLICY = delete(permission_set_policies).where(
    _OF_SET, permission_set_policies.c.policy_arn == bindparam("arn")
)


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


def set_inline_policy(tx: Transaction, instance_id: str, permission_set_id: str, document: str | None) -> bool:
    """Put or, with None, remove the inline policy, as a new revision; False where there is no such permission set."""
    return tx.change(_SET_INLINE_POLICY, {**_key(instance_id, permission_set_id), "document": document}) == 1


def delete_permission_set(tx: Transaction, instance_id: str, permission_set_id: str) -> None:
    """Remove a permission set and its policies."""
    tx.change(_DELETE, _key(instance_id, permission_set_id))


def policy_arns(tx: Transaction, permission_set_id: str) -> Sequence[str]:
    """Return the ARNs of all managed policies in a permission set, sorted."""
    return [row[0] for row in tx.all(_POLICY_ARNS, {"id": permission_set_id})]


def list_policy_arns(tx: Transaction, permission_set_id: str, request: PageRequest) -> Page[str]:
    """Return a page of the ARNs of the managed policies in a permission set, sorted."""
    rows = tx.all(_POLICY_PAGE, {"id": permission_set_id, **_after(request)})
    return page_of([row[0] for row in rows], request, lambda arn: (arn,))


def count_policies(tx: Transaction, permission_set_id: str) -> int:
    """Return how many managed policies a permission set holds."""
    return int(tx.scalar(_COUNT_POLICIES, {"id": permission_set_id}))


def insert_policy(tx: Transaction, permission_set_id: str, arn: str) -> None:
    """Put a managed policy into a permission set; raise Duplicate where it is there already."""
    tx.change(_INSERT_POLICY, {"permission_set_id": permission_set_id, "policy_arn": arn})


def delete_policy(tx: Transaction, permission_set_id: str, arn: str) -> bool:
    """Take a managed policy out of a permission set; False where it is not there."""
    return tx.change(_DELETE_POLICY, {"id": permission_set_id, "arn": arn}) == 1


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
        revision=row.revision,
        created_at=row.created_at,
    )
