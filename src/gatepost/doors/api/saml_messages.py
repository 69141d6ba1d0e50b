"""What administrators send and read of SAML applications."""

from dataclasses import asdict
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from gatepost.core.applications.model import PortalOptions, SignInOptions
from gatepost.core.applications.saml_model import (
    LONGEST_SESSION_MINUTES,
    AssertionConsumerService,
    AttributeMapping,
    LogoutBinding,
    NameFormat,
    NameIdFormat,
    SamlApplication,
    SamlSettings,
)
from gatepost.doors.api.messages import Body
from gatepost.kit import pictures

Switch = Literal["ENABLED", "DISABLED"]
Pem = Annotated[str, Field(max_length=16_384, description="An X.509 certificate in PEM.")]


class AssertionConsumerServiceBody(Body):
    """Where the application takes answers."""

    url: str = Field(max_length=2048, description="https, or http on this machine. Answers are posted to it.")
    index: int = Field(default=0, ge=0, le=65_535, description="By which requests may name it.")


class AttributeMappingBody(Body):
    """An attribute of the assertion."""

    name: str = Field(min_length=1, max_length=256)
    value: str = Field(
        min_length=1,
        max_length=2048,
        description="A text with sources in it, such as ${user:email}, ${path:enterprise.department} or ${user:id}; "
        "${user:groups} alone gives a value for each group.",
    )
    name_format: NameFormat = "unspecified"


class SamlSettingsBody(Body):
    """How the application speaks SAML."""

    entity_id: str = Field(min_length=1, max_length=1024, description="By which the application names itself.")
    assertion_consumer_services: tuple[AssertionConsumerServiceBody, ...] = Field(
        min_length=1, max_length=50, description="Where answers may go; the first is the default."
    )
    name_id_format: NameIdFormat = "emailAddress"
    name_id_value: str = Field(
        default="${user:email}", min_length=1, max_length=1024, description="Whom the assertion names."
    )
    ignores_name_id_policy: bool = Field(
        default=False, description="Whether the name is of that format even where a request asks for another one."
    )
    attributes: tuple[AttributeMappingBody, ...] = Field(default=(), max_length=50)
    relay_state: str | None = Field(
        default=None, max_length=1024, description="Sent along when people come from the portal."
    )
    session_minutes: int = Field(
        default=60,
        ge=5,
        le=LONGEST_SESSION_MINUTES,
        description="How long the application may keep a person signed in.",
    )
    sign_response: bool = True
    sign_assertion: bool = True
    requests_signed: bool = Field(default=False, description="Refuse requests that are not signed.")
    certificates: tuple[Pem, ...] = Field(
        default=(), max_length=10, description="By which the application's requests are verified."
    )
    encryption_certificate: Pem | None = Field(default=None, description="Assertions are encrypted for it.")
    logout_url: str | None = Field(default=None, max_length=2048, description="Where the application takes logouts.")
    logout_binding: LogoutBinding = "HTTP-Redirect"

    def settings(self) -> SamlSettings:
        """Return the settings as the core knows them."""
        given = self.model_dump()
        return SamlSettings(
            **{
                **given,
                "assertion_consumer_services": tuple(
                    AssertionConsumerService(**each) for each in given["assertion_consumer_services"]
                ),
                "attributes": tuple(AttributeMapping(**each) for each in given["attributes"]),
            }
        )


class ApplicationBody(Body):
    """What may change of a SAML application."""

    name: str = Field(min_length=1, max_length=100)
    description: str | None = Field(default=None, min_length=1, max_length=128)
    status: Switch = "ENABLED"
    visibility: Switch = Field(default="ENABLED", description="Whether the portal shows it.")
    application_url: str | None = Field(
        default=None,
        max_length=512,
        description="Where sign-in begins at the application; without it the portal sends people straight in.",
    )
    logo: str | None = Field(default=None, max_length=pictures.LONGEST_URI, description=pictures.DESCRIPTION)
    saml: SamlSettingsBody

    def portal(self) -> PortalOptions:
        """Return how the portal shows it."""
        sign_in = SignInOptions("APPLICATION", self.application_url) if self.application_url else None
        return PortalOptions(self.visibility, sign_in)

    def for_the_record(self) -> dict[str, Any]:
        """Return what was sent, without the picture: an event is no place for it."""
        sent = super().for_the_record()
        return {name: "…" if name == "logo" and value else value for name, value in sent.items()}


class NewApplicationBody(ApplicationBody):
    """A SAML application to connect."""

    application_provider_arn: str | None = Field(
        default=None, max_length=1224, description="One of the catalogue's; without it, an application of your own."
    )


def described(saml: SamlApplication) -> dict[str, Any]:
    """Return a SAML application as it is answered."""
    application = saml.application
    sign_in = application.portal.sign_in
    return {
        "application_id": application.application_id,
        "application_arn": application.arn,
        "application_provider_arn": application.provider_arn,
        "name": application.name,
        "description": application.description,
        "status": application.status,
        "visibility": application.portal.visibility,
        "application_url": sign_in and sign_in.application_url,
        "assignment_required": application.assignment_required,
        "logo": saml.logo,
        "created_at": application.created_at,
        "saml": asdict(saml.settings),
    }


_NULLABLE_TEXT: Final = {"type": ["string", "null"]}
APPLICATION: Final = {
    "type": "object",
    "required": ["application_id", "application_arn", "name", "status", "saml"],
    "properties": {
        "application_id": {"type": "string"},
        "application_arn": {"type": "string", "description": "By which sso-admin knows it, for assignments and tags."},
        "application_provider_arn": {"type": "string"},
        "name": {"type": "string"},
        "description": _NULLABLE_TEXT,
        "status": {"enum": ["ENABLED", "DISABLED"]},
        "visibility": {"enum": ["ENABLED", "DISABLED"]},
        "application_url": _NULLABLE_TEXT,
        "assignment_required": {"type": "boolean", "description": "Whether only who is assigned may enter it."},
        "logo": _NULLABLE_TEXT,
        "created_at": {"type": "string", "format": "date-time"},
        "saml": {"type": "object", "description": "As it was sent, with every default filled in."},
    },
}
