"""Use cases of references to customer managed policies in a permission set.

Nobody looks for the policy before the set is provisioned: it must then be in the account, under this name and path.
"""

from gatepost.core.access import permission_sets, policies, store
from gatepost.core.access.model import CustomerManagedPolicyReference
from gatepost.core.call import Call
from gatepost.kit.errors import NotFound
from gatepost.kit.paging import Page, PageRequest
from gatepost.store.database import Duplicate


def attach(
    call: Call, *, instance_arn: str, permission_set_arn: str, reference: CustomerManagedPolicyReference
) -> None:
    """Put a reference into a permission set (sso-admin AttachCustomerManagedPolicyReferenceToPermissionSet)."""
    _, permission_set_id = permission_sets.begin_change(call, instance_arn, permission_set_arn)
    try:
        store.policies.insert_reference(call.tx, permission_set_id, reference)
    except Duplicate:
        raise policies.attached_already(permission_set_id, _friendly(reference)) from None
    policies.check_quota(call, permission_set_id)


def detach(
    call: Call, *, instance_arn: str, permission_set_arn: str, reference: CustomerManagedPolicyReference
) -> None:
    """Take a reference out of a permission set (sso-admin DetachCustomerManagedPolicyReferenceFromPermissionSet)."""
    _, permission_set_id = permission_sets.begin_change(call, instance_arn, permission_set_arn)
    if not store.policies.delete_reference(call.tx, permission_set_id, reference):
        raise NotFound(f"Could not find CustomerManagedPolicyReference with name and path {_friendly(reference)}")


def list_references(
    call: Call, instance_arn: str, permission_set_arn: str, page: PageRequest
) -> Page[CustomerManagedPolicyReference]:
    """List a permission set's references (sso-admin ListCustomerManagedPolicyReferencesInPermissionSet)."""
    permission_set = permission_sets.get(call, instance_arn, permission_set_arn)
    return store.policies.list_references(call.tx, permission_set.permission_set_id, page)


def _friendly(reference: CustomerManagedPolicyReference) -> str:
    return f"{reference.path}{reference.name}"
