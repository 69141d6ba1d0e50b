"""From what the core knows of applications and trusted token issuers to sso-admin's structures, and back."""

from collections.abc import Mapping
from typing import Any

from gatepost.core.applications.model import (
    GRANT_TYPES,
    AccessScope,
    Application,
    ApplicationAssignment,
    ApplicationProvider,
    AuthorizationCodeGrant,
    AuthorizedTokenIssuer,
    Grant,
    IamAuthenticationMethod,
    JwtBearerGrant,
    OidcJwtConfiguration,
    PortalOptions,
    RefreshTokenGrant,
    SignInOptions,
    TokenExchangeGrant,
    TrustedTokenIssuer,
)
from gatepost.core.instances.model import Instance
from gatepost.doors.aws.sso_admin.views import present
from gatepost.kit import arns
from gatepost.kit.errors import Invalid


def application(known: Application, instance: Instance) -> dict[str, Any]:
    """Render Application and DescribeApplicationResponse."""
    return present(
        ApplicationArn=known.arn,
        ApplicationProviderArn=known.provider_arn,
        Name=known.name,
        ApplicationAccount=known.account_id,
        InstanceArn=arns.instance(known.instance_id),
        IdentityStoreArn=instance.identity_store_arn,
        Status=known.status,
        PortalOptions=portal_options(known.portal),
        Description=known.description,
        CreatedDate=known.created_at,
        CreatedFrom=known.created_from,
    )


def portal_options(known: PortalOptions) -> dict[str, Any]:
    """Render PortalOptions."""
    sign_in = known.sign_in
    options = None if sign_in is None else present(Origin=sign_in.origin, ApplicationUrl=sign_in.application_url)
    return present(SignInOptions=options, Visibility=known.visibility)


def portal_options_given(given: Mapping[str, Any] | None) -> PortalOptions | None:
    """Read PortalOptions."""
    if given is None:
        return None
    return PortalOptions(given.get("Visibility", "ENABLED"), sign_in_options_given(given))


def sign_in_options_given(portal: Mapping[str, Any] | None) -> SignInOptions | None:
    """Read the SignInOptions of PortalOptions."""
    given = (portal or {}).get("SignInOptions")
    return None if given is None else SignInOptions(given["Origin"], given.get("ApplicationUrl"))


def provider(known: ApplicationProvider) -> dict[str, Any]:
    """Render ApplicationProvider and DescribeApplicationProviderResponse."""
    return present(
        ApplicationProviderArn=known.arn,
        FederationProtocol=known.protocol,
        DisplayData={"DisplayName": known.display_name, "Description": known.description},
        ResourceServerConfig=_resource_server(known),
    )


def assignment(known: ApplicationAssignment) -> dict[str, Any]:
    """Render ApplicationAssignment and its like."""
    return {
        "ApplicationArn": known.application_arn,
        "PrincipalId": known.principal_id,
        "PrincipalType": known.principal_type,
    }


def access_scope(known: AccessScope) -> dict[str, Any]:
    """Render ScopeDetails and GetApplicationAccessScopeResponse."""
    return present(Scope=known.scope, AuthorizedTargets=None if known.targets is None else list(known.targets))


def authentication_method(known: IamAuthenticationMethod) -> dict[str, Any]:
    """Render AuthenticationMethod."""
    return {"Iam": {"ActorPolicy": known.actor_policy}}


def authentication_method_given(given: Mapping[str, Any]) -> IamAuthenticationMethod:
    """Read AuthenticationMethod; Invalid where the actor policy is no JSON object."""
    policy = given["Iam"]["ActorPolicy"]
    if not isinstance(policy, dict):
        raise Invalid("ActorPolicy must be an IAM policy document, a JSON object.")
    return IamAuthenticationMethod(policy)


def grant_item(known: Grant) -> dict[str, Any]:
    """Render GrantItem."""
    return {"GrantType": GRANT_TYPES[type(known)], "Grant": grant(known)}


def grant(known: Grant) -> dict[str, Any]:
    """Render Grant."""
    match known:
        case AuthorizationCodeGrant():
            return {"AuthorizationCode": {"RedirectUris": list(known.redirect_uris)}}
        case JwtBearerGrant():
            return {"JwtBearer": {"AuthorizedTokenIssuers": [_authorized_issuer(each) for each in known.issuers]}}
        case RefreshTokenGrant():
            return {"RefreshToken": {}}
        case TokenExchangeGrant():
            return {"TokenExchange": {}}


def grant_given(given: Mapping[str, Any]) -> Grant:
    """Read Grant, a union of which exactly one member is there."""
    [(member, settings)] = given.items()
    match member:
        case "AuthorizationCode":
            return AuthorizationCodeGrant(tuple(settings.get("RedirectUris", ())))
        case "JwtBearer":
            return JwtBearerGrant(
                tuple(_authorized_issuer_given(each) for each in settings.get("AuthorizedTokenIssuers", ()))
            )
        case "RefreshToken":
            return RefreshTokenGrant()
        case _:
            return TokenExchangeGrant()


def trusted_token_issuer(known: TrustedTokenIssuer) -> dict[str, Any]:
    """Render TrustedTokenIssuerMetadata."""
    return {
        "TrustedTokenIssuerArn": known.arn,
        "Name": known.name,
        "TrustedTokenIssuerType": known.type,
    }


def described_trusted_token_issuer(known: TrustedTokenIssuer) -> dict[str, Any]:
    """Render DescribeTrustedTokenIssuerResponse."""
    held = known.configuration
    configuration = {
        "IssuerUrl": held.issuer_url,
        "ClaimAttributePath": held.claim_attribute_path,
        "IdentityStoreAttributePath": held.identity_store_attribute_path,
        "JwksRetrievalOption": held.jwks_retrieval_option,
    }
    return trusted_token_issuer(known) | {"TrustedTokenIssuerConfiguration": {"OidcJwtConfiguration": configuration}}


def oidc_jwt_given(given: Mapping[str, Any]) -> OidcJwtConfiguration:
    """Read the OidcJwtConfiguration of TrustedTokenIssuerConfiguration."""
    settings = given["OidcJwtConfiguration"]
    return OidcJwtConfiguration(
        issuer_url=settings["IssuerUrl"],
        claim_attribute_path=settings["ClaimAttributePath"],
        identity_store_attribute_path=settings["IdentityStoreAttributePath"],
        jwks_retrieval_option=settings["JwksRetrievalOption"],
    )


def _resource_server(known: ApplicationProvider) -> dict[str, Any] | None:
    if known.scopes is None:
        return None
    scopes = {
        name: {"DetailedTitle": each.title, "LongDescription": each.description} for name, each in known.scopes.items()
    }
    return {"Scopes": scopes}


def _authorized_issuer(known: AuthorizedTokenIssuer) -> dict[str, Any]:
    audiences = None if known.audiences is None else list(known.audiences)
    return present(TrustedTokenIssuerArn=known.trusted_token_issuer_arn, AuthorizedAudiences=audiences)


def _authorized_issuer_given(given: Mapping[str, Any]) -> AuthorizedTokenIssuer:
    if "TrustedTokenIssuerArn" not in given:
        raise Invalid("TrustedTokenIssuerArn is required in AuthorizedTokenIssuers.")
    audiences = given.get("AuthorizedAudiences")
    return AuthorizedTokenIssuer(given["TrustedTokenIssuerArn"], None if audiences is None else tuple(audiences))
