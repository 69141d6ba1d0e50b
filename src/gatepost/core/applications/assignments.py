"""Use cases of application assignments: who may use an application, and whether everybody may."""

from dataclasses import replace

from gatepost.core.applications import applications, store
from gatepost.core.applications.model import ApplicationAssignment, NamedAssignment, PrincipalType
from gatepost.core.call import Call
from gatepost.core.directory.store import group_exists, user_exists
from gatepost.core.instances import instances
from gatepost.kit import arns
from gatepost.kit.errors import Conflict, NotFound
from gatepost.kit.paging import Page, PageRequest
from gatepost.store.database import Duplicate


def create(call: Call, *, application_arn: str, principal_type: PrincipalType, principal_id: str) -> None:
    """Let a user or a group use an application (sso-admin CreateApplicationAssignment)."""
    application = applications.get(call, application_arn)
    _require_principal(call, arns.instance(application.instance_id), principal_type, principal_id)
    try:
        store.assignments.insert_assignment(call.tx, application.application_id, principal_type, principal_id)
    except Duplicate:
        raise Conflict(f"{principal_type} {principal_id} is already assigned to {application_arn}") from None


def get(call: Call, *, application_arn: str, principal_type: PrincipalType, principal_id: str) -> ApplicationAssignment:
    """Return the direct assignment of a principal (sso-admin DescribeApplicationAssignment), or raise NotFound."""
    application_id = applications.get(call, application_arn).application_id
    if not store.assignments.exists(call.tx, application_id, principal_type, principal_id):
        raise _absent(application_arn, principal_type, principal_id)
    return ApplicationAssignment(application_arn, principal_type, principal_id)


def delete(call: Call, *, application_arn: str, principal_type: PrincipalType, principal_id: str) -> None:
    """Take an assignment back (sso-admin DeleteApplicationAssignment)."""
    application_id = applications.get(call, application_arn).application_id
    if not store.assignments.delete_assignment(call.tx, application_id, principal_type, principal_id):
        raise _absent(application_arn, principal_type, principal_id)


def list_of_application(call: Call, application_arn: str, page: PageRequest) -> Page[ApplicationAssignment]:
    """List who is assigned to an application (sso-admin ListApplicationAssignments)."""
    return store.assignments.list_of_application(call.tx, applications.get(call, application_arn), page)


def list_named(call: Call, application_arn: str, page: PageRequest) -> Page[NamedAssignment]:
    """List who is assigned to an application, with their names."""
    return store.assignments.list_named(call.tx, applications.get(call, application_arn).application_id, page)


def list_of_principal(
    call: Call,
    *,
    instance_arn: str,
    principal_type: PrincipalType,
    principal_id: str,
    application_arn: str | None,
    page: PageRequest,
) -> Page[ApplicationAssignment]:
    """List the applications that a principal is assigned to (sso-admin ListApplicationAssignmentsForPrincipal).

    For a user these are also the assignments of the user's groups, each with the group as its principal.
    """
    instance_id = arns.instance_id(instance_arn)
    application_id = None if application_arn is None else applications.get(call, application_arn).application_id
    found = store.assignments.list_of_principal(
        call.tx, instance_id, principal_type, principal_id, application_id, page
    )
    if not found.items:
        _require_principal(call, instance_arn, principal_type, principal_id)
    return found


def is_required(call: Call, application_arn: str) -> bool:
    """Say whether only who is assigned may use an application (sso-admin GetApplicationAssignmentConfiguration)."""
    return applications.get(call, application_arn).assignment_required


def require(call: Call, application_arn: str, *, required: bool) -> None:
    """Open an application to everybody, or only to who is assigned (sso-admin PutApplicationAssignmentConfiguration)."""
    application = applications.lock(call, application_arn)
    store.applications.update_application(call.tx, replace(application, assignment_required=required))


def _require_principal(call: Call, instance_arn: str, principal_type: PrincipalType, principal_id: str) -> None:
    identity_store_id = instances.require(call, instance_arn).identity_store_id
    exists = user_exists if principal_type == "USER" else group_exists
    if not exists(call.tx, identity_store_id, principal_id):
        raise NotFound(f"Could not find {principal_type} with id {principal_id}")


def _absent(application_arn: str, principal_type: PrincipalType, principal_id: str) -> NotFound:
    return NotFound(f"Could not find an assignment of {principal_type} {principal_id} to {application_arn}")
