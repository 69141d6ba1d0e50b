"""The policies of a role, as administrators give and take them: managed ones by ARN, inline ones by name."""

from dataclasses import replace

from gatepost.core.authz import validate_identity_policy
from gatepost.core.call import Call
from gatepost.core.iam import managed_policies, roles, store
from gatepost.core.iam.model import MAX_ROLE_INLINE_CHARACTERS, POLICIES_PER_ROLE, weight
from gatepost.kit.errors import NotFound, QuotaExceeded


def attach(call: Call, account_id: str, role_name: str, arn: str) -> None:
    """Give a role a managed policy (IAM AttachRolePolicy); it may have it already."""
    role = roles.lock_role(call, account_id, role_name)
    managed_policies.require_attachable(call, account_id, arn)
    if arn in role.attached:
        return
    if len(role.attached) >= POLICIES_PER_ROLE:
        raise QuotaExceeded(f"Cannot exceed quota for PoliciesPerRole: {POLICIES_PER_ROLE}", reason="LimitExceeded")
    store.OF_ROLES.insert(call.tx, role.role_id, account_id, [arn])


def detach(call: Call, account_id: str, role_name: str, arn: str) -> None:
    """Take a managed policy from a role (IAM DetachRolePolicy)."""
    role = roles.lock_role(call, account_id, role_name)
    if not store.OF_ROLES.delete(call.tx, role.role_id, arn):
        raise NotFound(f"Policy {arn} was not found.", reason="NoSuchEntity")


def put(call: Call, account_id: str, role_name: str, policy_name: str, document: str) -> None:
    """Give a role an inline policy, in place of the one of that name (IAM PutRolePolicy)."""
    role = roles.lock_role(call, account_id, role_name)
    validate_identity_policy(document)
    inline = {**role.inline, policy_name: document}
    if sum(map(weight, inline.values())) > MAX_ROLE_INLINE_CHARACTERS:
        raise QuotaExceeded(
            f"Maximum policy size of {MAX_ROLE_INLINE_CHARACTERS} bytes exceeded for role {role.name}",
            reason="LimitExceeded",
        )
    store.update_role(call.tx, replace(role, inline=inline))


def get(call: Call, account_id: str, role_name: str, policy_name: str) -> str:
    """Return the document of a role's inline policy (IAM GetRolePolicy)."""
    document = roles.get_role(call, account_id, role_name).inline.get(policy_name)
    if document is None:
        raise _not_found(policy_name)
    return document


def delete(call: Call, account_id: str, role_name: str, policy_name: str) -> None:
    """Take an inline policy from a role (IAM DeleteRolePolicy)."""
    role = roles.lock_role(call, account_id, role_name)
    if policy_name not in role.inline:
        raise _not_found(policy_name)
    kept = {name: document for name, document in role.inline.items() if name != policy_name}
    store.update_role(call.tx, replace(role, inline=kept))


def set_boundary(call: Call, account_id: str, role_name: str, arn: str | None) -> None:
    """Bound what a role's policies can allow, or with None no longer (IAM Put- and DeleteRolePermissionsBoundary)."""
    role = roles.lock_role(call, account_id, role_name)
    if arn is not None:
        managed_policies.require_attachable(call, account_id, arn)
    store.update_role(call.tx, replace(role, permissions_boundary=arn))


def _not_found(policy_name: str) -> NotFound:
    return NotFound(f"The role policy with name {policy_name} cannot be found.", reason="NoSuchEntity")
