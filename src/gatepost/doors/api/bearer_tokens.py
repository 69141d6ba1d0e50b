"""Access tokens of identity providers, which provision users and groups by SCIM: AWS has no API for them."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from pydantic import Field

from gatepost.core.actors import NOBODY
from gatepost.core.call import Call, identify
from gatepost.core.instances import instances
from gatepost.core.provisioning import tokens
from gatepost.core.provisioning.model import BearerToken, Profile, Tenant
from gatepost.core.provisioning.tenants import EVENT_SOURCE
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.messages import Body, Query
from gatepost.doors.api.requested import Requested
from gatepost.kit.secret import Secret

T = TypeVar("T")


class OfInstance(Query):
    """Whose tokens they are."""

    instance: str | None = Field(
        default=None,
        max_length=128,
        description="An instance's ARN, its id or its identity store's; without it, the organisation's instance.",
    )


class NewToken(Body):
    """What a new token shall be."""

    profile: Profile = Field(
        default="rfc", description="rfc: all of SCIM; aws: what Identity Center's own endpoint does, and no more."
    )


def create_bearer_token(requested: Requested) -> dict[str, Any]:
    """Make a token, whose text is in this answer and nowhere else."""
    profile: Profile = requested.body.profile if isinstance(requested.body, NewToken) else "rfc"
    made = _perform(requested, lambda call, store_id: tokens.create(call, store_id, profile))
    return _shown_once(requested, *made)


def list_bearer_tokens(requested: Requested) -> dict[str, Any]:
    """List the tokens that are valid, without their texts."""
    tenant, found = _perform(requested, tokens.list_all)
    public_url = requested.visitors.runtime.settings.public_url
    return {"tokens": [] if tenant is None else [_described(each, tenant, public_url) for each in found]}


def rotate_bearer_token(requested: Requested, *, token_id: str) -> dict[str, Any]:
    """Replace a token by a new one."""
    made = _perform(requested, lambda call, store_id: tokens.rotate(call, store_id, token_id), "CreateBearerToken")
    return _shown_once(requested, *made)


def delete_bearer_token(requested: Requested, *, token_id: str) -> None:
    """End a token at once."""
    _perform(requested, lambda call, store_id: tokens.delete(call, store_id, token_id))


def _perform(requested: Requested, do: Callable[[Call, str], T], event_name: str = "") -> T:
    """Run a use case on the identity store of the instance that the query names."""
    named = requested.query.instance if isinstance(requested.query, OfInstance) else None
    visitors = requested.visitors
    client = visitors.client(requested.request)
    instance = identify(visitors.runtime, client, lambda call: instances.require_named(call, named), NOBODY)
    return requested.perform(
        lambda call: do(call, instance.identity_store_id),
        event_name=event_name,
        event_source=EVENT_SOURCE,
        on=instance,
    )


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
    query=OfInstance,
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
    query=OfInstance,
)
ROTATE_BEARER_TOKEN: Final = Endpoint(
    method="POST",
    path="/scim/tokens/{token_id}/rotate",
    name="RotateBearerToken",
    summary="Replace an access token by a new one; the old one is good for nothing from then on.",
    schema=_MADE,
    answer=rotate_bearer_token,
    query=OfInstance,
    status=201,
)
DELETE_BEARER_TOKEN: Final = Endpoint(
    method="DELETE",
    path="/scim/tokens/{token_id}",
    name="DeleteBearerToken",
    summary="End an access token at once.",
    schema=None,
    answer=delete_bearer_token,
    query=OfInstance,
)

ALL: Final = (CREATE_BEARER_TOKEN, LIST_BEARER_TOKENS, ROTATE_BEARER_TOKEN, DELETE_BEARER_TOKEN)
