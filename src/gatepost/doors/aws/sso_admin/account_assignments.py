"""sso-admin operations on account assignments and on the requests that make and remove them."""

from collections.abc import Mapping
from typing import Any

from gatepost.core.access import assignments, requests
from gatepost.core.access.model import PrincipalType, RequestStatus
from gatepost.core.call import Call
from gatepost.doors.aws.service import reads, writes
from gatepost.doors.aws.sso_admin import views
from gatepost.kit.paging import Page, PageRequest


@writes(on="InstanceArn PermissionSetArn TargetId")
def create_account_assignment(
    call: Call,
    *,
    instance_arn: str,
    target_id: str,
    target_type: str,
    permission_set_arn: str,
    principal_type: PrincipalType,
    principal_id: str,
) -> dict[str, Any]:
    """Ask for an assignment."""
    request = assignments.request_creation(
        call,
        instance_arn=instance_arn,
        permission_set_arn=permission_set_arn,
        account_id=target_id,
        principal_type=principal_type,
        principal_id=principal_id,
    )
    return {"AccountAssignmentCreationStatus": views.assignment_status(request)}


@writes(on="InstanceArn PermissionSetArn TargetId")
def delete_account_assignment(
    call: Call,
    *,
    instance_arn: str,
    target_id: str,
    target_type: str,
    permission_set_arn: str,
    principal_type: PrincipalType,
    principal_id: str,
) -> dict[str, Any]:
    """Ask for the end of an assignment."""
    request = assignments.request_deletion(
        call,
        instance_arn=instance_arn,
        permission_set_arn=permission_set_arn,
        account_id=target_id,
        principal_type=principal_type,
        principal_id=principal_id,
    )
    return {"AccountAssignmentDeletionStatus": views.assignment_status(request)}


@reads(on="InstanceArn")
def describe_account_assignment_creation_status(
    call: Call, *, instance_arn: str, account_assignment_creation_request_id: str
) -> dict[str, Any]:
    """Tell how far the making of an assignment is."""
    request = requests.get(call, instance_arn, "CREATE_ASSIGNMENT", account_assignment_creation_request_id)
    return {"AccountAssignmentCreationStatus": views.assignment_status(request)}


@reads(on="InstanceArn")
def describe_account_assignment_deletion_status(
    call: Call, *, instance_arn: str, account_assignment_deletion_request_id: str
) -> dict[str, Any]:
    """Tell how far the end of an assignment is."""
    request = requests.get(call, instance_arn, "DELETE_ASSIGNMENT", account_assignment_deletion_request_id)
    return {"AccountAssignmentDeletionStatus": views.assignment_status(request)}


@reads(on="InstanceArn")
def list_account_assignment_creation_status(
    call: Call, *, page: PageRequest, instance_arn: str, filter: Mapping[str, RequestStatus] | None = None
) -> Page[dict[str, Any]]:
    """List the requests for assignments, the newest first."""
    found = requests.list_of(call, instance_arn, "CREATE_ASSIGNMENT", (filter or {}).get("Status"), page)
    return found.map(views.status_metadata)


@reads(on="InstanceArn")
def list_account_assignment_deletion_status(
    call: Call, *, page: PageRequest, instance_arn: str, filter: Mapping[str, RequestStatus] | None = None
) -> Page[dict[str, Any]]:
    """List the requests to end assignments, the newest first."""
    found = requests.list_of(call, instance_arn, "DELETE_ASSIGNMENT", (filter or {}).get("Status"), page)
    return found.map(views.status_metadata)


@reads(on="InstanceArn PermissionSetArn AccountId")
def list_account_assignments(
    call: Call, *, page: PageRequest, instance_arn: str, account_id: str, permission_set_arn: str
) -> Page[dict[str, Any]]:
    """List who is assigned to an account with a permission set."""
    found = assignments.list_of_role(
        call, instance_arn=instance_arn, permission_set_arn=permission_set_arn, account_id=account_id, page=page
    )
    return found.map(lambda each: views.assignment(permission_set_arn, each))


@reads(on="InstanceArn")
def list_account_assignments_for_principal(
    call: Call,
    *,
    page: PageRequest,
    instance_arn: str,
    principal_id: str,
    principal_type: PrincipalType,
    filter: Mapping[str, str] | None = None,
) -> Page[dict[str, Any]]:
    """List the assignments of a principal, a user's groups included."""
    found = assignments.list_of_principal(
        call,
        instance_arn=instance_arn,
        principal_type=principal_type,
        principal_id=principal_id,
        account_id=(filter or {}).get("AccountId"),
        page=page,
    )
    return found.map(lambda each: views.assignment(*each))
