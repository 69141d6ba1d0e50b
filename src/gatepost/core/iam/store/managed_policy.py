"""The tables of customer managed policies and of their versions."""

from collections.abc import Sequence
from typing import Any

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

from gatepost.core.iam.model import ManagedPolicy, PolicyVersion, name_key
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Instant, Json, Name, Text, metadata
from gatepost.store.database import Transaction

# `arn` follows from account, path and name; it has a column because attachments and boundaries name a policy by it.
iam_policies = Table(
    "iam_policies",
    metadata,
    Column("policy_id", Name(32), primary_key=True),
    Column("account_id", Name(12), ForeignKey("accounts.account_id"), nullable=False),
    Column("name", Name(128), nullable=False),
    Column("name_key", Name(128), nullable=False),
    Column("path", Name(512), nullable=False),
    Column("arn", Name(700), nullable=False, unique=True),
    Column("description", Text, nullable=False),
    Column("default_version_id", Name(16), nullable=False),
    Column("latest_version", Integer, nullable=False),
    Column("tags", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("account_id", "name_key"),
)

# A version never changes and its id is never given again, so (policy_id, version_id) can be remembered for good.
iam_policy_versions = Table(
    "iam_policy_versions",
    metadata,
    Column("policy_id", Name(32), ForeignKey("iam_policies.policy_id", ondelete="CASCADE"), primary_key=True),
    Column("version_id", Name(16), primary_key=True),
    Column("document", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

_EACH = select(
    iam_policies.c.policy_id,
    iam_policies.c.account_id,
    iam_policies.c.name,
    iam_policies.c.path,
    iam_policies.c.description,
    iam_policies.c.default_version_id,
    iam_policies.c.latest_version,
    iam_policies.c.tags,
    iam_policies.c.created_at,
    iam_policies.c.updated_at,
)
_FIND = _EACH.where(iam_policies.c.arn == bindparam("policy_arn"))
_LOCK = _FIND.with_for_update()
_HOLD = (
    select(iam_policies.c.arn)
    .where(iam_policies.c.arn.in_(bindparam("arns", expanding=True)))
    .order_by(iam_policies.c.arn)
    .with_for_update(read=True, key_share=True)
)
_PAGE = (
    _EACH.where(
        iam_policies.c.account_id == bindparam("account"),
        iam_policies.c.name_key > bindparam("after"),
        iam_policies.c.path >= bindparam("prefix"),
        iam_policies.c.path < bindparam("prefix_end"),
    )
    .order_by(iam_policies.c.name_key)
    .limit(bindparam("size"))
)
_INSERT = insert(iam_policies)
_UPDATE = (
    update(iam_policies)
    .where(iam_policies.c.policy_id == bindparam("id"))
    .values(
        default_version_id=bindparam("new_default_version_id"),
        latest_version=bindparam("new_latest_version"),
        tags=bindparam("new_tags"),
        updated_at=bindparam("new_updated_at"),
    )
)
_DELETE = delete(iam_policies).where(iam_policies.c.policy_id == bindparam("id"))

_VERSIONS = select(
    iam_policy_versions.c.version_id, iam_policy_versions.c.document, iam_policy_versions.c.created_at
).where(iam_policy_versions.c.policy_id == bindparam("id"))
_VERSION = (
    iam_policy_versions.c.policy_id == bindparam("id"),
    iam_policy_versions.c.version_id == bindparam("version"),
)
_FIND_DOCUMENT = select(iam_policy_versions.c.document).where(*_VERSION)
_INSERT_VERSION = insert(iam_policy_versions)
_DELETE_VERSION = delete(iam_policy_versions).where(*_VERSION)


def find_policy(tx: Transaction, arn: str) -> ManagedPolicy | None:
    """Return the customer managed policy of an ARN."""
    row = tx.first(_FIND, {"policy_arn": arn})
    return None if row is None else ManagedPolicy(*row)


def lock_policy(tx: Transaction, arn: str) -> ManagedPolicy | None:
    """Return the policy of an ARN; until the transaction ends nobody changes, removes or attaches it."""
    row = tx.first(_LOCK, {"policy_arn": arn})
    return None if row is None else ManagedPolicy(*row)


def hold_policies(tx: Transaction, arns: Sequence[str]) -> set[str]:
    """Return those of the ARNs that customer managed policies have, and keep these from being removed meanwhile."""
    return {row[0] for row in tx.all(_HOLD, {"arns": list(arns)})} if arns else set()


def list_policies(tx: Transaction, account_id: str, path_prefix: str, request: PageRequest) -> Page[ManagedPolicy]:
    """Return the customer managed policies of an account whose path begins with a prefix, by name."""
    rows = tx.all(
        _PAGE,
        {
            "account": account_id,
            "after": "" if request.after is None else request.after[0],
            "prefix": path_prefix,
            "prefix_end": path_prefix + "\U0010ffff",
            "size": request.size + 1,
        },
    )
    return page_of([ManagedPolicy(*row) for row in rows], request, lambda policy: (name_key(policy.name),))


def insert_policy(tx: Transaction, policy: ManagedPolicy) -> None:
    """Add a policy; raise Duplicate where its account has one of that name."""
    tx.change(
        _INSERT,
        {
            "policy_id": policy.policy_id,
            "account_id": policy.account_id,
            "name": policy.name,
            "name_key": name_key(policy.name),
            "path": policy.path,
            "arn": policy.arn,
            "description": policy.description,
            "default_version_id": policy.default_version_id,
            "latest_version": policy.latest_version,
            "tags": policy.tags,
            "created_at": policy.created_at,
            "updated_at": policy.updated_at,
        },
    )


def update_policy(tx: Transaction, policy: ManagedPolicy) -> None:
    """Write all of a policy that can change."""
    tx.change(
        _UPDATE,
        {
            "id": policy.policy_id,
            "new_default_version_id": policy.default_version_id,
            "new_latest_version": policy.latest_version,
            "new_tags": policy.tags,
            "new_updated_at": policy.updated_at,
        },
    )


def delete_policy(tx: Transaction, policy_id: str) -> None:
    """Remove a policy with its versions."""
    tx.change(_DELETE, {"id": policy_id})


def list_versions(tx: Transaction, policy_id: str) -> Sequence[PolicyVersion]:
    """Return the versions of a policy, the newest first: at most five."""
    versions = [PolicyVersion(*row) for row in tx.all(_VERSIONS, {"id": policy_id})]
    return sorted(versions, key=lambda version: version.number, reverse=True)


def find_document(tx: Transaction, policy_id: str, version_id: str) -> str | None:
    """Return the document of one version."""
    found: Any = tx.scalar(_FIND_DOCUMENT, {"id": policy_id, "version": version_id})
    return None if found is None else str(found)


def insert_version(tx: Transaction, policy_id: str, version: PolicyVersion) -> None:
    """Add a version to a policy."""
    tx.change(
        _INSERT_VERSION,
        {
            "policy_id": policy_id,
            "version_id": version.version_id,
            "document": version.document,
            "created_at": version.created_at,
        },
    )


def delete_version(tx: Transaction, policy_id: str, version_id: str) -> bool:
    """Remove a version; False where the policy has none of that id."""
    return tx.change(_DELETE_VERSION, {"id": policy_id, "version": version_id}) == 1
