"""Who may enter a SAML application: the same assignments that sso-admin lists and makes."""

from typing import Any, Final, Literal, cast

from pydantic import Field

from gatepost.core.applications import assignments, saml_applications
from gatepost.core.applications.model import ApplicationAssignment
from gatepost.core.call import Call
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.messages import Body, PageQuery
from gatepost.doors.api.requested import Requested
from gatepost.kit.paging import Page


class AssignmentBody(Body):
    """A user or a group."""

    principal_type: Literal["USER", "GROUP"]
    principal_id: str = Field(min_length=1, max_length=47)


class OpennessBody(Body):
    """Whether an application is open to all."""

    assignment_required: bool = Field(description="False lets everybody in the identity store enter.")


def assign(requested: Requested, *, application_id: str) -> None:
    """Let a user or a group enter."""
    body = cast(AssignmentBody, requested.body)

    def do(call: Call) -> None:
        assignments.create(
            call,
            application_arn=_arn(requested, call, application_id),
            principal_type=body.principal_type,
            principal_id=body.principal_id,
        )

    requested.perform(do)


def unassign(requested: Requested, *, application_id: str) -> None:
    """Take it back."""
    body = cast(AssignmentBody, requested.body)

    def do(call: Call) -> None:
        assignments.delete(
            call,
            application_arn=_arn(requested, call, application_id),
            principal_type=body.principal_type,
            principal_id=body.principal_id,
        )

    requested.perform(do)


def list_assignments(requested: Requested, *, application_id: str) -> dict[str, Any]:
    """List who may enter."""
    page = requested.page()

    def do(call: Call) -> Page[ApplicationAssignment]:
        return assignments.list_of_application(call, _arn(requested, call, application_id), page)

    return requested.paged("assignments", requested.perform(do).map(_described))


def set_openness(requested: Requested, *, application_id: str) -> None:
    """Open an application to all, or only to who is assigned."""
    body = cast(OpennessBody, requested.body)

    def do(call: Call) -> None:
        assignments.require(call, _arn(requested, call, application_id), required=body.assignment_required)

    requested.perform(do)


def _arn(requested: Requested, call: Call, application_id: str) -> str:
    return saml_applications.get(call, requested.instance, application_id).application.arn


def _described(assignment: ApplicationAssignment) -> dict[str, Any]:
    return {"principal_type": assignment.principal_type, "principal_id": assignment.principal_id}


_PATH: Final = "/saml-applications/{application_id}/assignments"
_ASSIGNMENT: Final = {
    "type": "object",
    "required": ["principal_type", "principal_id"],
    "properties": {"principal_type": {"enum": ["USER", "GROUP"]}, "principal_id": {"type": "string"}},
}
ALL: Final = (
    Endpoint(
        method="POST",
        path=_PATH,
        name="CreateSamlApplicationAssignment",
        summary="Let a user or a group enter a SAML application.",
        schema=None,
        answer=assign,
        body=AssignmentBody,
    ),
    Endpoint(
        method="DELETE",
        path=_PATH,
        name="DeleteSamlApplicationAssignment",
        summary="Take the assignment of a user or a group back.",
        schema=None,
        answer=unassign,
        body=AssignmentBody,
    ),
    Endpoint(
        method="GET",
        path=_PATH,
        name="ListSamlApplicationAssignments",
        summary="List who is assigned to a SAML application.",
        schema={
            "type": "object",
            "required": ["assignments"],
            "properties": {
                "assignments": {"type": "array", "items": _ASSIGNMENT},
                "next_page_token": {"type": "string", "description": "Goes on after this page; absent on the last."},
            },
        },
        answer=list_assignments,
        query=PageQuery,
    ),
    Endpoint(
        method="PUT",
        path="/saml-applications/{application_id}/assignment-required",
        name="PutSamlApplicationAssignmentRequired",
        summary="Say whether only who is assigned may enter a SAML application.",
        schema=None,
        answer=set_openness,
        body=OpennessBody,
    ),
)
