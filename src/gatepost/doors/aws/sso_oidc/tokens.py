"""sso-oidc CreateToken, one function a grant."""

from typing import Any

from gatepost.core.call import Call
from gatepost.core.tokens import clients, codes, device, refresh
from gatepost.core.tokens.model import GrantType, Tokens
from gatepost.doors.aws.service import writes
from gatepost.kit.errors import Invalid
from gatepost.kit.secret import Secret


@writes()
def create_token(
    call: Call,
    *,
    client_id: str,
    client_secret: Secret,
    grant_type: str,
    device_code: Secret | None = None,
    code: Secret | None = None,
    refresh_token: Secret | None = None,
    scope: list[str] | None = None,
    redirect_uri: str | None = None,
    code_verifier: Secret | None = None,
) -> dict[str, Any]:
    """Exchange a device code, an authorization code or a refresh token for tokens."""
    client = clients.authenticate(call, client_id, client_secret)
    try:
        grant = GrantType(grant_type)
    except ValueError:
        raise Invalid("The grant type is not supported.", reason="unsupported_grant_type") from None
    clients.require_grant(client, grant)
    if grant is GrantType.DEVICE_CODE:
        return _answer(device.redeem(call, client, _required(device_code, "deviceCode")))
    if grant is GrantType.AUTHORIZATION_CODE:
        wanted = _required(code, "code")
        return _answer(codes.redeem(call, client, wanted, redirect_uri=redirect_uri, verifier=code_verifier))
    return _answer(refresh.redeem(call, client, _required(refresh_token, "refreshToken"), tuple(scope or ())))


def _required(value: Secret | None, member: str) -> Secret:
    if value is None:
        raise Invalid(f"This grant type needs {member}.", reason="invalid_request")
    return value


def _answer(tokens: Tokens) -> dict[str, Any]:
    return {
        "accessToken": tokens.access_token.reveal(),
        "tokenType": "Bearer",
        "expiresIn": tokens.expires_in_seconds,
        "refreshToken": tokens.refresh_token.reveal(),
    }
