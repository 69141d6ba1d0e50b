"""Roles of permission sets in accounts: the request to provision, the lists of what is, and the jobs that do the work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gatepost.core.access import assignments, delegation, permission_sets, requests, store
from gatepost.core.access.model import (
    INLINE_POLICY_NAME,
    Assignment,
    CustomerManagedPolicyReference,
    PermissionSet,
    ProvisionedRole,
    ProvisioningStatus,
    Request,
    role_name,
    session_seconds,
)
from gatepost.core.call import Call
from gatepost.core.iam import managed_policies, roles
from gatepost.core.instances import instances
from gatepost.kit import arns, ids
from gatepost.kit.paging import Page, PageRequest

ACCOUNTS_PER_JOB = 50
"""How many roles one job brings up to date: the next ones are another job, so that no transaction grows long."""


def request(call: Call, *, instance_arn: str, permission_set_arn: str, account_id: str | None) -> Request:
    """Ask for a permission set's roles to be as the set is now (sso-admin ProvisionPermissionSet).

    Without an account: wherever the set has a role. With one: there, even if nobody is assigned yet.
    """
    permission_set = permission_sets.get(call, instance_arn, permission_set_arn)
    if account_id is None:
        delegation.require_permission_set(call, permission_set.instance_id, permission_set.permission_set_id)
    else:
        delegation.require_account(call, account_id)
        assignments.require_target(call, instances.require(call, instance_arn), account_id)
    return requests.begin_provisioning(call, permission_set.instance_id, permission_set.permission_set_id, account_id)


def list_accounts(
    call: Call, *, instance_arn: str, permission_set_arn: str, status: ProvisioningStatus | None, page: PageRequest
) -> Page[str]:
    """List the accounts that a permission set is provisioned in (sso-admin ListAccountsForProvisionedPermissionSet)."""
    permission_set = permission_sets.get(call, instance_arn, permission_set_arn)
    return store.provisioning.list_account_ids(call.tx, permission_set.permission_set_id, status, page)


def list_permission_sets(
    call: Call, *, instance_arn: str, account_id: str, status: ProvisioningStatus | None, page: PageRequest
) -> Page[str]:
    """List the ARNs of the sets that are provisioned in an account (sso-admin ListPermissionSetsProvisionedToAccount)."""
    instance_id = instances.require_permission_sets(call, instance_arn).instance_id
    assignments.require_account(call, account_id)
    found = store.provisioning.list_permission_set_ids(call.tx, instance_id, account_id, status, page)
    return found.map(lambda permission_set_id: arns.permission_set(instance_id, permission_set_id))


def provision_assignment(call: Call, payload: Mapping[str, Any]) -> None:
    """Make or remove an assignment, and its role with the first or the last one: the job of both requests.

    What can be refused is decided before the first row is written. Anything else that goes wrong undoes the transaction,
    and the job comes again.
    """
    request = requests.find_in_progress(call, payload["request_id"])
    if request is None or (assignment := request.assignment) is None:
        return
    if request.operation == "CREATE_ASSIGNMENT":
        failure = _assign(call, request.instance_id, assignment)
    else:
        failure = _unassign(call, assignment)
    requests.finish(call, request, failure)


def provision_permission_set(call: Call, payload: Mapping[str, Any]) -> None:
    """Write a permission set's roles anew: in the request's account, or account after account, a batch at a time."""
    request = requests.find_in_progress(call, payload["request_id"])
    if request is None:
        return
    found = store.permission_sets.find_permission_set(call.tx, request.instance_id, request.permission_set_id)
    if found is None:
        requests.finish(call, request, f"Could not find PermissionSet with id {request.permission_set_id}")
        return
    content = _content(call, found)
    if request.account_id is not None:
        requests.finish(call, request, _provision(call, content, request.account_id))
    else:
        _provision_some(call, content, request, payload)


@dataclass(frozen=True, slots=True)
class _RoleContent:
    """What a permission set's roles are made of."""

    permission_set: PermissionSet
    aws_policies: Sequence[str]
    own_policies: Sequence[CustomerManagedPolicyReference]

    def attached_in(self, account_id: str) -> list[str]:
        """Return the ARNs of the managed policies of the role in an account."""
        return [*self.aws_policies, *(each.arn_in(account_id) for each in self.own_policies)]

    def boundary_in(self, account_id: str) -> str | None:
        """Return the ARN of the policy that bounds the role in an account."""
        boundary = self.permission_set.permissions_boundary
        return boundary.arn_in(account_id) if isinstance(boundary, CustomerManagedPolicyReference) else boundary

    def policies_in(self, account_id: str) -> list[str]:
        """Return the ARNs of every policy that the account must have."""
        boundary = self.boundary_in(account_id)
        return [*self.attached_in(account_id), *([] if boundary is None else [boundary])]

    @property
    def inline(self) -> Mapping[str, str]:
        document = self.permission_set.inline_policy
        return {INLINE_POLICY_NAME: document} if document else {}


