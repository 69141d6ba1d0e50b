"""The authorization code grant with PKCE (RFC 6749 section 4.1, RFC 7636)."""

from gatepost.core.call import Call
from gatepost.core.tokens import issue, store
from gatepost.core.tokens.model import (
    CODE_LIFETIME,
    AuthorizationCode,
    Client,
    Tokens,
    invalid_grant,
    require_verifier,
)
from gatepost.kit import ids
from gatepost.kit.errors import Denied
from gatepost.kit.secret import Secret


def grant(call: Call, client: Client, *, redirect_uri: str, code_challenge: str, scopes: tuple[str, ...]) -> Secret:
    """Return a code for the signed-in person, bound to client, redirect URI and challenge."""
    if call.actor.user_id is None or call.actor.credential_id is None:
        raise Denied("Only a signed-in person can grant a code.")
    code = Secret(ids.new_token(call.entropy))
    store.codes.insert_code(
        call.tx,
        AuthorizationCode(
            code_digest=code.digest(),
            client_id=client.client_id,
            redirect_uri=redirect_uri,
            code_challenge=code_challenge,
            scopes=scopes,
            user_id=call.actor.user_id,
            session_id=call.actor.credential_id,
            expires_at=call.now + CODE_LIFETIME,
            family_id=None,
        ),
    )
    call.event.additional |= {"clientName": client.name}
    return code


def redeem(call: Call, client: Client, code: Secret, *, redirect_uri: str | None, verifier: Secret | None) -> Tokens:
    """Exchange a code for tokens; its second use revokes what the first one gave (RFC 6749 section 4.1.2)."""
    known = store.codes.find_code(call.tx, code.digest())
    if known is None or known.client_id != client.client_id:
        raise invalid_grant("The code is unknown or another client's.")
    if known.family_id is not None:
        store.families.revoke(call.tx, known.family_id, call.now)
        raise invalid_grant("The code was used already; the tokens it gave are revoked.")
    if known.expires_at <= call.now:
        raise invalid_grant("The code has expired.")
    if redirect_uri != known.redirect_uri:
        raise invalid_grant("The redirect URI is not the one that the code was asked for with.")
    require_verifier(verifier, known.code_challenge)
    family_id = ids.new_uuid(call.entropy)
    if not store.codes.redeem(call.tx, known.code_digest, family_id):
        raise invalid_grant("The code was used already.")
    return issue.open_family(call, client, known.session_id, known.scopes, family_id=family_id)
