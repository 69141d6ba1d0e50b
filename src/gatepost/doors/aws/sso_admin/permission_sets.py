"""sso-admin CreatePermissionSet, DescribePermissionSet, ListPermissionSets, UpdatePermissionSet and DeletePermissionSet."""

from collections.abc import Mapping, Sequence
from typing import Any

from gatepost.core.access import permission_sets
from gatepost.core.call import Call
from gatepost.doors.aws.service import reads, writes
from gatepost.doors.aws.sso_admin import views
from gatepost.kit.paging import Page, PageRequest


@writes(on="InstanceArn")
def create_permission_set(
    call: Call,
    *,
    instance_arn: str,
    name: str,
    description: str | None = None,
    session_duration: str | None = None,
    relay_state: str | None = None,
    tags: Sequence[Mapping[str, str]] | None = None,
) -> dict[str, Any]:
    """Make a permission set."""
    made = permission_sets.create(
        call,
        instance_arn=instance_arn,
        name=name,
        description=description,
        session_duration=session_duration,
        relay_state=relay_state,
        tags=views.tags_given(tags),
    )
    return {"PermissionSet": views.permission_set(made)}


@reads(on="InstanceArn PermissionSetArn")
def describe_permission_set(call: Call, *, instance_arn: str, permission_set_arn: str) -> dict[str, Any]:
    """Tell a permission set's details."""
    return {"PermissionSet": views.permission_set(permission_sets.get(call, instance_arn, permission_set_arn))}


@reads(on="InstanceArn")
def list_permission_sets(call: Call, *, page: PageRequest, instance_arn: str) -> Page[str]:
    """List the ARNs of an instance's permission sets."""
    return permission_sets.list_arns(call, instance_arn, page)


@writes(on="InstanceArn PermissionSetArn")
def update_permission_set(
    call: Call,
    *,
    instance_arn: str,
    permission_set_arn: str,
    description: str | None = None,
    session_duration: str | None = None,
    relay_state: str | None = None,
) -> dict[str, Any]:
    """Change a permission set."""
    permission_sets.update(
        call,
        instance_arn=instance_arn,
        permission_set_arn=permission_set_arn,
        description=description,
        session_duration=session_duration,
        relay_state=relay_state,
    )
    return {}


@writes(on="InstanceArn PermissionSetArn")
def delete_permission_set(call: Call, *, instance_arn: str, permission_set_arn: str) -> dict[str, Any]:
    """Remove a permission set that is provisioned nowhere."""
    permission_sets.delete(call, instance_arn, permission_set_arn)
    return {}
