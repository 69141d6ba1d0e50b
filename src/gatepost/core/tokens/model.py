"""Clients, grants and tokens: what they are, and the rules that need no database."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from gatepost.kit.errors import Invalid, Refused
from gatepost.kit.redirect_uris import without_loopback_port
from gatepost.kit.secret import Secret

ACCOUNT_ACCESS = "sso:account:access"
SCOPES = frozenset({ACCOUNT_ACCESS, "openid", "profile", "email", "offline_access", "aws"})
"""Scopes that a client may register; the first one opens the portal's API."""

CLIENT_LIFETIME = timedelta(days=90)
"""RegisterClient: the client secret is valid for 90 days."""
DEVICE_GRANT_LIFETIME = timedelta(minutes=10)
DEVICE_POLL_INTERVAL_SECONDS = 1
SLOW_DOWN_SECONDS = 5
"""RFC 8628 section 3.5: each slow_down adds five seconds to the interval."""
CODE_LIFETIME = timedelta(minutes=2)
ACCESS_TOKEN_LIFETIME = timedelta(hours=1)

_VERIFIER = re.compile(r"[A-Za-z0-9\-._~]{43,128}")
_CHALLENGE = re.compile(r"[A-Za-z0-9\-_]{43}")


class GrantType(StrEnum):
    """The grants that CreateToken knows."""

    AUTHORIZATION_CODE = "authorization_code"
    REFRESH_TOKEN = "refresh_token"  # noqa: S105 - a grant's name
    DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"


DeviceGrantState = Literal["PENDING", "ALLOWED", "DENIED", "REDEEMED"]
"""Where a device grant stands."""


@dataclass(frozen=True, slots=True)
class Client:
    """A registered OIDC client (RFC 7591); `grant_types` and `scopes` empty mean what the field's defaults are."""

    client_id: str
    secret_digest: bytes
    name: str
    scopes: tuple[str, ...]
    redirect_uris: tuple[str, ...]
    grant_types: tuple[str, ...]
    created_at: datetime
    secret_expires_at: datetime

    def may_use(self, grant: GrantType) -> bool:
        """Say whether the client registered for a grant; one that registered for none may use the device grant."""
        allowed = self.grant_types or (GrantType.DEVICE_CODE, GrantType.REFRESH_TOKEN)
        return grant in allowed

    def has_redirect_uri(self, redirect_uri: str) -> bool:
        """Compare with the registered URIs exactly, but for the port of a loopback one (RFC 8252 section 7.3)."""
        wanted = without_loopback_port(redirect_uri)
        return any(wanted == without_loopback_port(registered) for registered in self.redirect_uris)


@dataclass(frozen=True, slots=True)
class DeviceGrant:
    """A device authorisation (RFC 8628): the device polls with its code while a person decides with the user code.

    `client_address` and `client_user_agent` are of the program that began it.
    """

    device_code_digest: bytes
    user_code: str
    client_id: str
    client_name: str
    scopes: tuple[str, ...]
    state: DeviceGrantState
    client_address: str
    created_at: datetime
    expires_at: datetime
    interval_seconds: int
    last_polled_at: datetime | None
    user_id: str | None
    session_id: str | None
    client_user_agent: str


@dataclass(frozen=True, slots=True)
class WaitingDevice:
    """A device that waits for a person's decision, and what tells that person whether it is theirs.

    `is_elsewhere` where it asked from another network than the person's browser is in; `is_forbidden` where the person may
    only deny it.
    """

    grant: DeviceGrant
    is_elsewhere: bool
    is_forbidden: bool


@dataclass(frozen=True, slots=True)
class AuthorizationCode:
    """A code that a person's browser carried to the client; it works once (RFC 6749 section 4.1.2)."""

    code_digest: bytes
    client_id: str
    redirect_uri: str
    code_challenge: str
    scopes: tuple[str, ...]
    user_id: str
    session_id: str
    expires_at: datetime
    family_id: str | None


@dataclass(frozen=True, slots=True)
class Family:
    """All tokens that came out of one approval: they live with the sign-in session it was given in, and are revoked together."""

    family_id: str
    client_id: str
    user_id: str
    session_id: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Owner:
    """The person behind a session that is alive: enabled, signed in, not past the session's absolute end."""

    user_id: str
    user_name: str
    identity_store_id: str
    account_id: str
    session_id: str
    session_expires_at: datetime


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """A refresh token with its family, and the owner of its session where that is alive."""

    used_at: datetime | None
    family: Family
    owner: Owner | None


@dataclass(frozen=True, slots=True)
class Tokens:
    """What CreateToken gives."""

    access_token: Secret
    refresh_token: Secret
    expires_in_seconds: int
    scopes: tuple[str, ...]


def require_scopes(scopes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the scopes in their order, once each; Invalid for one that is unknown."""
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown:
        raise Invalid(f"The scope {unknown[0]!r} is not known.", reason="invalid_scope")
    return tuple(dict.fromkeys(scopes))


def require_challenge(challenge: str | None, method: str | None) -> str:
    """Return the PKCE challenge; Invalid without one, or with a method other than S256 (RFC 7636, RFC 9700 section 2.1.1)."""
    if method != "S256" or challenge is None or not _CHALLENGE.fullmatch(challenge):
        raise Invalid("A code_challenge of 43 characters with the method S256 is required.", reason="invalid_request")
    return challenge


def require_verifier(verifier: Secret | None, challenge: str) -> None:
    """Raise Refused unless the verifier hashes to the challenge (RFC 7636 section 4.6)."""
    text = verifier.reveal() if verifier is not None else ""
    hashed = base64.urlsafe_b64encode(hashlib.sha256(text.encode("utf-8", "replace")).digest()).rstrip(b"=")
    if not _VERIFIER.fullmatch(text) or not hmac.compare_digest(hashed, challenge.encode()):
        raise invalid_grant("The code verifier does not match the code challenge.")


def invalid_grant(message: str) -> Refused:
    """Return the refusal of a code or token that is wrong, used, expired, revoked or another client's."""
    return Refused(message, reason="invalid_grant")
