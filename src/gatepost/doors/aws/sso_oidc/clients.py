"""sso-oidc RegisterClient."""

from typing import Any

from gatepost.core.call import Call
from gatepost.core.instances import instances
from gatepost.core.tokens import clients
from gatepost.doors.aws.service import writes
from gatepost.kit.clock import epoch_seconds
from gatepost.kit.errors import Invalid


@writes()
def register_client(
    call: Call,
    *,
    client_name: str,
    client_type: str,
    scopes: list[str] | None = None,
    redirect_uris: list[str] | None = None,
    grant_types: list[str] | None = None,
    issuer_url: str | None = None,
    entitled_application_arn: str | None = None,
) -> dict[str, Any]:
    """Register a client; the answer names both endpoints, so that nobody has to guess a host."""
    if entitled_application_arn is not None:
        raise Invalid("There is no application with this ARN.", reason="invalid_client_metadata")
    instance = instances.require_primary(call)
    if issuer_url is not None and not instance.accepts_start_url(issuer_url, call.settings):
        raise Invalid("The issuer URL is not a start URL of this instance.", reason="invalid_request")
    client, secret = clients.register(
        call,
        name=client_name,
        client_type=client_type,
        scopes=tuple(scopes or ()),
        redirect_uris=tuple(redirect_uris or ()),
        grant_types=tuple(grant_types or ()),
    )
    return {
        "clientId": client.client_id,
        "clientSecret": secret.reveal(),
        "clientIdIssuedAt": epoch_seconds(client.created_at),
        "clientSecretExpiresAt": epoch_seconds(client.secret_expires_at),
        "authorizationEndpoint": f"{call.settings.public_url}/authorize",
        "tokenEndpoint": f"{call.settings.public_url}/token",
    }
