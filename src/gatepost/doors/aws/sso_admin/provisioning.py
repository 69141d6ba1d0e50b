"""sso-admin operations on the roles that permission sets have in accounts."""

from collections.abc import Mapping
from typing import Any

from gatepost.core.access import provisioning, requests
from gatepost.core.access.model import ProvisioningStatus, RequestStatus
from gatepost.core.call import Call
from gatepost.doors.aws.service import reads, writes
from gatepost.doors.aws.sso_admin import views
from gatepost.kit.errors import Invalid
from gatepost.kit.paging import Page, PageRequest


@writes(on="InstanceArn PermissionSetArn TargetId")
def provision_permission_set(
    call: Call, *, instance_arn: str, permission_set_arn: str, target_type: str, target_id: str | None = None
) -> dict[str, Any]:
    """Ask for roles to be as their permission set is now: in one account, or in all where it is provisioned."""
    if (target_type == "AWS_ACCOUNT") != (target_id is not None):
        raise Invalid(
            "TargetId is required with TargetType AWS_ACCOUNT, and not allowed with ALL_PROVISIONED_ACCOUNTS."
        )
    request = provisioning.request(
        call, instance_arn=instance_arn, permission_set_arn=permission_set_arn, account_id=target_id
    )
    return {"PermissionSetProvisioningStatus": views.provisioning_status(request)}


@reads(on="InstanceArn")
def describe_permission_set_provisioning_status(
    call: Call, *, instance_arn: str, provision_permission_set_request_id: str
) -> dict[str, Any]:
    """Tell how far a permission set's provisioning is."""
    request = requests.get(call, instance_arn, "PROVISION_PERMISSION_SET", provision_permission_set_request_id)
    return {"PermissionSetProvisioningStatus": views.provisioning_status(request)}


@reads(on="InstanceArn")
def list_permission_set_provisioning_status(
    call: Call, *, page: PageRequest, instance_arn: str, filter: Mapping[str, RequestStatus] | None = None
) -> Page[dict[str, Any]]:
    """List the requests to provision permission sets, the newest first."""
    found = requests.list_of(call, instance_arn, "PROVISION_PERMISSION_SET", (filter or {}).get("Status"), page)
    return found.map(views.status_metadata)


@reads(on="InstanceArn PermissionSetArn")
def list_accounts_for_provisioned_permission_set(
    call: Call,
    *,
    page: PageRequest,
    instance_arn: str,
    permission_set_arn: str,
    provisioning_status: ProvisioningStatus | None = None,
) -> Page[str]:
    """List the accounts that a permission set is provisioned in."""
    return provisioning.list_accounts(
        call, instance_arn=instance_arn, permission_set_arn=permission_set_arn, status=provisioning_status, page=page
    )


@reads(on="InstanceArn AccountId")
def list_permission_sets_provisioned_to_account(
    call: Call,
    *,
    page: PageRequest,
    instance_arn: str,
    account_id: str,
    provisioning_status: ProvisioningStatus | None = None,
) -> Page[str]:
    """List the permission sets that are provisioned in an account."""
    return provisioning.list_permission_sets(
        call, instance_arn=instance_arn, account_id=account_id, status=provisioning_status, page=page
    )
