"""sso-admin operations on the AWS managed policies in a permission set."""

from typing import Any

from gatepost.core.access import policies
from gatepost.core.call import Call
from gatepost.doors.aws.service import reads, writes
from gatepost.doors.aws.sso_admin import views
from gatepost.kit.paging import Page, PageRequest


@writes(on="InstanceArn PermissionSetArn")
def attach_managed_policy_to_permission_set(
    call: Call, *, instance_arn: str, permission_set_arn: str, managed_policy_arn: str
) -> dict[str, Any]:
    """Put a managed policy into a permission set."""
    policies.attach_managed(
        call, instance_arn=instance_arn, permission_set_arn=permission_set_arn, policy_arn=managed_policy_arn
    )
    return {}


@writes(on="InstanceArn PermissionSetArn")
def detach_managed_policy_from_permission_set(
    call: Call, *, instance_arn: str, permission_set_arn: str, managed_policy_arn: str
) -> dict[str, Any]:
    """Take a managed policy out of a permission set."""
    policies.detach_managed(
        call, instance_arn=instance_arn, permission_set_arn=permission_set_arn, policy_arn=managed_policy_arn
    )
    return {}


@reads(on="InstanceArn PermissionSetArn")
def list_managed_policies_in_permission_set(
    call: Call, *, page: PageRequest, instance_arn: str, permission_set_arn: str
) -> Page[dict[str, Any]]:
    """List the managed policies in a permission set."""
    return policies.list_managed(call, instance_arn, permission_set_arn, page).map(views.managed_policy)
