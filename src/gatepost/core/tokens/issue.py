"""Opening token families and minting their tokens."""

from gatepost.core import actors
from gatepost.core.call import Call
from gatepost.core.tokens import store
from gatepost.core.tokens.model import ACCESS_TOKEN_LIFETIME, Client, Family, Owner, Tokens, invalid_grant
from gatepost.kit import ids
from gatepost.kit.secret import Secret

ACCESS_PREFIX = "gpa_"
REFRESH_PREFIX = "gpr_"
"""Prefixes by which a secret scanner recognises a token that leaked."""


def open_family(
    call: Call, client: Client, session_id: str, scopes: tuple[str, ...], *, family_id: str | None = None
) -> Tokens:
    """Open the family of one approval, which ends with the session it was given in, and mint its first tokens."""
    owner = store.owners.find_owner(call.tx, session_id, call.now)
    if owner is None:
        raise invalid_grant("The session in which this was allowed has ended.")
    family = Family(
        family_id=family_id or ids.new_uuid(call.entropy),
        client_id=client.client_id,
        user_id=owner.user_id,
        session_id=session_id,
        scopes=scopes,
        created_at=call.now,
        expires_at=owner.session_expires_at,
        revoked_at=None,
    )
    store.families.insert_family(call.tx, family)
    return mint(call, family, owner)


def mint(call: Call, family: Family, owner: Owner) -> Tokens:
    """Mint an access token, an hour long or until the family ends, and the refresh token for the next one."""
    access = Secret(ids.new_token(call.entropy, ACCESS_PREFIX))
    refresh = Secret(ids.new_token(call.entropy, REFRESH_PREFIX))
    expires_at = min(call.now + ACCESS_TOKEN_LIFETIME, family.expires_at)
    store.families.insert_tokens(call.tx, family.family_id, access.digest(), refresh.digest(), call.now, expires_at)
    call.event.user_identity = actor_of(owner).user_identity()
    call.event.user_name = owner.user_name
    return Tokens(access, refresh, int((expires_at - call.now).total_seconds()), family.scopes)


def actor_of(owner: Owner) -> actors.Actor:
    """Return the person behind a session as an actor, who may use what is theirs."""
    return actors.identity_center_user(
        user_id=owner.user_id,
        user_name=owner.user_name,
        identity_store_id=owner.identity_store_id,
        account_id=owner.account_id,
        credential_id=owner.session_id,
    )
