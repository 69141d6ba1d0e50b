"""A single logout: who is told, one after the other, that a session has ended, and who began it (saml-profiles section 4.4)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

LOGOUT_LIFETIME: Final = timedelta(minutes=15)

Binding = Literal["HTTP-Redirect", "HTTP-POST", "SOAP"]


@dataclass(frozen=True, slots=True)
class ProviderSession:
    """A session as the provider knows it: the name by which its assertion called the person, and its index, if it gave one."""

    entity_id: str
    name_id: str
    name_id_format: str | None = None
    name_qualifier: str | None = None
    sp_name_qualifier: str | None = None
    session_index: str | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A party that is told: where, by which binding, whose session, and the name that people know the party by.

    Without `application_id` it is the identity provider that people sign in through. `name_id_format` is a short name of ours
    for an application, and the URI that it sent for the provider.
    """

    url: str
    binding: Binding
    party: str
    name_id: str
    name_id_format: str | None
    session_index: str | None
    application_id: str | None = None
    name_qualifier: str | None = None
    sp_name_qualifier: str | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked for a logout and waits for an answer: an application, or without `application_id` the provider."""

    request_id: str
    relay_state: str | None = None
    application_id: str | None = None


@dataclass(frozen=True, slots=True)
class Logout:
    """A logout on its way: the stop at `position` is being told; after the last one the asker, if there is one, is answered.

    With `is_partial` somebody could not be told, or said no.
    """

    logout_id: str
    stops: tuple[Stop, ...]
    expires_at: datetime
    asker: Asker | None = None
    position: int = 0
    is_partial: bool = False

    @property
    def stop(self) -> Stop | None:
        """Who is being told; None once everybody has answered."""
        return self.stops[self.position] if self.position < len(self.stops) else None

    @property
    def message_id(self) -> str:
        """The ID of the message to the party that is being told, which its answer names."""
        return f"{self.logout_id}.{self.position}"

    def after_answer(self, *, succeeded: bool) -> "Logout":
        """Return the logout on its way to the next party."""
        return replace(self, position=self.position + 1, is_partial=self.is_partial or not succeeded)
