"""iam operations on managed policies and their versions."""

from typing import Any

from gatepost.core.call import Call
from gatepost.core.iam import managed_policies, policy_versions
from gatepost.core.iam.managed_policies import Scope, Use
from gatepost.core.iam.model import PolicyUsage
from gatepost.doors.aws.iam import views
from gatepost.doors.aws.iam.tags import TagList, pairs
from gatepost.doors.aws.service import reads, writes
from gatepost.kit.paging import Page, PageRequest, page_of_all


@writes(on="PolicyName")
def create_policy(
    call: Call,
    *,
    policy_name: str,
    policy_document: str,
    path: str | None = None,
    description: str | None = None,
    tags: TagList | None = None,
) -> dict[str, Any]:
    """Make a policy of the caller's account."""
    made = managed_policies.create(
        call,
        call.actor.account_id,
        name=policy_name,
        document=policy_document,
        path=path or "/",
        description=description or "",
        tagged=pairs(tags),
    )
    return {"Policy": views.policy(made, PolicyUsage())}


@reads(on="PolicyArn")
def get_policy(call: Call, *, policy_arn: str) -> dict[str, Any]:
    """Return a policy of the caller's account or of AWS."""
    account_id = call.actor.account_id
    policy = managed_policies.get(call, account_id, policy_arn)
    return {"Policy": views.policy(policy, managed_policies.usage(call, account_id, policy_arn))}


@reads()
def list_policies(
    call: Call,
    *,
    page: PageRequest,
    scope: Scope | None = None,
    only_attached: bool | None = None,
    path_prefix: str | None = None,
    policy_usage_filter: Use | None = None,
) -> Page[dict[str, Any]]:
    """Return the policies that the caller's account can attach."""
    found = managed_policies.list_policies(
        call,
        call.actor.account_id,
        page,
        scope=scope or "All",
        path_prefix=path_prefix or "/",
        only_attached=only_attached or False,
        used_as=policy_usage_filter,
    )
    return found.map(lambda each: views.listed(views.policy(*each), "Description", "Tags"))


@writes(on="PolicyArn")
def delete_policy(call: Call, *, policy_arn: str) -> dict[str, Any]:
    """Remove a policy that is in use nowhere."""
    managed_policies.delete(call, call.actor.account_id, policy_arn)
    return {}


@writes(on="PolicyArn")
def create_policy_version(
    call: Call, *, policy_arn: str, policy_document: str, set_as_default: bool | None = None
) -> dict[str, Any]:
    """Add a version to a policy."""
    is_default = set_as_default or False
    version = policy_versions.create(
        call, call.actor.account_id, policy_arn, document=policy_document, set_as_default=is_default
    )
    return {"PolicyVersion": views.policy_version(version, is_default=is_default)}


@reads(on="PolicyArn")
def get_policy_version(call: Call, *, policy_arn: str, version_id: str) -> dict[str, Any]:
    """Return a version of a policy with its document."""
    policy, version = policy_versions.get(call, call.actor.account_id, policy_arn, version_id)
    view = views.policy_version(version, is_default=version_id == policy.default_version_id)
    return {"PolicyVersion": view | {"Document": views.encoded(version.document)}}


@reads(on="PolicyArn")
def list_policy_versions(call: Call, *, page: PageRequest, policy_arn: str) -> Page[dict[str, Any]]:
    """Return the versions of a policy, the newest first."""
    policy, versions = policy_versions.list_versions(call, call.actor.account_id, policy_arn)
    found = page_of_all(versions, page, lambda version: (-version.number,))
    return found.map(
        lambda version: views.policy_version(version, is_default=version.version_id == policy.default_version_id)
    )


@writes(on="PolicyArn")
def set_default_policy_version(call: Call, *, policy_arn: str, version_id: str) -> dict[str, Any]:
    """Put a version of a policy in force."""
    policy_versions.set_default(call, call.actor.account_id, policy_arn, version_id)
    return {}


@writes(on="PolicyArn")
def delete_policy_version(call: Call, *, policy_arn: str, version_id: str) -> dict[str, Any]:
    """Remove a version of a policy."""
    policy_versions.delete(call, call.actor.account_id, policy_arn, version_id)
    return {}
