"""Refreshing: each refresh token works once, and its second use ends the whole family (RFC 9700 section 4.14.2)."""

from gatepost.core.call import Call
from gatepost.core.tokens import issue, store
from gatepost.core.tokens.model import Client, Tokens, invalid_grant
from gatepost.kit.errors import Refused
from gatepost.kit.secret import Secret


def redeem(call: Call, client: Client, token: Secret, scopes: tuple[str, ...] = ()) -> Tokens:
    """Exchange a refresh token for new tokens; `scopes` may name no more than were granted."""
    known = store.families.find_refresh_token(call.tx, token.digest(), call.now)
    if known is None or known.family.client_id != client.client_id:
        raise invalid_grant("The refresh token is unknown or another client's.")
    family = known.family
    if known.used_at is not None:
        raise _reused(call, family.family_id)
    if family.revoked_at is not None or family.expires_at <= call.now or known.owner is None:
        raise invalid_grant("The sign-in that this token came from has ended. Sign in again.")
    if not set(scopes) <= set(family.scopes):
        raise Refused("A refresh cannot ask for more scopes than were granted.", reason="invalid_scope")
    if not store.families.use_refresh_token(call.tx, token.digest(), call.now):
        raise _reused(call, family.family_id)
    return issue.mint(call, family, known.owner)


def _reused(call: Call, family_id: str) -> Refused:
    store.families.revoke(call.tx, family_id, call.now)
    return invalid_grant("The refresh token was used already; all tokens of this sign-in are revoked.")
