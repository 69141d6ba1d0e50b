"""The tables of the managed policies in permission sets: AWS's by ARN, customers' by name and path."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ForeignKey, Table, bindparam, delete, func, insert, select, tuple_

from gatepost.core.access.model import CustomerManagedPolicyReference
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Name, metadata
from gatepost.store.database import Transaction


def _permission_set_id() -> Column[str]:
    of_set = ForeignKey("permission_sets.permission_set_id", ondelete="CASCADE")
    return Column("permission_set_id", Name(20), of_set, primary_key=True)


permission_set_policies = Table(
    "permission_set_policies", metadata, _permission_set_id(), Column("policy_arn", Name(2048), primary_key=True)
)
permission_set_policy_references = Table(
    "permission_set_policy_references",
    metadata,
    _permission_set_id(),
    Column("name", Name(128), primary_key=True),
    Column("path", Name(512), primary_key=True),
)

_POLICIES = permission_set_policies
_OF_SET = _POLICIES.c.permission_set_id == bindparam("id")
_ARNS = select(_POLICIES.c.policy_arn).where(_OF_SET).order_by(_POLICIES.c.policy_arn)
_ARN_PAGE = _ARNS.where(_POLICIES.c.policy_arn > bindparam("after")).limit(bindparam("size"))
_INSERT = insert(_POLICIES)
_DELETE = delete(_POLICIES).where(_OF_SET, _POLICIES.c.policy_arn == bindparam("arn"))

_REFERENCES = permission_set_policy_references
_REFERENCES_OF_SET = _REFERENCES.c.permission_set_id == bindparam("id")
_NAMES = (
    select(_REFERENCES.c.name, _REFERENCES.c.path)
    .where(_REFERENCES_OF_SET)
    .order_by(_REFERENCES.c.name, _REFERENCES.c.path)
)
_NAME_PAGE = _NAMES.where(
    tuple_(_REFERENCES.c.name, _REFERENCES.c.path) > tuple_(bindparam("after_name"), bindparam("after_path"))
).limit(bindparam("size"))
_INSERT_REFERENCE = insert(_REFERENCES)
_DELETE_REFERENCE = delete(_REFERENCES).where(
    _REFERENCES_OF_SET, _REFERENCES.c.name == bindparam("policy_name"), _REFERENCES.c.path == bindparam("policy_path")
)

_COUNT = select(
    select(func.count()).select_from(_POLICIES).where(_OF_SET).scalar_subquery()
    + select(func.count()).select_from(_REFERENCES).where(_REFERENCES_OF_SET).scalar_subquery()
)


def count(tx: Transaction, permission_set_id: str) -> int:
    """Return how many managed policies of both kinds a permission set holds."""
    return int(tx.scalar(_COUNT, {"id": permission_set_id}))


def arns_in(tx: Transaction, permission_set_id: str) -> Sequence[str]:
    """Return the ARNs of all AWS managed policies in a permission set, sorted."""
    return [row[0] for row in tx.all(_ARNS, {"id": permission_set_id})]


def list_arns(tx: Transaction, permission_set_id: str, request: PageRequest) -> Page[str]:
    """Return a page of the ARNs of the AWS managed policies in a permission set, sorted."""
    after = request.after[0] if request.after else ""
    rows = tx.all(_ARN_PAGE, {"id": permission_set_id, "after": after, "size": request.size + 1})
    return page_of([row[0] for row in rows], request, lambda arn: (arn,))


def insert_arn(tx: Transaction, permission_set_id: str, arn: str) -> None:
    """Put an AWS managed policy into a permission set; raise Duplicate where it is there already."""
    tx.change(_INSERT, {"permission_set_id": permission_set_id, "policy_arn": arn})


def delete_arn(tx: Transaction, permission_set_id: str, arn: str) -> bool:
    """Take an AWS managed policy out of a permission set; False where it is not there."""
    return tx.change(_DELETE, {"id": permission_set_id, "arn": arn}) == 1


def references_in(tx: Transaction, permission_set_id: str) -> Sequence[CustomerManagedPolicyReference]:
    """Return all references to customer managed policies in a permission set, by name."""
    return [CustomerManagedPolicyReference(*row) for row in tx.all(_NAMES, {"id": permission_set_id})]


def list_references(
    tx: Transaction, permission_set_id: str, request: PageRequest
) -> Page[CustomerManagedPolicyReference]:
    """Return a page of the references to customer managed policies in a permission set, by name."""
    after_name, after_path = request.after or ("", "")
    after: Mapping[str, Any] = {"after_name": after_name, "after_path": after_path, "size": request.size + 1}
    rows = tx.all(_NAME_PAGE, {"id": permission_set_id, **after})
    found = [CustomerManagedPolicyReference(*row) for row in rows]
    return page_of(found, request, lambda each: (each.name, each.path))


def insert_reference(tx: Transaction, permission_set_id: str, reference: CustomerManagedPolicyReference) -> None:
    """Put a reference into a permission set; raise Duplicate where it is there already."""
    row = {"permission_set_id": permission_set_id, "name": reference.name, "path": reference.path}
    tx.change(_INSERT_REFERENCE, row)


def delete_reference(tx: Transaction, permission_set_id: str, reference: CustomerManagedPolicyReference) -> bool:
    """Take a reference out of a permission set; False where it is not there."""
    named = {"policy_name": reference.name, "policy_path": reference.path}
    return tx.change(_DELETE_REFERENCE, {"id": permission_set_id, **named}) == 1
