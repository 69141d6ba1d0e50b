"""What makes an application one that people enter by SAML 2.0: where answers go, whom they name, and what they tell."""

from dataclasses import dataclass, field
from typing import Literal

from gatepost.core.applications.model import Application

NameIdFormat = Literal["emailAddress", "persistent", "transient", "unspecified"]
NameFormat = Literal["unspecified", "basic", "uri"]
LogoutBinding = Literal["HTTP-Redirect", "HTTP-POST", "SOAP"]

LONGEST_SESSION_MINUTES = 12 * 60
"""AWS's own bound of an application's session."""


@dataclass(frozen=True, slots=True)
class AssertionConsumerService:
    """Where an application takes answers by POST, and the index by which its requests may name that place."""

    url: str
    index: int = 0


@dataclass(frozen=True, slots=True)
class AttributeMapping:
    """One attribute of an assertion: its name, and a text with sources in it, such as `${user:email}` or `team-${path:title}`.

    `${user:groups}` alone gives one value for each of the person's groups.
    """

    name: str
    value: str
    name_format: NameFormat = "unspecified"


@dataclass(frozen=True, slots=True)
class SamlSettings:
    """How an application speaks SAML: `entity_id` names it, the first of `assertion_consumer_services` is the default.

    `certificates` (PEM) verify its requests, which must be signed where `requests_signed`. Assertions are encrypted for
    `encryption_certificate`, where there is one. `session_minutes` is how long the application may keep a person signed in.
    With `ignores_name_id_policy` the name is the same whatever format a request asks for.
    """

    entity_id: str
    assertion_consumer_services: tuple[AssertionConsumerService, ...]
    name_id_format: NameIdFormat = "emailAddress"
    name_id_value: str = "${user:email}"
    ignores_name_id_policy: bool = False
    attributes: tuple[AttributeMapping, ...] = ()
    relay_state: str | None = None
    session_minutes: int = 60
    sign_response: bool = True
    sign_assertion: bool = True
    requests_signed: bool = False
    certificates: tuple[str, ...] = ()
    encryption_certificate: str | None = None
    logout_url: str | None = None
    logout_binding: LogoutBinding = "HTTP-Redirect"


@dataclass(frozen=True, slots=True)
class Participant:
    """An application that took part in a session: the index and the name by which it knows the session and its person."""

    application_id: str
    session_index: str
    name_id: str
    name_id_format: NameIdFormat


@dataclass(frozen=True, slots=True)
class SamlApplication:
    """A SAML application of an instance: the application that sso-admin knows as well, and how it speaks SAML.

    `logo` is a picture for the portal's tile, as a `data:` URI.
    """

    application: Application
    settings: SamlSettings
    logo: str | None = field(default=None, repr=False)

    @property
    def is_enabled(self) -> bool:
        """Whether anybody may enter it."""
        return self.application.status == "ENABLED"
