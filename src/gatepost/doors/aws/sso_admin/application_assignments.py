"""sso-admin operations on who may use an application."""

from collections.abc import Mapping
from typing import Any

from gatepost.core.applications import assignments
from gatepost.core.applications.model import PrincipalType
from gatepost.core.call import Call
from gatepost.doors.aws.service import reads, writes
from gatepost.doors.aws.sso_admin import application_views
from gatepost.kit.paging import Page, PageRequest


@writes(on="ApplicationArn")
def create_application_assignment(
    call: Call, *, application_arn: str, principal_id: str, principal_type: PrincipalType
) -> dict[str, Any]:
    """Let a user or a group use an application."""
    assignments.create(call, application_arn=application_arn, principal_type=principal_type, principal_id=principal_id)
    return {}


@reads(on="ApplicationArn")
def describe_application_assignment(
    call: Call, *, application_arn: str, principal_id: str, principal_type: PrincipalType
) -> dict[str, Any]:
    """Tell whether there is a direct assignment."""
    known = assignments.get(
        call, application_arn=application_arn, principal_type=principal_type, principal_id=principal_id
    )
    return application_views.assignment(known)


@writes(on="ApplicationArn")
def delete_application_assignment(
    call: Call, *, application_arn: str, principal_id: str, principal_type: PrincipalType
) -> dict[str, Any]:
    """Take an assignment back."""
    assignments.delete(call, application_arn=application_arn, principal_type=principal_type, principal_id=principal_id)
    return {}


@reads(on="ApplicationArn")
def list_application_assignments(call: Call, *, page: PageRequest, application_arn: str) -> Page[dict[str, Any]]:
    """List who is assigned to an application."""
    return assignments.list_of_application(call, application_arn, page).map(application_views.assignment)


@reads(on="InstanceArn")
def list_application_assignments_for_principal(
    call: Call,
    *,
    page: PageRequest,
    instance_arn: str,
    principal_id: str,
    principal_type: PrincipalType,
    filter: Mapping[str, str] | None = None,
) -> Page[dict[str, Any]]:
    """List the applications that a principal is assigned to, for a user through groups too."""
    found = assignments.list_of_principal(
        call,
        instance_arn=instance_arn,
        principal_type=principal_type,
        principal_id=principal_id,
        application_arn=(filter or {}).get("ApplicationArn"),
        page=page,
    )
    return found.map(application_views.assignment)


@reads(on="ApplicationArn")
def get_application_assignment_configuration(call: Call, *, application_arn: str) -> dict[str, Any]:
    """Tell whether only who is assigned may use an application."""
    return {"AssignmentRequired": assignments.is_required(call, application_arn)}


@writes(on="ApplicationArn")
def put_application_assignment_configuration(
    call: Call, *, application_arn: str, assignment_required: bool
) -> dict[str, Any]:
    """Say whether only who is assigned may use an application."""
    assignments.require(call, application_arn, required=assignment_required)
    return {}
