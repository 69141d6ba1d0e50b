"""From what the core knows to sso-admin's output structures."""

from collections.abc import Iterable, Mapping
from typing import Any

from gatepost.core.access.model import (
    AccessControlAttribute,
    Assignment,
    CustomerManagedPolicyReference,
    PermissionsBoundary,
    PermissionSet,
    Request,
    managed_policy_name,
)
from gatepost.core.tagging.model import Tags, tags_of


def present(**members: Any) -> dict[str, Any]:
    """Return the members that have a value: AWS leaves the others out."""
    return {name: value for name, value in members.items() if value is not None}


def permission_set(known: PermissionSet) -> dict[str, Any]:
    """Render PermissionSet."""
    return present(
        Name=known.name,
        PermissionSetArn=known.arn,
        Description=known.description,
        CreatedDate=known.created_at,
        SessionDuration=known.session_duration,
        RelayState=known.relay_state,
    )


def assignment(permission_set_arn: str, known: Assignment) -> dict[str, Any]:
    """Render AccountAssignment and AccountAssignmentForPrincipal."""
    return {
        "AccountId": known.account_id,
        "PermissionSetArn": permission_set_arn,
        "PrincipalType": known.principal_type,
        "PrincipalId": known.principal_id,
    }


def assignment_status(request: Request) -> dict[str, Any]:
    """Render AccountAssignmentOperationStatus."""
    return status_metadata(request) | present(
        FailureReason=request.failure_reason,
        TargetId=request.account_id,
        TargetType="AWS_ACCOUNT",
        PermissionSetArn=request.permission_set_arn,
        PrincipalType=request.principal_type,
        PrincipalId=request.principal_id,
    )


def provisioning_status(request: Request) -> dict[str, Any]:
    """Render PermissionSetProvisioningStatus."""
    return status_metadata(request) | present(
        FailureReason=request.failure_reason,
        AccountId=request.account_id,
        PermissionSetArn=request.permission_set_arn,
    )


def status_metadata(request: Request) -> dict[str, Any]:
    """Render AccountAssignmentOperationStatusMetadata and PermissionSetProvisioningStatusMetadata."""
    return {"Status": request.status, "RequestId": request.request_id, "CreatedDate": request.created_at}


def managed_policy(arn: str) -> dict[str, Any]:
    """Render AttachedManagedPolicy."""
    return {"Name": managed_policy_name(arn), "Arn": arn}


def tags_given(given: Iterable[Mapping[str, str]] | None) -> Tags:
    """Read a TagList; Invalid where a key comes twice or is reserved."""
    return tags_of((tag["Key"], tag["Value"]) for tag in given or ())


def customer_managed_policy_reference(known: CustomerManagedPolicyReference) -> dict[str, Any]:
    """Render CustomerManagedPolicyReference."""
    return {"Name": known.name, "Path": known.path}


def permissions_boundary(known: PermissionsBoundary) -> dict[str, Any]:
    """Render PermissionsBoundary."""
    if isinstance(known, CustomerManagedPolicyReference):
        return {"CustomerManagedPolicyReference": customer_managed_policy_reference(known)}
    return {"ManagedPolicyArn": known}


def access_control_attribute(known: AccessControlAttribute) -> dict[str, Any]:
    """Render AccessControlAttribute."""
    return {"Key": known.key, "Value": {"Source": [known.source]}}
