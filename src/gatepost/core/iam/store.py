"""The tables of users, access keys, roles and revocations, and their statements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    Join,
    ScalarSelect,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    insert,
    select,
    true,
    type_coerce,
    update,
)

from gatepost.core.iam.model import AccessKey, IamUser, KeyHolder, KeyStatus, Role, Standing, name_key
from gatepost.core.organization.store import accounts, organizational_units, organizations
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Instant, Json, Name, Text, metadata
from gatepost.store.database import Transaction, upsert

iam_users = Table(
    "iam_users",
    metadata,
    Column("user_id", Name(32), primary_key=True),
    Column("account_id", Name(12), ForeignKey("accounts.account_id"), nullable=False),
    Column("name", Name(64), nullable=False),
    Column("name_key", Name(64), nullable=False),
    Column("path", Name(512), nullable=False),
    Column("attached_policy_arns", Json, nullable=False),
    Column("inline_policies", Json, nullable=False),
    Column("permissions_boundary", Name(2048)),
    Column("tags", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("account_id", "name_key"),
)

access_keys = Table(
    "access_keys",
    metadata,
    Column("access_key_id", Name(32), primary_key=True),
    Column("user_id", Name(32), ForeignKey("iam_users.user_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("sealed_secret", Text, nullable=False),
    Column("status", Name(16), nullable=False),
    Column("created_at", Instant, nullable=False),
)

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
    Column("attached_policy_arns", Json, nullable=False),
    Column("inline_policies", Json, nullable=False),
    Column("permissions_boundary", Name(2048)),
    Column("tags", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("account_id", "name_key"),
)

revocations = Table(
    "revocations",
    metadata,
    Column("subject", Name(128), primary_key=True),
    Column("revoked_before", Instant, nullable=False),
)

_USER = (
    iam_users.c.user_id,
    iam_users.c.account_id,
    iam_users.c.name,
    iam_users.c.path,
    iam_users.c.attached_policy_arns,
    iam_users.c.inline_policies,
    iam_users.c.permissions_boundary,
    iam_users.c.tags,
    iam_users.c.created_at,
)
_FIND_USER = select(*_USER).where(
    iam_users.c.account_id == bindparam("account"), iam_users.c.name_key == bindparam("key")
)
_INSERT_USER = insert(iam_users)

_KEYS = (
    select(access_keys.c.access_key_id, access_keys.c.user_id, access_keys.c.status, access_keys.c.created_at)
    .where(access_keys.c.user_id == bindparam("user"))
    .order_by(access_keys.c.access_key_id)
)
_INSERT_KEY = insert(access_keys)
_KEY_OF_USER = (access_keys.c.access_key_id == bindparam("id"), access_keys.c.user_id == bindparam("user"))
_UPDATE_KEY = update(access_keys).where(*_KEY_OF_USER).values(status=bindparam("new_status"))
_DELETE_KEY = delete(access_keys).where(*_KEY_OF_USER)

_ROLE = (
    iam_roles.c.role_id,
    iam_roles.c.account_id,
    iam_roles.c.name,
    iam_roles.c.path,
    iam_roles.c.trust_policy,
    iam_roles.c.description,
    iam_roles.c.max_session_seconds,
    iam_roles.c.attached_policy_arns,
    iam_roles.c.inline_policies,
    iam_roles.c.permissions_boundary,
    iam_roles.c.tags,
    iam_roles.c.created_at,
)
_ROLE_OF_ACCOUNT = (iam_roles.c.account_id == bindparam("account"), iam_roles.c.name_key == bindparam("key"))
_FIND_ROLE = select(*_ROLE).where(*_ROLE_OF_ACCOUNT)
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
        attached_policy_arns=bindparam("new_attached_policy_arns"),
        inline_policies=bindparam("new_inline_policies"),
        permissions_boundary=bindparam("new_permissions_boundary"),
        tags=bindparam("new_tags"),
    )
)
_DELETE_ROLE = delete(iam_roles).where(*_ROLE_OF_ACCOUNT)

_REVOKE = upsert(revocations, key=["subject"], update=["revoked_before"])
_SWEEP_REVOCATIONS = delete(revocations).where(revocations.c.revoked_before < bindparam("before"))


def _standing(entity: Table, entity_id: str) -> tuple[ColumnElement[Any], ...]:
    """Return the columns of a `Standing`, but for its revocation: one statement, because every signed call runs it."""
    return (
        entity.c[entity_id],
        entity.c.account_id,
        entity.c.name,
        entity.c.path,
        entity.c.tags,
        type_coerce(entity.c.attached_policy_arns, Text),
        type_coerce(entity.c.inline_policies, Text),
        entity.c.permissions_boundary,
        organizations.c.organization_id,
        organizations.c.management_account_id,
        organizational_units.c.path,
    )


def _belongs(entity: Table) -> Join:
    """Join an entity with its account, the unit that holds it, and the organisation, of which there is one."""
    return (
        entity.join(accounts, accounts.c.account_id == entity.c.account_id)
        .join(organizational_units, organizational_units.c.unit_id == accounts.c.parent_id)
        .join(organizations, true())
    )


def _revoked_before(*subjects: str) -> ScalarSelect[datetime | None]:
    named = revocations.c.subject.in_([bindparam(subject) for subject in subjects])
    return select(func.max(revocations.c.revoked_before, type_=Instant)).where(named).scalar_subquery()


_FIND_KEY_HOLDER = (
    select(access_keys.c.sealed_secret, access_keys.c.status, *_standing(iam_users, "user_id"))
    .select_from(_belongs(iam_users).join(access_keys, access_keys.c.user_id == iam_users.c.user_id))
    .where(access_keys.c.access_key_id == bindparam("id"))
)
_FIND_SESSION_USER = (
    select(*_standing(iam_users, "user_id"), _revoked_before("user_subject"))
    .select_from(_belongs(iam_users))
    .where(iam_users.c.user_id == bindparam("user"))
)
_FIND_SESSION_ROLE = (
    select(*_standing(iam_roles, "role_id"), _revoked_before("role_subject", "user_subject", "session_subject"))
    .select_from(_belongs(iam_roles))
    .where(iam_roles.c.role_id == bindparam("role"))
)


def find_user(tx: Transaction, account_id: str, name: str) -> IamUser | None:
    """Return a user of an account by its name, in any case."""
    row = tx.first(_FIND_USER, {"account": account_id, "key": name_key(name)})
    return None if row is None else IamUser(*row)


def insert_user(tx: Transaction, user: IamUser) -> None:
    """Add a user; raise Duplicate where the account has one of that name."""
    tx.change(
        _INSERT_USER,
        {
            "user_id": user.user_id,
            "account_id": user.account_id,
            "name": user.name,
            "name_key": name_key(user.name),
            "path": user.path,
            "attached_policy_arns": user.attached,
            "inline_policies": user.inline,
            "permissions_boundary": user.permissions_boundary,
            "tags": user.tags,
            "created_at": user.created_at,
        },
    )


def list_keys(tx: Transaction, user_id: str) -> Sequence[AccessKey]:
    """Return the access keys of a user: at most two."""
    return [AccessKey(*row) for row in tx.all(_KEYS, {"user": user_id})]


def insert_key(tx: Transaction, key: AccessKey, sealed_secret: str) -> None:
    """Add an access key."""
    tx.change(
        _INSERT_KEY,
        {
            "access_key_id": key.access_key_id,
            "user_id": key.user_id,
            "sealed_secret": sealed_secret,
            "status": key.status,
            "created_at": key.created_at,
        },
    )


def update_key(tx: Transaction, user_id: str, access_key_id: str, status: KeyStatus) -> bool:
    """Change a key's status; False where the user has no such key."""
    return tx.change(_UPDATE_KEY, {"id": access_key_id, "user": user_id, "new_status": status}) == 1


