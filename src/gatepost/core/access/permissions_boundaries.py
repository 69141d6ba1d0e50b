"""Use cases of the permissions boundary of a permission set: the most that its roles' policies can allow."""

from gatepost.core.access import permission_sets, policies, store
from gatepost.core.access.model import PermissionsBoundary
from gatepost.core.call import Call
from gatepost.kit.errors import NotFound


def put(call: Call, *, instance_arn: str, permission_set_arn: str, boundary: PermissionsBoundary) -> None:
    """Set a boundary, in place of the one before (sso-admin PutPermissionsBoundaryToPermissionSet).

    A customer managed policy must be in each account when the set is provisioned there.
    """
    changed = permission_sets.begin_change(call, instance_arn, permission_set_arn)
    if isinstance(boundary, str):
        policies.require_managed(boundary)
    store.permission_sets.set_boundary(call.tx, *changed, boundary)


def get(call: Call, instance_arn: str, permission_set_arn: str) -> PermissionsBoundary:
    """Return a permission set's boundary (sso-admin GetPermissionsBoundaryForPermissionSet), or raise NotFound."""
    permission_set = permission_sets.get(call, instance_arn, permission_set_arn)
    if permission_set.permissions_boundary is None:
        raise NotFound(f"Could not find PermissionsBoundary for PermissionSet {permission_set.permission_set_id}")
    return permission_set.permissions_boundary


def delete(call: Call, instance_arn: str, permission_set_arn: str) -> None:
    """Remove a boundary (sso-admin DeletePermissionsBoundaryFromPermissionSet), or raise NotFound where there is none."""
    changed = permission_sets.begin_change(call, instance_arn, permission_set_arn)
    get(call, instance_arn, permission_set_arn)
    store.permission_sets.set_boundary(call.tx, *changed, None)
