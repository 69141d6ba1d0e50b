"""Use cases of grants: by which OAuth 2.0 grants an application gets tokens."""

from collections.abc import Sequence

from gatepost.core.applications import applications, store
from gatepost.core.applications.model import (
    GRANT_TYPES,
    Application,
    AuthorizationCodeGrant,
    AuthorizedTokenIssuer,
    Grant,
    GrantType,
    JwtBearerGrant,
)
from gatepost.core.call import Call
from gatepost.kit import arns, redirect_uris
from gatepost.kit.errors import Invalid, NotFound
from gatepost.kit.paging import Page, PageRequest


def put(call: Call, application_arn: str, grant_type: GrantType, grant: Grant) -> None:
    """Set an application's grant of a type (sso-admin PutApplicationGrant)."""
    if GRANT_TYPES[type(grant)] != grant_type:
        raise Invalid("Exactly one member of Grant must be specified, and it must match GrantType.")
    application = applications.get(call, application_arn)
    match grant:
        case AuthorizationCodeGrant():
            _check_redirect_uris(grant.redirect_uris)
        case JwtBearerGrant():
            _check_issuers(call, application, grant.issuers)
    store.grants.put_grant(call.tx, application.application_id, grant)


def get(call: Call, application_arn: str, grant_type: GrantType) -> Grant:
    """Return a grant of an application (sso-admin GetApplicationGrant), or raise NotFound."""
    application_id = applications.get(call, application_arn).application_id
    grant = store.grants.find_grant(call.tx, application_id, grant_type)
    if grant is None:
        raise _absent(grant_type)
    return grant


def delete(call: Call, application_arn: str, grant_type: GrantType) -> None:
    """Remove a grant of an application (sso-admin DeleteApplicationGrant)."""
    application_id = applications.get(call, application_arn).application_id
    if not store.grants.delete_grant(call.tx, application_id, grant_type):
        raise _absent(grant_type)


def list_of_application(call: Call, application_arn: str, page: PageRequest) -> Page[Grant]:
    """List an application's grants by type (sso-admin ListApplicationGrants)."""
    application_id = applications.get(call, application_arn).application_id
    return store.grants.list_grants(call.tx, application_id, page)


def _check_redirect_uris(uris: Sequence[str]) -> None:
    if not uris:
        raise Invalid("RedirectUris is required when the grant type is authorization_code.")
    for uri in uris:
        redirect_uris.require(uri)


def _check_issuers(call: Call, application: Application, issuers: Sequence[AuthorizedTokenIssuer]) -> None:
    """Check that there are issuers, each once and each of the application's instance."""
    named = [each.trusted_token_issuer_arn for each in issuers]
    if not named:
        raise Invalid("AuthorizedTokenIssuers is required when the grant type is JwtBearerGrant.")
    if len(set(named)) != len(named):
        raise Invalid("A trusted token issuer is given more than once.")
    found = store.trusted_token_issuers.find_issuers(call.tx, [arns.trusted_token_issuer_ids(arn)[1] for arn in named])
    known = {issuer.arn for issuer in found if issuer.instance_id == application.instance_id}
    for arn in named:
        if arn not in known:
            raise NotFound(f"Could not find TrustedTokenIssuer with arn {arn}")


def _absent(grant_type: GrantType) -> NotFound:
    return NotFound(f"Could not find Grant of type {grant_type}")
