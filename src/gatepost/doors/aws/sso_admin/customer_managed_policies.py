"""sso-admin operations on the references to customer managed policies in a permission set."""

from collections.abc import Mapping
from typing import Any

from gatepost.core.access import customer_managed_policies
from gatepost.core.access.model import CustomerManagedPolicyReference
from gatepost.core.call import Call
from gatepost.doors.aws.service import reads, writes
from gatepost.doors.aws.sso_admin import views
from gatepost.kit.paging import Page, PageRequest


@writes(on="InstanceArn PermissionSetArn")
def attach_customer_managed_policy_reference_to_permission_set(
    call: Call, *, instance_arn: str, permission_set_arn: str, customer_managed_policy_reference: Mapping[str, str]
) -> dict[str, Any]:
    """Put a reference into a permission set."""
    customer_managed_policies.attach(
        call,
        instance_arn=instance_arn,
        permission_set_arn=permission_set_arn,
        reference=reference_of(customer_managed_policy_reference),
    )
    return {}


@writes(on="InstanceArn PermissionSetArn")
def detach_customer_managed_policy_reference_from_permission_set(
    call: Call, *, instance_arn: str, permission_set_arn: str, customer_managed_policy_reference: Mapping[str, str]
) -> dict[str, Any]:
    """Take a reference out of a permission set."""
    customer_managed_policies.detach(
        call,
        instance_arn=instance_arn,
        permission_set_arn=permission_set_arn,
        reference=reference_of(customer_managed_policy_reference),
    )
    return {}


@reads(on="InstanceArn PermissionSetArn")
def list_customer_managed_policy_references_in_permission_set(
    call: Call, *, page: PageRequest, instance_arn: str, permission_set_arn: str
) -> Page[dict[str, Any]]:
    """List the references in a permission set."""
    found = customer_managed_policies.list_references(call, instance_arn, permission_set_arn, page)
    return found.map(views.customer_managed_policy_reference)


def reference_of(given: Mapping[str, str]) -> CustomerManagedPolicyReference:
    """Return a reference as it came in: without a path it is one in the root."""
    return CustomerManagedPolicyReference(given["Name"], given.get("Path", "/"))