def _content(call: Call, permission_set: PermissionSet) -> _RoleContent:
    set_id = permission_set.permission_set_id
    return _RoleContent(
        permission_set, store.policies.arns_in(call.tx, set_id), store.policies.references_in(call.tx, set_id)
    )


def _assign(call: Call, instance_id: str, assignment: Assignment) -> str | None:
    target = store.assignments.find_target(call.tx, instance_id, assignment)
    if target is None:
        return f"Could not find Instance with id {instance_id}"
    if (reason := assignments.obstacle(assignment, target)) is not None:
        return reason
    role = store.provisioning.lock_role(call.tx, assignment.permission_set_id, assignment.account_id)
    if role is None or role.revision != target.revision:
        found = store.permission_sets.find_permission_set(call.tx, instance_id, assignment.permission_set_id)
        if found is None:
            return f"Could not find PermissionSet with id {assignment.permission_set_id}"
        if (reason := _provision(call, _content(call, found), assignment.account_id)) is not None:
            return reason
    store.assignments.insert_assignment(call.tx, assignment)
    return None


def _unassign(call: Call, assignment: Assignment) -> str | None:
    role = store.provisioning.lock_role(call.tx, assignment.permission_set_id, assignment.account_id)
    if not store.assignments.delete_assignment(call.tx, assignment) or role is None:
        return "Could not find the assignment"
    if not store.assignments.is_assigned(call.tx, assignment.permission_set_id, assignment.account_id):
        store.provisioning.delete_role(call.tx, assignment.permission_set_id, assignment.account_id)
        roles.delete_role(call, assignment.account_id, role.role_name)
    return None


def _provision_some(call: Call, content: _RoleContent, request: Request, payload: Mapping[str, Any]) -> None:
    """Write the next roles after an account, and leave the rest to another job of the same request.

    What fails in one account keeps no other from its role; the request tells the first reason, once all have been tried.
    """
    set_id = content.permission_set.permission_set_id
    after, failure = payload.get("after"), payload.get("failure")
    batch = PageRequest(ACCOUNTS_PER_JOB, (after,) if after else None)
    page = store.provisioning.list_account_ids(call.tx, set_id, None, batch)
    for account_id in page.items:
        # One that was removed since it was listed is not made again.
        if (held := store.provisioning.lock_role(call.tx, set_id, account_id)) is not None:
            missing = _missing(call, content, account_id)
            failure = failure or missing
            if missing is None:
                _write_role(call, content, held)
    if page.next is None:
        requests.finish(call, request, failure)
    else:
        rest = {"request_id": request.request_id, "after": page.next[0], "failure": failure}
        call.enqueue(requests.PROVISION_PERMISSION_SET, rest)


def _provision(call: Call, content: _RoleContent, account_id: str) -> str | None:
    """Write a set's role in an account; return why that cannot be, before anything is written."""
    if (reason := _missing(call, content, account_id)) is not None:
        return reason
    _write_role(call, content, _hold_role(call, content.permission_set, account_id))
    return None


def _missing(call: Call, content: _RoleContent, account_id: str) -> str | None:
    """Say which policies of a set an account does not have; those that it has stay until the call ends."""
    missing = managed_policies.find_missing(call, account_id, content.policies_in(account_id))
    if not missing:
        return None
    return f"Received a 404 status error: Policy {', '.join(missing)} does not exist or is not attachable."


def _write_role(call: Call, content: _RoleContent, held: ProvisionedRole) -> None:
    permission_set = content.permission_set
    role = roles.put_reserved_role(
        call,
        held.account_id,
        name=held.role_name,
        path=arns.RESERVED_SSO_PATH,
        attached=content.attached_in(held.account_id),
        inline=content.inline,
        max_session_seconds=session_seconds(permission_set.session_duration),
        description=permission_set.description or "",
        permissions_boundary=content.boundary_in(held.account_id),
    )
    written = replace(held, revision=permission_set.revision)
    store.provisioning.finish(call.tx, written, role.role_id, call.now)


def _hold_role(call: Call, permission_set: PermissionSet, account_id: str) -> ProvisionedRole:
    """Return a set's role in an account, a new one or its own, with its row locked.

    So of two servers neither makes a second role, nor removes this one meanwhile.
    """
    new = ProvisionedRole(
        permission_set_id=permission_set.permission_set_id,
        account_id=account_id,
        role_name=role_name(permission_set.name, ids.new_role_suffix(call.entropy)),
        revision=permission_set.revision,
    )
    while not store.provisioning.claim(call.tx, new, call.now):
        held = store.provisioning.lock_role(call.tx, permission_set.permission_set_id, account_id)
        if held is not None:
            return held
    return new
