"""Applications, who is assigned to them, how they get tokens, and the issuers whose tokens they may bring."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from gatepost.kit import arns

Switch = Literal["ENABLED", "DISABLED"]
SignInOrigin = Literal["IDENTITY_CENTER", "APPLICATION"]
PrincipalType = Literal["USER", "GROUP"]
FederationProtocol = Literal["SAML", "OAUTH"]
GrantType = Literal[
    "authorization_code",
    "refresh_token",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "urn:ietf:params:oauth:grant-type:token-exchange",
]
AuthenticationMethodType = Literal["IAM"]
TrustedTokenIssuerType = Literal["OIDC_JWT"]
JwksRetrievalOption = Literal["OPEN_ID_DISCOVERY"]

MAX_ACCESS_SCOPES = 25
"""Access scopes of one application (IAM Identity Center quotas)."""


@dataclass(frozen=True, slots=True)
class SignInOptions:
    """How people come to an application: from the access portal straight in, or by the application's own URL."""

    origin: SignInOrigin
    application_url: str | None = None


@dataclass(frozen=True, slots=True)
class PortalOptions:
    """How the access portal shows an application, if it does."""

    visibility: Switch = "ENABLED"
    sign_in: SignInOptions | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """A customer managed application of an instance (sso-admin `Application`).

    `account_id` is the account that made it and `created_from` the Region. With `assignment_required` only who is assigned
    may use it, else everybody in the identity store. `background_sessions` lets jobs outlive the session they were started in.
    """

    application_id: str
    instance_id: str
    account_id: str
    provider_arn: str
    name: str
    description: str | None
    status: Switch
    portal: PortalOptions
    assignment_required: bool
    background_sessions: Switch
    created_at: datetime
    created_from: str

    @property
    def arn(self) -> str:
        """The application's ARN."""
        return arns.application(self.account_id, self.instance_id, self.application_id)


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture of an application for the portal, as a `data:` URI, and since when it is that."""

    picture: str = field(repr=False)
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Tile:
    """An application as the portal shows it: since when it has its logo, None where it has none."""

    application: Application
    logo_changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ApplicationAssignment:
    """A user's or group's access to an application (sso-admin `ApplicationAssignment`)."""

    application_arn: str
    principal_type: PrincipalType
    principal_id: str


@dataclass(frozen=True, slots=True)
class NamedAssignment:
    """An assignment as people read it: who is assigned by name, a user by user name."""

    principal_type: PrincipalType
    principal_id: str
    name: str


@dataclass(frozen=True, slots=True)
class AccessScope:
    """A scope that an application may ask for, and the ARNs of what it is good for (sso-admin `ScopeDetails`).

    `targets` is None where none were named.
    """

    scope: str
    targets: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class AuthorizationCodeGrant:
    """The authorization code grant (RFC 6749 section 4.1), answered only to these URIs."""

    redirect_uris: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuthorizedTokenIssuer:
    """A trusted token issuer, and the audiences that its tokens must be meant for; None where none were named."""

    trusted_token_issuer_arn: str
    audiences: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class JwtBearerGrant:
    """The JWT bearer grant (RFC 7523) with tokens of these issuers."""

    issuers: tuple[AuthorizedTokenIssuer, ...]


@dataclass(frozen=True, slots=True)
class RefreshTokenGrant:
    """The refresh token grant (RFC 6749 section 6)."""


@dataclass(frozen=True, slots=True)
class TokenExchangeGrant:
    """The token exchange grant (RFC 8693)."""


Grant = AuthorizationCodeGrant | JwtBearerGrant | RefreshTokenGrant | TokenExchangeGrant

GRANT_TYPES: Mapping[type[Grant], GrantType] = {
    AuthorizationCodeGrant: "authorization_code",
    JwtBearerGrant: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    RefreshTokenGrant: "refresh_token",
    TokenExchangeGrant: "urn:ietf:params:oauth:grant-type:token-exchange",
}


@dataclass(frozen=True, slots=True)
class IamAuthenticationMethod:
    """Authentication of an application by IAM: `actor_policy`, a resource policy, says who may speak for it."""

    actor_policy: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OidcJwtConfiguration:
    """An OpenID Connect provider whose tokens are trusted, and how its users are found here.

    `claim_attribute_path` picks a value out of the token, and `identity_store_attribute_path` names the attribute of the user
    who has that value.
    """

    issuer_url: str
    claim_attribute_path: str
    identity_store_attribute_path: str
    jwks_retrieval_option: JwksRetrievalOption


@dataclass(frozen=True, slots=True)
class TrustedTokenIssuer:
    """A trusted token issuer of an instance (sso-admin `TrustedTokenIssuerMetadata`); `account_id` is who made it."""

    issuer_id: str
    instance_id: str
    account_id: str
    name: str
    type: TrustedTokenIssuerType
    configuration: OidcJwtConfiguration

    @property
    def arn(self) -> str:
        """The trusted token issuer's ARN."""
        return arns.trusted_token_issuer(self.account_id, self.instance_id, self.issuer_id)


@dataclass(frozen=True, slots=True)
class ScopeDescription:
    """What a resource server's scope allows, in words for people."""

    title: str
    description: str


@dataclass(frozen=True, slots=True)
class ApplicationProvider:
    """A kind of application that can be connected (sso-admin `ApplicationProvider`).

    `scopes` are those of its resource server, where it has one.
    """

    name: str
    protocol: FederationProtocol
    display_name: str
    description: str
    scopes: Mapping[str, ScopeDescription] | None = None

    @property
    def arn(self) -> str:
        """The provider's ARN."""
        return arns.application_provider(self.name)