def delete_key(tx: Transaction, user_id: str, access_key_id: str) -> bool:
    """Remove a key; False where the user has no such key."""
    return tx.change(_DELETE_KEY, {"id": access_key_id, "user": user_id}) == 1


def find_role(tx: Transaction, account_id: str, name: str) -> Role | None:
    """Return a role of an account by its name, in any case."""
    row = tx.first(_FIND_ROLE, {"account": account_id, "key": name_key(name)})
    return None if row is None else Role(*row)


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
    return page_of([Role(*row) for row in rows], request, lambda role: (name_key(role.name),))


def insert_role(tx: Transaction, role: Role) -> None:
    """Add a role; raise Duplicate where the account has one of that name."""
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
            "attached_policy_arns": role.attached,
            "inline_policies": role.inline,
            "permissions_boundary": role.permissions_boundary,
            "tags": role.tags,
            "created_at": role.created_at,
        },
    )


def update_role(tx: Transaction, role: Role) -> None:
    """Write all of a role that can change; its id and name cannot."""
    tx.change(
        _UPDATE_ROLE,
        {
            "id": role.role_id,
            "new_path": role.path,
            "new_trust_policy": role.trust_policy,
            "new_description": role.description,
            "new_max_session_seconds": role.max_session_seconds,
            "new_attached_policy_arns": role.attached,
            "new_inline_policies": role.inline,
            "new_permissions_boundary": role.permissions_boundary,
            "new_tags": role.tags,
        },
    )


def delete_role(tx: Transaction, account_id: str, name: str) -> bool:
    """Remove a role, and with it every session's power; False where there is none."""
    return tx.change(_DELETE_ROLE, {"account": account_id, "key": name_key(name)}) == 1


def find_key_holder(tx: Transaction, access_key_id: str) -> KeyHolder | None:
    """Return an access key with the user behind it."""
    row = tx.first(_FIND_KEY_HOLDER, {"id": access_key_id})
    if row is None:
        return None
    sealed_secret, status, *standing = row
    return KeyHolder(sealed_secret, status, Standing(*standing))


def find_session_user(tx: Transaction, user_id: str, subject: str) -> Standing | None:
    """Return the user behind temporary credentials, with the revocation of `subject`."""
    row = tx.first(_FIND_SESSION_USER, {"user": user_id, "user_subject": subject})
    return None if row is None else Standing(*row)


def find_session_role(
    tx: Transaction, role_id: str, *, role_subject: str, user_subject: str, session_subject: str
) -> Standing | None:
    """Return the role behind temporary credentials, with the latest revocation of the three subjects."""
    row = tx.first(
        _FIND_SESSION_ROLE,
        {
            "role": role_id,
            "role_subject": role_subject,
            "user_subject": user_subject,
            "session_subject": session_subject,
        },
    )
    return None if row is None else Standing(*row)


def revoke(tx: Transaction, subject: str, before: datetime) -> None:
    """Kill what was issued to a subject up to an instant."""
    tx.change(_REVOKE, {"subject": subject, "revoked_before": before})


def delete_revocations_before(tx: Transaction, before: datetime) -> int:
    """Forget revocations of credentials that have all expired since."""
    return tx.change(_SWEEP_REVOCATIONS, {"before": before})
