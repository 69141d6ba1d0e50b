"""SAML applications, for administrators: what AWS's console does and its API cannot."""

from http import HTTPStatus
from typing import Any, Final, cast

from gatepost.core.applications import providers, saml_applications
from gatepost.core.applications.saml_model import SamlApplication
from gatepost.core.call import Call
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.messages import PageQuery
from gatepost.doors.api.requested import Requested
from gatepost.doors.api.saml_messages import APPLICATION, ApplicationBody, NewApplicationBody, described
from gatepost.kit.paging import Page


def create_saml_application(requested: Requested) -> dict[str, Any]:
    """Connect an application; assign people to it by sso-admin or by the endpoints below."""
    body = cast(NewApplicationBody, requested.body)

    def do(call: Call) -> SamlApplication:
        return saml_applications.create(
            call,
            requested.instance,
            body.saml.settings(),
            name=body.name,
            provider_arn=body.application_provider_arn or providers.CUSTOM_SAML.arn,
            description=body.description,
            status=body.status,
            portal=body.portal(),
            logo=body.logo,
        )

    return described(requested.perform(do))


def list_saml_applications(requested: Requested) -> dict[str, Any]:
    """List the applications that are connected."""
    page = requested.page()

    def do(call: Call) -> Page[SamlApplication]:
        return saml_applications.list_all(call, requested.instance, page)

    return requested.paged("applications", requested.perform(do).map(described))


def get_saml_application(requested: Requested, *, application_id: str) -> dict[str, Any]:
    """Return one application."""
    return described(requested.perform(lambda call: saml_applications.get(call, requested.instance, application_id)))


def update_saml_application(requested: Requested, *, application_id: str) -> dict[str, Any]:
    """Replace what may change of an application."""
    body = cast(ApplicationBody, requested.body)

    def do(call: Call) -> SamlApplication:
        return saml_applications.update(
            call,
            requested.instance,
            application_id,
            body.saml.settings(),
            name=body.name,
            description=body.description,
            status=body.status,
            portal=body.portal(),
            logo=body.logo,
        )

    return described(requested.perform(do))


def delete_saml_application(requested: Requested, *, application_id: str) -> None:
    """Disconnect an application."""
    requested.perform(lambda call: saml_applications.delete(call, requested.instance, application_id))


CREATE_SAML_APPLICATION: Final = Endpoint(
    method="POST",
    path="/saml-applications",
    name="CreateSamlApplication",
    summary="Connect an application that people enter by SAML 2.0.",
    schema=APPLICATION,
    answer=create_saml_application,
    body=NewApplicationBody,
    status=HTTPStatus.CREATED,
)
LIST_SAML_APPLICATIONS: Final = Endpoint(
    method="GET",
    path="/saml-applications",
    name="ListSamlApplications",
    summary="List the applications that people enter by SAML 2.0.",
    schema={
        "type": "object",
        "required": ["applications"],
        "properties": {
            "applications": {"type": "array", "items": APPLICATION},
            "next_page_token": {"type": "string", "description": "Goes on after this page; absent on the last."},
        },
    },
    answer=list_saml_applications,
    query=PageQuery,
)
GET_SAML_APPLICATION: Final = Endpoint(
    method="GET",
    path="/saml-applications/{application_id}",
    name="GetSamlApplication",
    summary="Return a SAML application.",
    schema=APPLICATION,
    answer=get_saml_application,
)
UPDATE_SAML_APPLICATION: Final = Endpoint(
    method="PUT",
    path="/saml-applications/{application_id}",
    name="UpdateSamlApplication",
    summary="Replace everything of a SAML application but its id and provider.",
    schema=APPLICATION,
    answer=update_saml_application,
    body=ApplicationBody,
)
DELETE_SAML_APPLICATION: Final = Endpoint(
    method="DELETE",
    path="/saml-applications/{application_id}",
    name="DeleteSamlApplication",
    summary="Disconnect a SAML application, with its assignments.",
    schema=None,
    answer=delete_saml_application,
)
ALL: Final = (
    CREATE_SAML_APPLICATION,
    LIST_SAML_APPLICATIONS,
    GET_SAML_APPLICATION,
    UPDATE_SAML_APPLICATION,
    DELETE_SAML_APPLICATION,
)
