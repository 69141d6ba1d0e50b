"""The logos of applications, of whatever kind: what the portal shows beside their names."""

from typing import Any, Final, cast

from pydantic import Field

from gatepost.core.applications import logos
from gatepost.core.applications.model import Logo
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.messages import Body
from gatepost.doors.api.requested import Requested
from gatepost.kit import pictures


class LogoBody(Body):
    """A logo."""

    logo: str = Field(max_length=pictures.LONGEST_URI, description=pictures.DESCRIPTION)

    def for_the_record(self) -> dict[str, Any]:
        """Leave the picture out of the event."""
        return {"logo": "…"}


def get_logo(requested: Requested, *, application_id: str) -> dict[str, Any]:
    """Return an application's logo."""
    return _described(requested.perform(lambda call: logos.get(call, requested.instance, application_id)))


def put_logo(requested: Requested, *, application_id: str) -> dict[str, Any]:
    """Give an application a logo."""
    picture = cast(LogoBody, requested.body).logo
    return _described(requested.perform(lambda call: logos.put(call, requested.instance, application_id, picture)))


def delete_logo(requested: Requested, *, application_id: str) -> None:
    """Take an application's logo away."""
    requested.perform(lambda call: logos.delete(call, requested.instance, application_id))


def _described(logo: Logo) -> dict[str, Any]:
    return {"logo": logo.picture, "changed_at": logo.changed_at}


_PATH: Final = "/applications/{application_id}/logo"
_LOGO: Final = {
    "type": "object",
    "required": ["logo", "changed_at"],
    "properties": {
        "logo": {"type": "string", "description": "A data: URI."},
        "changed_at": {"type": "string", "format": "date-time"},
    },
}
ALL: Final = (
    Endpoint(
        method="GET",
        path=_PATH,
        name="GetApplicationLogo",
        summary="Return the logo of an application, by SAML or OAuth 2.0, that the portal shows.",
        schema=_LOGO,
        answer=get_logo,
    ),
    Endpoint(
        method="PUT",
        path=_PATH,
        name="PutApplicationLogo",
        summary="Give an application a logo, in place of the one before.",
        schema=_LOGO,
        answer=put_logo,
        body=LogoBody,
    ),
    Endpoint(
        method="DELETE",
        path=_PATH,
        name="DeleteApplicationLogo",
        summary="Take an application's logo away: the portal shows its first letter.",
        schema=None,
        answer=delete_logo,
    ),
)
