"""Tenants, their bearer tokens, and what a token's bearer sees."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, get_args

Profile = Literal["rfc", "aws"]
"""What a token's bearer meets: all of the specification, or what Identity Center's own endpoint does."""

PROFILES: Final[tuple[Profile, ...]] = get_args(Profile)
LIFETIME: Final = timedelta(days=365)
MOST_TOKENS: Final = 2
"""So many at a time: the one that is in use, and the one that is to replace it."""
REMINDERS: Final = (timedelta(days=90), timedelta(days=30), timedelta(days=7), timedelta(days=1))
"""How long before its end a token is written about."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """The endpoint of one identity store; its id is part of AWS's form of the URL."""

    tenant_id: str
    identity_store_id: str
    created_at: datetime
    created_by: str

    @property
    def issuer(self) -> str:
        """Who issued the external ids that come by this tenant: it outlives every change of host name."""
        return f"urn:uuid:{self.tenant_id}"

    def url(self, public_url: str, profile: Profile) -> str:
        """Return the address to give to an identity provider; programs that were written around AWS's expect its form."""
        return f"{public_url}/{self.tenant_id}/scim/v2" if profile == "aws" else f"{public_url}/scim/v2"


@dataclass(frozen=True, slots=True)
class BearerToken:
    """A token as it is listed: only whoever made it has seen it."""

    token_id: str
    tenant_id: str
    profile: Profile
    created_at: datetime
    created_by: str
    expires_at: datetime

    def next_reminder(self, now: datetime) -> datetime | None:
        """Return when to write about the token's end next; None after the last time."""
        moments = (self.expires_at - before for before in REMINDERS)
        return next((moment for moment in moments if moment > now), None)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who comes with a valid token: the token, its tenant, and the account and the Region of its instance."""

    token_id: str
    profile: Profile
    tenant: Tenant
    owner_account_id: str
    region: str
