"""sso-oidc CreateTokenWithIAM: an application asks, and IAM says who it is."""

from collections.abc import Mapping
from typing import Any, Final

from gatepost.core.call import Call
from gatepost.core.tokens import application_clients
from gatepost.doors.aws.service import writes
from gatepost.kit.errors import Invalid
from gatepost.kit.secret import Secret

_ACCESS_TOKEN: Final = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105 - a type's name
_REFRESH_TOKEN: Final = "urn:ietf:params:oauth:token-type:refresh_token"  # noqa: S105 - a type's name

_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "authorization_code": ("code", "redirectUri"),
    "refresh_token": ("refreshToken",),
    "urn:ietf:params:oauth:grant-type:jwt-bearer": ("assertion",),
    "urn:ietf:params:oauth:grant-type:token-exchange": ("subjectToken", "subjectTokenType"),
}
"""The members that each grant needs ("Used only when calling this API for the … grant type")."""


@writes(on="clientId")
def create_token_with_iam(
    call: Call,
    *,
    client_id: str,
    grant_type: str,
    code: Secret | None = None,
    refresh_token: Secret | None = None,
    assertion: Secret | None = None,
    scope: list[str] | None = None,
    redirect_uri: str | None = None,
    subject_token: Secret | None = None,
    subject_token_type: str | None = None,
    requested_token_type: str | None = None,
    code_verifier: Secret | None = None,
) -> dict[str, Any]:
    """Say what stands in the way of a token for an application, down to its grants, members and scopes.

    People do not sign in to applications here yet, so nobody holds what could be exchanged: a request in which nothing else is
    wrong is told that its grant type is not supported.
    """
    application = application_clients.authenticate(call, client_id)
    grant = application_clients.require_grant(call, application, grant_type)
    given = {
        "code": code,
        "redirectUri": redirect_uri,
        "refreshToken": refresh_token,
        "assertion": assertion,
        "subjectToken": subject_token,
        "subjectTokenType": subject_token_type,
    }
    for member in _NEEDED[grant]:
        if given[member] is None:
            raise Invalid(f"This grant type needs {member}.", reason="invalid_request")
    if subject_token_type not in {None, _ACCESS_TOKEN}:
        raise Invalid("The subject token can only be an access token.", reason="invalid_request")
    if requested_token_type not in {None, _ACCESS_TOKEN, _REFRESH_TOKEN}:
        raise Invalid("An access token or a refresh token can be asked for.", reason="invalid_request")
    application_clients.require_scopes(call, application, scope or ())
    raise Invalid(f"Tokens for applications by the grant {grant} are not issued yet.", reason="unsupported_grant_type")
