"""Access tokens: what a bearer proves, and how they end."""

from gatepost.core.actors import Actor
from gatepost.core.call import Call
from gatepost.core.tokens import issue, store
from gatepost.core.tokens.model import ACCOUNT_ACCESS
from gatepost.kit.errors import Unauthenticated
from gatepost.kit.secret import Secret


def identify_bearer(call: Call, token: Secret) -> Actor:
    """Return the person whose access token this is; Unauthenticated for any that is not valid for the portal now.

    Valid means: not expired or revoked, its session alive, its user enabled, and of the scope sso:account:access.
    """
    found = store.families.find_bearer(call.tx, token.digest(), call.now)
    if found is None or ACCOUNT_ACCESS not in found[1]:
        raise Unauthenticated("Session token not found or invalid", reason="UnauthorizedException")
    return issue.actor_of(found[0])


def log_out(call: Call, token: Secret) -> None:
    """End the access token and everything of the same approval (sso Logout); one that is not valid is ended already."""
    family_id = store.families.find_family_of(call.tx, token.digest())
    if family_id is not None:
        store.families.revoke(call.tx, family_id, call.now)
