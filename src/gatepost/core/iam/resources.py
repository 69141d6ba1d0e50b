"""A user, a role or a policy as the resource of a call: its ARN, in which its path is, and what conditions can ask of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gatepost.core.call import Call
from gatepost.core.iam import store
from gatepost.kit import arns


@dataclass(frozen=True, slots=True)
class Resource:
    """What a call is about; `conditions` are condition keys of iam's (Service Authorization Reference) and their values."""

    arn: str
    conditions: Mapping[str, str] = field(default_factory=dict)


def of_role(call: Call, account_id: str, name: str) -> Resource:
    """Return a role as a resource; one that does not exist is taken for one in the root."""
    role = store.find_role(call.tx, account_id, name)
    if role is None:
        return Resource(arns.iam_role(account_id, name))
    return _described(role.arn, role.tags, role.permissions_boundary)


def of_user(call: Call, account_id: str, name: str) -> Resource:
    """Return a user as a resource; one that does not exist is taken for one in the root."""
    user = store.find_user(call.tx, account_id, name)
    if user is None:
        return Resource(arns.iam_user(account_id, name))
    return _described(user.arn, user.tags, user.permissions_boundary)


def of_policy(call: Call, account_id: str, arn: str) -> Resource:
    """Return a managed policy as a resource; of another account's only the ARN is known."""
    policy = store.find_policy(call.tx, arn)
    if policy is None or policy.account_id != account_id:
        return Resource(arn)
    return _described(arn, policy.tags, None)


def _described(arn: str, tags: Mapping[str, str], permissions_boundary: str | None) -> Resource:
    conditions = {f"{prefix}:ResourceTag/{key}": value for key, value in tags.items() for prefix in ("aws", "iam")}
    if permissions_boundary is not None:
        conditions["iam:PermissionsBoundary"] = permissions_boundary
    return Resource(arn, conditions)
