"""Access tokens of identity providers, which provision users and groups by SCIM: AWS has no API for them."""

from typing import Any, Final

from pydantic import Field

from gatepost.core.provisioning import tokens
from gatepost.core.provisioning.model import BearerToken, Profile, Tenant
from gatepost.core.provisioning.tenants import EVENT_SOURCE
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.messages import Body
from gatepost.doors.api.requested import Requested
from gatepost.kit.secret import Secret


class NewToken(Body):
    """What a new token shall be."""

    profile: Profile = Field(
        default="rfc", description="rfc: all of SCIM; aws: what Identity Center's own endpoint does, and no more."
    )


def create_bearer_token(requested: Requested) -> dict[str, Any]:
    """Make a token, whose text is in this answer and nowhere else."""
    profile: Profile = requested.body.profile if isinstance(requested.body, NewToken) else "rfc"
    store_id = requested.instance.identity_store_id
    made = requested.perform(lambda call: tokens.create(call, store_id, profile), event_source=EVENT_SOURCE)
    return _shown_once(requested, *made)


def list_bearer_tokens(requested: Requested) -> dict[str, Any]:
    """List the tokens that are valid, without their texts."""
    store_id = requested.instance.identity_store_id
    tenant, found = requested.perform(lambda call: tokens.list_all(call, store_id), event_source=EVENT_SOURCE)
    public_url = requested.visitors.runtime.settings.public_url
    return {"tokens": [] if tenant is None else [_described(each, tenant, public_url) for each in found]}


def rotate_bearer_token(requested: Requested, *, token_id: str) -> dict[str, Any]:
    """Replace a token by a new one."""
    store_id = requested.instance.identity_store_id
    made = requested.perform(
        lambda call: tokens.rotate(call, store_id, token_id),
        event_name="CreateBearerToken",
        event_source=EVENT_SOURCE,
    )
    return _shown_once(requested, *made)


def delete_bearer_token(requested: Requested, *, token_id: str) -> None:
    """End a token at once."""
    store_id = requested.instance.identity_store_id
    requested.perform(lambda call: tokens.delete(call, store_id, token_id), event_source=EVENT_SOURCE)


def _shown_once(requested: Requested, tenant: Tenant, token: BearerToken, secret: Secret) -> dict[str, Any]:
    described = _described(token, tenant, requested.visitors.runtime.settings.public_url)
    return described | {"token": secret.reveal()}


def _described(token: BearerToken, tenant: Tenant, public_url: str) -> dict[str, Any]:
    return {
        "id": token.token_id,
        "url": tenant.url(public_url, token.profile),
        "tenant_id": tenant.tenant_id,
        "profile": token.profile,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
    }


_INSTANT: Final = {"type": "string", "format": "date-time"}
_TOKEN: Final = {
    "id": {"type": "string", "description": "Names the token where it is rotated or deleted."},
    "url": {"type": "string", "format": "uri", "description": "The address to give to the identity provider."},
    "tenant_id": {"type": "string", "format": "uuid"},
    "profile": {"type": "string", "enum": ["rfc", "aws"]},
    "created_at": _INSTANT,
    "expires_at": {**_INSTANT, "description": "When it ends: a year after it was made."},
}
_SECRET: Final = {
    "token": {"type": "string", "description": "The token itself, which is shown this once."},
}
_LISTED: Final = {"type": "object", "required": list(_TOKEN), "properties": _TOKEN}
_MADE: Final = {"type": "object", "required": [*_TOKEN, *_SECRET], "properties": {**_TOKEN, **_SECRET}}

CREATE_BEARER_TOKEN: Final = Endpoint(
    method="POST",
    path="/scim/tokens",
    name="CreateBearerToken",
    summary="Make an access token with which an identity provider provisions users and groups by SCIM; two at most.",
    schema=_MADE,
    answer=create_bearer_token,
    body=NewToken,
    status=201,
)
LIST_BEARER_TOKENS: Final = Endpoint(
    method="GET",
    path="/scim/tokens",
    name="ListBearerTokens",
    summary="List the access tokens of identity providers that are valid.",
    schema={
        "type": "object",
        "required": ["tokens"],
        "properties": {"tokens": {"type": "array", "items": _LISTED}},
    },
    answer=list_bearer_tokens,
)
ROTATE_BEARER_TOKEN: Final = Endpoint(
    method="POST",
    path="/scim/tokens/{token_id}/rotate",
    name="RotateBearerToken",
    summary="Replace an access token by a new one; the old one is good for nothing from then on.",
    schema=_MADE,
    answer=rotate_bearer_token,
    status=201,
)
DELETE_BEARER_TOKEN: Final = Endpoint(
    method="DELETE",
    path="/scim/tokens/{token_id}",
    name="DeleteBearerToken",
    summary="End an access token at once.",
    schema=None,
    answer=delete_bearer_token,
)

ALL: Final = (CREATE_BEARER_TOKEN, LIST_BEARER_TOKENS, ROTATE_BEARER_TOKEN, DELETE_BEARER_TOKEN)
