"""An instance's identity source, and sign-ins that go through an external identity provider."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from gatepost.core.federation.logout_model import ProviderSession

REQUEST_LIFETIME = timedelta(minutes=15)
TICKET_LIFETIME = timedelta(minutes=2)

SignOnBinding = Literal["HTTP-Redirect", "HTTP-POST"]


class SourceKind(StrEnum):
    """Where people prove who they are (the console's "Choose your identity source")."""

    IDENTITY_CENTER = "IDENTITY_CENTER"
    EXTERNAL_IDP = "EXTERNAL_IDP"


@dataclass(frozen=True, slots=True)
class ExternalProvider:
    """A SAML 2.0 identity provider that is trusted: `certificates` (PEM) are those whose keys sign its answers.

    With `allows_unsolicited` people may also come from the provider's own pages, with an answer that nobody asked for.
    `logout_url` is where it is told that somebody signed out here, if it wants to know. `metadata_url` is where its metadata
    are, which are asked for again from time to time.
    """

    name: str
    entity_id: str
    sign_on_url: str
    certificates: tuple[str, ...]
    sign_on_binding: SignOnBinding = "HTTP-Redirect"
    allows_unsolicited: bool = False
    logout_url: str | None = None
    logout_binding: SignOnBinding = "HTTP-Redirect"
    metadata_url: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What an administrator decides: the kind of source, the provider, and who can still sign in with a password.

    `emergency_user_ids` are for the day on which the provider is away; each use is alarmed.
    """

    kind: SourceKind = SourceKind.IDENTITY_CENTER
    provider: ExternalProvider | None = None
    emergency_user_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IdentitySource:
    """The identity source of an instance, and the one before it, to which it can be set back."""

    instance_id: str
    choice: Choice
    previous: Choice | None = None
    changed_at: datetime | None = None

    @property
    def provider(self) -> ExternalProvider | None:
        """The provider that people are sent to, where there is one."""
        return self.choice.provider if self.choice.kind is SourceKind.EXTERNAL_IDP else None

    def admits_password_of(self, user_id: str) -> bool:
        """Whether a user may sign in with a password here."""
        return self.provider is None or user_id in self.choice.emergency_user_ids


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """A person on the way to the provider and back: the browser's visit, and where they were going."""

    request_id: str
    visit_digest: str
    return_to: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """What a provider's assertion says, once everything about it was right; `subject` is whom it means and who says so."""

    assertion_id: str
    subject: ProviderSession
    in_response_to: str | None
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    expires_at: datetime = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change of the identity source would keep and lose, before it happens."""

    users: int
    groups: int
    account_assignments: int
    application_assignments: int
    matched: tuple[str, ...]
    unmatched: tuple[str, ...]
    warnings: tuple[str, ...]
