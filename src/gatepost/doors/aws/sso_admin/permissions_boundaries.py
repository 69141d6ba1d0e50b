"""sso-admin operations on the permissions boundary of a permission set."""

from collections.abc import Mapping
from typing import Any

from gatepost.core.access import permissions_boundaries
from gatepost.core.access.model import PermissionsBoundary
from gatepost.core.call import Call
from gatepost.doors.aws.service import reads, writes
from gatepost.doors.aws.sso_admin import views
from gatepost.doors.aws.sso_admin.customer_managed_policies import reference_of
from gatepost.kit.errors import Invalid


@writes(on="InstanceArn PermissionSetArn")
def put_permissions_boundary_to_permission_set(
    call: Call, *, instance_arn: str, permission_set_arn: str, permissions_boundary: Mapping[str, Any]
) -> dict[str, Any]:
    """Set the boundary of a permission set."""
    permissions_boundaries.put(
        call,
        instance_arn=instance_arn,
        permission_set_arn=permission_set_arn,
        boundary=_boundary(permissions_boundary),
    )
    return {}


@reads(on="InstanceArn PermissionSetArn")
def get_permissions_boundary_for_permission_set(
    call: Call, *, instance_arn: str, permission_set_arn: str
) -> dict[str, Any]:
    """Give the boundary of a permission set."""
    boundary = permissions_boundaries.get(call, instance_arn, permission_set_arn)
    return {"PermissionsBoundary": views.permissions_boundary(boundary)}


@writes(on="InstanceArn PermissionSetArn")
def delete_permissions_boundary_from_permission_set(
    call: Call, *, instance_arn: str, permission_set_arn: str
) -> dict[str, Any]:
    """Remove the boundary of a permission set."""
    permissions_boundaries.delete(call, instance_arn, permission_set_arn)
    return {}


def _boundary(given: Mapping[str, Any]) -> PermissionsBoundary:
    if len(given) != 1:
        raise Invalid("PermissionsBoundary must have either CustomerManagedPolicyReference or ManagedPolicyArn.")
    arn: str | None = given.get("ManagedPolicyArn")
    return reference_of(given["CustomerManagedPolicyReference"]) if arn is None else arn
