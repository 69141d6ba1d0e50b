"""Bearer tokens of identity providers: made and shown once, listed, rotated, deleted, and recognised when they come back."""

from gatepost.core.actors import Actor, provisioner
from gatepost.core.audit.model import EventDraft
from gatepost.core.call import Call
from gatepost.core.directory.authorship import author
from gatepost.core.provisioning import reminders, store, tenants
from gatepost.core.provisioning.model import LIFETIME, MOST_TOKENS, Bearer, BearerToken, Profile, Tenant
from gatepost.kit import ids
from gatepost.kit.errors import NotFound, QuotaExceeded, Unauthenticated
from gatepost.kit.secret import Secret

TOKEN_PREFIX = "gpp_"  # noqa: S105 - what a token begins with


def create(call: Call, identity_store_id: str, profile: Profile = "rfc") -> tuple[Tenant, BearerToken, Secret]:
    """Make a token, valid for a year, and the tenant with the first; its text is in nobody's hands but the caller's.

    QuotaExceeded where the tenant has two: one in use, and one that replaces it.
    """
    tenant = tenants.find_or_make(call, identity_store_id)
    if len(store.list_tokens(call.tx, tenant.tenant_id, call.now)) >= MOST_TOKENS:
        raise QuotaExceeded(f"There are {MOST_TOKENS} access tokens already: delete one that is not in use any more.")
    token, secret = _make(call, tenant, profile)
    return tenant, token, secret


def list_all(call: Call, identity_store_id: str) -> tuple[Tenant | None, list[BearerToken]]:
    """Return an identity store's tenant and its tokens that are valid, the oldest first."""
    tenant = tenants.find(call, identity_store_id)
    return tenant, [] if tenant is None else store.list_tokens(call.tx, tenant.tenant_id, call.now)


def rotate(call: Call, identity_store_id: str, token_id: str) -> tuple[Tenant, BearerToken, Secret]:
    """Replace a token by a new one of the same profile: the old one is good for nothing from this moment."""
    tenant = tenants.find_or_make(call, identity_store_id)
    old = store.find_token(call.tx, token_id)
    if old is None or not store.delete_token(call.tx, tenant.tenant_id, token_id):
        raise _no_token(token_id)
    details = {"tenantId": tenant.tenant_id, "tokenId": token_id}
    call.more_events.append(EventDraft("DeleteBearerToken", tenants.EVENT_SOURCE, service_details=details))
    token, secret = _make(call, tenant, old.profile)
    return tenant, token, secret


def delete(call: Call, identity_store_id: str, token_id: str) -> None:
    """End a token at once."""
    tenant = tenants.find(call, identity_store_id)
    if tenant is None or not store.delete_token(call.tx, tenant.tenant_id, token_id):
        raise _no_token(token_id)


def require_bearer(call: Call, secret: Secret) -> Bearer:
    """Return who comes with a token, or raise Unauthenticated for one that is unknown, expired or deleted."""
    bearer = store.find_bearer(call.tx, secret.digest(), call.now)
    if bearer is None:
        raise Unauthenticated("The access token is not valid.", reason="InvalidToken")
    return bearer


def actor_of(bearer: Bearer) -> Actor:
    """Return a token's bearer as an actor, who may provision users and groups of one identity store."""
    return provisioner(
        token_id=bearer.token_id,
        tenant_id=bearer.tenant.tenant_id,
        identity_store_id=bearer.tenant.identity_store_id,
        account_id=bearer.owner_account_id,
    )


def _make(call: Call, tenant: Tenant, profile: Profile) -> tuple[BearerToken, Secret]:
    secret = Secret(ids.new_token(call.entropy, TOKEN_PREFIX))
    token = BearerToken(
        token_id=ids.new_bearer_token_id(call.entropy),
        tenant_id=tenant.tenant_id,
        profile=profile,
        created_at=call.now,
        created_by=author(call),
        expires_at=call.now + LIFETIME,
    )
    store.insert_token(call.tx, token, secret.digest())
    reminders.plan(call, token)
    return token, secret


def _no_token(token_id: str) -> NotFound:
    return NotFound(f"There is no access token with the id {token_id[:64]}.")
