"""Use cases of account assignments: ask for one, ask for its end, list them. Jobs do the work (provisioning.py)."""

from gatepost.core.access import delegation, permission_sets, requests, store
from gatepost.core.access.model import Assignment, PrincipalType, Request, Target
from gatepost.core.call import Call
from gatepost.core.instances import instances
from gatepost.core.instances.model import Instance
from gatepost.core.organization.accounts import find_account
from gatepost.kit import arns
from gatepost.kit.errors import NotFound
from gatepost.kit.paging import Page, PageRequest


def request_creation(
    call: Call,
    *,
    instance_arn: str,
    permission_set_arn: str,
    account_id: str,
    principal_type: PrincipalType,
    principal_id: str,
) -> Request:
    """Ask for an assignment (sso-admin CreateAccountAssignment). One that exists already succeeds and changes nothing."""
    delegation.require_account(call, account_id)
    instance_id, permission_set_id = permission_sets.ids_of(instance_arn, permission_set_arn)
    assignment = Assignment(permission_set_id, account_id, principal_type, principal_id)
    target = store.assignments.find_target(call.tx, instance_id, assignment)
    if target is None:
        raise permission_sets.not_found(call, instance_arn, permission_set_arn)
    if (reason := obstacle(assignment, target)) is not None:
        raise NotFound(reason)
    return requests.begin_assignment(call, instance_id, "CREATE_ASSIGNMENT", assignment)


def request_deletion(
    call: Call,
    *,
    instance_arn: str,
    permission_set_arn: str,
    account_id: str,
    principal_type: PrincipalType,
    principal_id: str,
) -> Request:
    """Ask for the end of an assignment (sso-admin DeleteAccountAssignment), also of one whose principal is gone."""
    delegation.require_account(call, account_id)
    permission_set = permission_sets.get(call, instance_arn, permission_set_arn)
    assignment = Assignment(permission_set.permission_set_id, account_id, principal_type, principal_id)
    # First the request, so that one that is still being made is a conflict, and not something that does not exist.
    request = requests.begin_assignment(call, permission_set.instance_id, "DELETE_ASSIGNMENT", assignment)
    if not store.assignments.exists(call.tx, assignment):
        raise NotFound(
            f"Could not find an assignment of {principal_type} {principal_id} to account {account_id} with PermissionSet"
            f" {permission_set.permission_set_id}"
        )
    return request


def obstacle(assignment: Assignment, target: Target) -> str | None:
    """Say what of an assignment does not exist, or is not open to one; None where all is well."""
    if target.revision is None:
        return f"Could not find PermissionSet with id {assignment.permission_set_id}"
    if target.account_status is None:
        return f"Could not find account with id {assignment.account_id} in the organization"
    if target.account_status != "ACTIVE":
        return f"The account with id {assignment.account_id} is {target.account_status.lower().replace('_', ' ')}"
    if target.principal_id is None:
        return f"Could not find {assignment.principal_type} with id {assignment.principal_id}"
    return None


def list_of_role(
    call: Call, *, instance_arn: str, permission_set_arn: str, account_id: str, page: PageRequest
) -> Page[Assignment]:
    """List who is assigned to an account with a permission set (sso-admin ListAccountAssignments)."""
    permission_set = permission_sets.get(call, instance_arn, permission_set_arn)
    require_account(call, account_id)
    return store.assignments.list_of_role(call.tx, permission_set.permission_set_id, account_id, page)


def list_of_principal(
    call: Call,
    *,
    instance_arn: str,
    principal_type: PrincipalType,
    principal_id: str,
    account_id: str | None,
    page: PageRequest,
) -> Page[tuple[str, Assignment]]:
    """List the assignments of a principal (sso-admin ListAccountAssignmentsForPrincipal), each behind its set's ARN.

    For a user these are also the assignments of the user's groups, each with the group as its principal. A principal that
    is gone still has those that were left behind. "This action is not valid for account instances."
    """
    instance_id = instances.require_of_organization(call, instance_arn).instance_id
    found = store.assignments.list_of_principal(call.tx, instance_id, principal_type, principal_id, account_id, page)
    return found.map(lambda each: (arns.permission_set(instance_id, each.permission_set_id), each))


def require_target(call: Call, instance: Instance, account_id: str) -> None:
    """Raise NotFound where an instance gives no roles in an account: an account's own instance does so in that one only."""
    require_account(call, account_id)
    if not instance.is_of_organization and account_id != instance.owner_account_id:
        raise NotFound(f"Could not find account with id {account_id} in the instance")


def require_account(call: Call, account_id: str) -> None:
    """Raise NotFound where an account is not in the organisation."""
    if find_account(call.tx, account_id) is None:
        raise NotFound(f"Could not find account with id {account_id} in the organization")
