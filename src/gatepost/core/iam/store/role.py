"""The table of roles and its statements."""

from dataclasses import replace

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from gatepost.core.iam.model import Role, name_key
from gatepost.core.iam.store.attachments import Attachments, texts_of
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Instant, Json, Name, Text, metadata
from gatepost.store.database import Transaction
from gatepost.store.statements import AnyRow

iam_roles = Table(
    "iam_roles",
    metadata,
    Column("role_id", Name(32), primary_key=True),
    Column("account_id", Name(12), ForeignKey("accounts.account_id"), nullable=False),
    Column("name", Name(64), nullable=False),
    Column("name_key", Name(64), nullable=False),
    Column("path", Name(512), nullable=False),
    Column("trust_policy", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("max_session_seconds", Integer, nullable=False),
    Column("inline_policies", Json, nullable=False),
    Column("permissions_boundary", Name(2048)),
    Column("tags", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("account_id", "name_key"),
)

OF_ROLES = Attachments("iam_role_policies", iam_roles.c.role_id)

_ROLE = (
    iam_roles.c.role_id,
    iam_roles.c.account_id,
    iam_roles.c.name,
    iam_roles.c.path,
    iam_roles.c.trust_policy,
    iam_roles.c.description,
    iam_roles.c.max_session_seconds,
    OF_ROLES.arns.label("attached"),
    iam_roles.c.inline_policies,
    iam_roles.c.permissions_boundary,
    iam_roles.c.tags,
    iam_roles.c.created_at,
)
_ROLE_OF_ACCOUNT = (iam_roles.c.account_id == bindparam("account"), iam_roles.c.name_key == bindparam("key"))
_FIND_ROLE = select(*_ROLE).where(*_ROLE_OF_ACCOUNT)
_LOCK_ROLE = _FIND_ROLE.with_for_update(of=iam_roles)
_ROLES = (
    select(*_ROLE)
    .where(
        iam_roles.c.account_id == bindparam("account"),
        iam_roles.c.name_key > bindparam("after"),
        # Not LIKE, which ignores case on SQLite and reads _ as a wildcard.
        iam_roles.c.path >= bindparam("prefix"),
        iam_roles.c.path < bindparam("prefix_end"),
    )
    .order_by(iam_roles.c.name_key)
    .limit(bindparam("size"))
)
_INSERT_ROLE = insert(iam_roles)
_UPDATE_ROLE = (
    update(iam_roles)
    .where(iam_roles.c.role_id == bindparam("id"))
    .values(
        path=bindparam("new_path"),
        trust_policy=bindparam("new_trust_policy"),
        description=bindparam("new_description"),
        max_session_seconds=bindparam("new_max_session_seconds"),
        inline_policies=bindparam("new_inline_policies"),
        permissions_boundary=bindparam("new_permissions_boundary"),
        tags=bindparam("new_tags"),
    )
)
_DELETE_ROLE = delete(iam_roles).where(*_ROLE_OF_ACCOUNT)


def find_role(tx: Transaction, account_id: str, name: str) -> Role | None:
    """Return a role of an account by its name, in any case."""
    row = tx.first(_FIND_ROLE, {"account": account_id, "key": name_key(name)})
    return None if row is None else _role(row)


def lock_role(tx: Transaction, account_id: str, name: str) -> Role | None:
    """Return a role of an account as `find_role` does; nobody else changes it until the transaction ends."""
    row = tx.first(_LOCK_ROLE, {"account": account_id, "key": name_key(name)})
    return None if row is None else _role(row)


def list_roles(tx: Transaction, account_id: str, path_prefix: str, request: PageRequest) -> Page[Role]:
    """Return the roles of an account whose path begins with a prefix, by name."""
    rows = tx.all(
        _ROLES,
        {
            "account": account_id,
            "after": "" if request.after is None else request.after[0],
            "prefix": path_prefix,
            "prefix_end": path_prefix + "\U0010ffff",
            "size": request.size + 1,
        },
    )
    return page_of([_role(row) for row in rows], request, lambda role: (name_key(role.name),))


def insert_role(tx: Transaction, role: Role) -> None:
    """Add a role with its policies; raise Duplicate where the account has one of that name."""
    tx.change(
        _INSERT_ROLE,
        {
            "role_id": role.role_id,
            "account_id": role.account_id,
            "name": role.name,
            "name_key": name_key(role.name),
            "path": role.path,
            "trust_policy": role.trust_policy,
            "description": role.description,
            "max_session_seconds": role.max_session_seconds,
            "inline_policies": role.inline,
            "permissions_boundary": role.permissions_boundary,
            "tags": role.tags,
            "created_at": role.created_at,
        },
    )
    OF_ROLES.insert(tx, role.role_id, role.account_id, role.attached)


def update_role(tx: Transaction, role: Role) -> None:
    """Write all of a role that can change, but for its managed policies; its id and name cannot."""
    tx.change(
        _UPDATE_ROLE,
        {
            "id": role.role_id,
            "new_path": role.path,
            "new_trust_policy": role.trust_policy,
            "new_description": role.description,
            "new_max_session_seconds": role.max_session_seconds,
            "new_inline_policies": role.inline,
            "new_permissions_boundary": role.permissions_boundary,
            "new_tags": role.tags,
        },
    )


def delete_role(tx: Transaction, account_id: str, name: str) -> bool:
    """Remove a role, and with it every session's power; False where there is none."""
    return tx.change(_DELETE_ROLE, {"account": account_id, "key": name_key(name)}) == 1


def _role(row: AnyRow) -> Role:
    return replace(Role(*row), attached=texts_of(row.attached))
