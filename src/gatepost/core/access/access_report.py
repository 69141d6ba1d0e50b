"""Who has access to what, and why: every way from a person to a role of an account, from either end."""

from gatepost.core.access import assignments, store
from gatepost.core.access.model import AccessOfUser, AccessToAccount, AssignedPrincipal
from gatepost.core.call import Call
from gatepost.core.instances import instances
from gatepost.kit.paging import Page, PageRequest


def of_user(call: Call, instance_arn: str, user_id: str) -> tuple[AccessOfUser, ...]:
    """Return the ways that lead a user to roles, in every account: what ListAccountAssignmentsForPrincipal lists, with names."""
    instance = instances.require_permission_sets(call, instance_arn)
    return store.access_report.access_of_user(call.tx, instance.instance_id, user_id)


def of_group(call: Call, instance_arn: str, group_id: str) -> tuple[AccessOfUser, ...]:
    """Return the roles that a group gives its members, in every account."""
    instance = instances.require_permission_sets(call, instance_arn)
    return store.access_report.access_of_group(call.tx, instance.instance_id, group_id)


def principals_of(call: Call, instance_arn: str, account_id: str) -> tuple[AssignedPrincipal, ...]:
    """Return every assignment to an account with names: what ListAccountAssignments lists, for each permission set at once."""
    instance = instances.require_permission_sets(call, instance_arn)
    assignments.require_account(call, account_id)
    return store.access_report.principals_of_account(call.tx, instance.instance_id, account_id)


def to_account(call: Call, instance_arn: str, account_id: str, page: PageRequest) -> Page[AccessToAccount]:
    """List the ways that lead people to roles of an account, by user name: ListAccountAssignments with each group's members."""
    instance = instances.require_permission_sets(call, instance_arn)
    assignments.require_account(call, account_id)
    return store.access_report.access_to_account(call.tx, instance.instance_id, account_id, page)
