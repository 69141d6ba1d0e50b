"""iam operations on the policies of a role: managed, inline, and the one that bounds them."""

from typing import Any

from gatepost.core.call import Call
from gatepost.core.iam import role_policies, roles
from gatepost.doors.aws.iam import views
from gatepost.doors.aws.service import reads, writes
from gatepost.kit.paging import Page, PageRequest, page_of_all


@writes(on="RoleName")
def attach_role_policy(call: Call, *, role_name: str, policy_arn: str) -> dict[str, Any]:
    """Give a role a managed policy."""
    role_policies.attach(call, call.actor.account_id, role_name, policy_arn)
    return {}


@writes(on="RoleName")
def detach_role_policy(call: Call, *, role_name: str, policy_arn: str) -> dict[str, Any]:
    """Take a managed policy from a role."""
    role_policies.detach(call, call.actor.account_id, role_name, policy_arn)
    return {}


@reads(on="RoleName")
def list_attached_role_policies(
    call: Call, *, page: PageRequest, role_name: str, path_prefix: str | None = None
) -> Page[dict[str, Any]]:
    """Return the managed policies of a role whose path begins with a prefix."""
    role = roles.get_role(call, call.actor.account_id, role_name)
    below = [arn for arn in role.attached if f"/{arn.partition('/')[2]}".startswith(path_prefix or "/")]
    return page_of_all(below, page, lambda arn: (arn,)).map(views.attached_policy)


@writes(on="RoleName")
def put_role_policy(call: Call, *, role_name: str, policy_name: str, policy_document: str) -> dict[str, Any]:
    """Give a role an inline policy."""
    role_policies.put(call, call.actor.account_id, role_name, policy_name, policy_document)
    return {}


@reads(on="RoleName")
def get_role_policy(call: Call, *, role_name: str, policy_name: str) -> dict[str, Any]:
    """Return an inline policy of a role."""
    document = role_policies.get(call, call.actor.account_id, role_name, policy_name)
    return {"RoleName": role_name, "PolicyName": policy_name, "PolicyDocument": views.encoded(document)}


@reads(on="RoleName")
def list_role_policies(call: Call, *, page: PageRequest, role_name: str) -> Page[str]:
    """Return the names of a role's inline policies."""
    role = roles.get_role(call, call.actor.account_id, role_name)
    return page_of_all(sorted(role.inline), page, lambda name: (name,))


@writes(on="RoleName")
def delete_role_policy(call: Call, *, role_name: str, policy_name: str) -> dict[str, Any]:
    """Take an inline policy from a role."""
    role_policies.delete(call, call.actor.account_id, role_name, policy_name)
    return {}


@writes(on="RoleName")
def put_role_permissions_boundary(call: Call, *, role_name: str, permissions_boundary: str) -> dict[str, Any]:
    """Bound what the policies of a role can allow."""
    role_policies.set_boundary(call, call.actor.account_id, role_name, permissions_boundary)
    return {}


@writes(on="RoleName")
def delete_role_permissions_boundary(call: Call, *, role_name: str) -> dict[str, Any]:
    """Bound no longer what the policies of a role can allow."""
    role_policies.set_boundary(call, call.actor.account_id, role_name, None)
    return {}
