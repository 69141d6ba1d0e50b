"""OIDC clients: registered by themselves, authenticated by their secret."""

import hmac

from gatepost.core.call import Call
from gatepost.core.tokens import store
from gatepost.core.tokens.model import (
    ACCOUNT_ACCESS,
    CLIENT_LIFETIME,
    Client,
    GrantType,
    require_scopes,
)
from gatepost.kit import ids
from gatepost.kit.errors import Invalid, NotFound, Refused
from gatepost.kit.redirect_uris import require as require_redirect_uri
from gatepost.kit.secret import Secret

MOST_REDIRECT_URIS = 10
MOST_SCOPES = 25
LONGEST_NAME = 256


def register(
    call: Call,
    *,
    name: str,
    client_type: str,
    scopes: tuple[str, ...] = (),
    redirect_uris: tuple[str, ...] = (),
    grant_types: tuple[str, ...] = (),
) -> tuple[Client, Secret]:
    """Register a public client and return it with its secret, which is valid for 90 days (sso-oidc RegisterClient)."""
    _check(name, client_type, scopes, redirect_uris, grant_types)
    secret = Secret(ids.new_token(call.entropy))
    client = Client(
        client_id=ids.new_token(call.entropy)[:22],
        secret_digest=secret.digest(),
        name=name,
        scopes=require_scopes(scopes) or (ACCOUNT_ACCESS,),
        redirect_uris=redirect_uris,
        grant_types=grant_types,
        created_at=call.now,
        secret_expires_at=call.now + CLIENT_LIFETIME,
    )
    store.clients.insert_client(call.tx, client)
    return client, secret


def authenticate(call: Call, client_id: str, secret: Secret) -> Client:
    """Return the client; Refused where it is unknown, its secret is wrong or has expired."""
    client = store.clients.find_client(call.tx, client_id)
    # The comparison is made for an unknown client too, so that both take the same time.
    stored = client.secret_digest if client is not None else bytes(32)
    if not hmac.compare_digest(stored, secret.digest()) or client is None or client.secret_expires_at <= call.now:
        raise Refused("The client is unknown, or its secret is wrong or has expired.", reason="invalid_client")
    return client


def get(call: Call, client_id: str) -> Client:
    """Return a client by its id alone, for the pages where a person decides about it."""
    client = store.clients.find_client(call.tx, client_id)
    if client is None or client.secret_expires_at <= call.now:
        raise NotFound("This client is not registered, or its registration has expired.")
    return client


def require_grant(client: Client, grant: GrantType) -> None:
    """Raise Refused for a client that did not register for a grant."""
    if not client.may_use(grant):
        raise Refused(f"The client is not registered for the grant {grant}.", reason="unauthorized_client")


def _check(
    name: str, client_type: str, scopes: tuple[str, ...], redirect_uris: tuple[str, ...], grant_types: tuple[str, ...]
) -> None:
    if client_type != "public":
        raise Invalid("Only clients of the type public can register.", reason="invalid_client_metadata")
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise Invalid("The client name must be 1 to 256 printable characters.", reason="invalid_client_metadata")
    if len(redirect_uris) > MOST_REDIRECT_URIS or len(scopes) > MOST_SCOPES:
        raise Invalid("A client has at most 10 redirect URIs and 25 scopes.", reason="invalid_client_metadata")
    for grant in grant_types:
        if grant not in set(GrantType):
            raise Invalid(f"The grant type {grant[:100]!r} is not supported.", reason="unsupported_grant_type")
    for uri in redirect_uris:
        require_redirect_uri(uri)
    if GrantType.AUTHORIZATION_CODE in grant_types and not redirect_uris:
        raise Invalid("The authorization_code grant needs a redirect URI.", reason="invalid_redirect_uri")
