"""Use cases of the policies in a permission set: AWS managed ones and the one inline policy.

Roles take a change over when the permission set is provisioned.
"""

from gatepost.core.access import permission_sets, store
from gatepost.core.access.model import MAX_INLINE_POLICY_CHARACTERS, MAX_MANAGED_POLICIES
from gatepost.core.authz import validate_identity_policy
from gatepost.core.authz.managed import find_managed
from gatepost.core.call import Call
from gatepost.kit.errors import Conflict, NotFound, QuotaExceeded
from gatepost.kit.paging import Page, PageRequest
from gatepost.store.database import Duplicate


def attach_managed(call: Call, *, instance_arn: str, permission_set_arn: str, policy_arn: str) -> None:
    """Put an AWS managed policy into a permission set (sso-admin AttachManagedPolicyToPermissionSet)."""
    _, permission_set_id = permission_sets.begin_change(call, instance_arn, permission_set_arn)
    require_managed(policy_arn)
    try:
        store.policies.insert_arn(call.tx, permission_set_id, policy_arn)
    except Duplicate:
        raise attached_already(permission_set_id, policy_arn) from None
    check_quota(call, permission_set_id)


def detach_managed(call: Call, *, instance_arn: str, permission_set_arn: str, policy_arn: str) -> None:
    """Take an AWS managed policy out of a permission set (sso-admin DetachManagedPolicyFromPermissionSet)."""
    _, permission_set_id = permission_sets.begin_change(call, instance_arn, permission_set_arn)
    if not store.policies.delete_arn(call.tx, permission_set_id, policy_arn):
        raise NotFound(f"Could not find ManagedPolicy with arn {policy_arn}")


def list_managed(call: Call, instance_arn: str, permission_set_arn: str, page: PageRequest) -> Page[str]:
    """List the ARNs of the AWS managed policies in a permission set (sso-admin ListManagedPoliciesInPermissionSet)."""
    permission_set = permission_sets.get(call, instance_arn, permission_set_arn)
    return store.policies.list_arns(call.tx, permission_set.permission_set_id, page)


def put_inline(call: Call, *, instance_arn: str, permission_set_arn: str, document: str) -> None:
    """Set a permission set's inline policy, in place of the one before (sso-admin PutInlinePolicyToPermissionSet)."""
    validate_identity_policy(document)
    if len("".join(document.split())) > MAX_INLINE_POLICY_CHARACTERS:
        raise QuotaExceeded(
            f"The inline policy has more than {MAX_INLINE_POLICY_CHARACTERS} characters that are not white space."
        )
    changed = permission_sets.begin_change(call, instance_arn, permission_set_arn)
    store.permission_sets.set_inline_policy(call.tx, *changed, document)


def get_inline(call: Call, instance_arn: str, permission_set_arn: str) -> str:
    """Return a permission set's inline policy, empty where it has none (sso-admin GetInlinePolicyForPermissionSet)."""
    return permission_sets.get(call, instance_arn, permission_set_arn).inline_policy or ""


def delete_inline(call: Call, instance_arn: str, permission_set_arn: str) -> None:
    """Remove a permission set's inline policy, if it has one (sso-admin DeleteInlinePolicyFromPermissionSet)."""
    changed = permission_sets.begin_change(call, instance_arn, permission_set_arn)
    store.permission_sets.set_inline_policy(call.tx, *changed, None)


def require_managed(policy_arn: str) -> None:
    """Raise NotFound where AWS has no managed policy of an ARN."""
    if find_managed(policy_arn) is None:
        raise NotFound(f"Policy does not exist with ARN: {policy_arn}")


def attached_already(permission_set_id: str, policy: str) -> Conflict:
    """Return the error of a policy that is in the set: AWS's own sentence, with its own spelling, for which clients look."""
    return Conflict(
        f"Permission set with id {permission_set_id} already has a typed link attachment to a manged policy with {policy}"
    )


def check_quota(call: Call, permission_set_id: str) -> None:
    """Raise QuotaExceeded where a permission set has come to hold more managed policies, of both kinds, than it may."""
    if store.policies.count(call.tx, permission_set_id) > MAX_MANAGED_POLICIES:
        raise QuotaExceeded(
            f"You have exceeded AWS SSO limits. Cannot create ManagedPolicy more than {MAX_MANAGED_POLICIES} for id"
            f" {permission_set_id}. Please refer to"
            " https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html"
        )
