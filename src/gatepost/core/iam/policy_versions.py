"""Versions of managed policies: up to five documents, of which the default is in force wherever the policy is attached."""

from collections.abc import Sequence
from dataclasses import replace

from gatepost.core.call import Call
from gatepost.core.iam import managed_policies, store
from gatepost.core.iam.model import VERSIONS_PER_POLICY, ManagedPolicy, PolicyVersion
from gatepost.kit.errors import Conflict, NotFound, QuotaExceeded


def create(call: Call, account_id: str, arn: str, *, document: str, set_as_default: bool) -> PolicyVersion:
    """Add a version to a policy (IAM CreatePolicyVersion)."""
    policy = managed_policies.lock(call, account_id, arn)
    managed_policies.check_document(document)
    if len(store.list_versions(call.tx, policy.policy_id)) >= VERSIONS_PER_POLICY:
        raise QuotaExceeded(
            f"A managed policy can have up to {VERSIONS_PER_POLICY} versions. Before you create a new version, you must delete"
            " an existing version.",
            reason="LimitExceeded",
        )
    number = policy.latest_version + 1
    version = PolicyVersion(f"v{number}", document, call.now)
    default = version.version_id if set_as_default else policy.default_version_id
    store.insert_version(call.tx, policy.policy_id, version)
    store.update_policy(
        call.tx, replace(policy, latest_version=number, default_version_id=default, updated_at=call.now)
    )
    return version


def list_versions(call: Call, account_id: str, arn: str) -> tuple[ManagedPolicy, Sequence[PolicyVersion]]:
    """Return a policy and its versions, the newest first (IAM ListPolicyVersions)."""
    policy = managed_policies.get(call, account_id, arn)
    document = managed_policies.aws_document(arn)
    if document is not None:
        return policy, [PolicyVersion(policy.default_version_id, document, policy.created_at)]
    return policy, store.list_versions(call.tx, policy.policy_id)


def get(call: Call, account_id: str, arn: str, version_id: str) -> tuple[ManagedPolicy, PolicyVersion]:
    """Return a policy and one version of it (IAM GetPolicyVersion), or raise NotFound."""
    policy, versions = list_versions(call, account_id, arn)
    for version in versions:
        if version.version_id == version_id:
            return policy, version
    raise _not_found(arn, version_id)


def set_default(call: Call, account_id: str, arn: str, version_id: str) -> None:
    """Put a version in force (IAM SetDefaultPolicyVersion)."""
    policy = managed_policies.lock(call, account_id, arn)
    if store.find_document(call.tx, policy.policy_id, version_id) is None:
        raise _not_found(arn, version_id)
    store.update_policy(call.tx, replace(policy, default_version_id=version_id))


def delete(call: Call, account_id: str, arn: str, version_id: str) -> None:
    """Remove a version that is not the default (IAM DeletePolicyVersion)."""
    policy = managed_policies.lock(call, account_id, arn)
    if version_id == policy.default_version_id:
        raise Conflict("Cannot delete the default version of a policy.", reason="DeleteConflict")
    if not store.delete_version(call.tx, policy.policy_id, version_id):
        raise _not_found(arn, version_id)


def _not_found(arn: str, version_id: str) -> NotFound:
    return NotFound(f"Policy {arn} version {version_id} does not exist or is not attachable.", reason="NoSuchEntity")
