"""sso-admin operations on the inline policy of a permission set."""

from typing import Any

from gatepost.core.access import policies
from gatepost.core.call import Call
from gatepost.doors.aws.service import reads, writes


@writes(on="InstanceArn PermissionSetArn")
def put_inline_policy_to_permission_set(
    call: Call, *, instance_arn: str, permission_set_arn: str, inline_policy: str
) -> dict[str, Any]:
    """Set the inline policy of a permission set."""
    policies.put_inline(call, instance_arn=instance_arn, permission_set_arn=permission_set_arn, document=inline_policy)
    return {}


@reads(on="InstanceArn PermissionSetArn")
def get_inline_policy_for_permission_set(call: Call, *, instance_arn: str, permission_set_arn: str) -> dict[str, Any]:
    """Give the inline policy of a permission set; an empty text where it has none."""
    return {"InlinePolicy": policies.get_inline(call, instance_arn, permission_set_arn)}


@writes(on="InstanceArn PermissionSetArn")
def delete_inline_policy_from_permission_set(
    call: Call, *, instance_arn: str, permission_set_arn: str
) -> dict[str, Any]:
    """Remove the inline policy of a permission set."""
    policies.delete_inline(call, instance_arn, permission_set_arn)
    return {}
