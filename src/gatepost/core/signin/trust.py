"""Trusted browsers: where a second factor is asked for only when the context changes, one of these in a known network is no change.

The browser proves by a token in a cookie that it is the one, and must call itself what it did then, whatever its version.
"""

import re
from datetime import timedelta
from typing import Final

from gatepost.core.call import Call
from gatepost.core.signin import attempts, store
from gatepost.core.signin.attempts import Place
from gatepost.core.signin.model import Held
from gatepost.kit import ids
from gatepost.kit.secret import Secret

TRUST_LIFETIME: Final = timedelta(days=30)
_VERSION = re.compile(r"[0-9._]+")


def is_trusted(call: Call, user_id: str, place: Place, held: Held) -> bool:
    """Say whether a sign-in comes from a browser that its person trusts, in a network that they have signed in from."""
    if held.trust is None:
        return False
    browser = store.trust.find(call.tx, user_id, held.trust.digest().hex(), call.now)
    return browser == _family(call) and attempts.is_network_known(call, user_id, place)


def remember(call: Call, user_id: str, held: Held) -> Secret:
    """Trust a browser for thirty days; return the token that its cookie holds. Other people's trust in it stays."""
    token = held.trust or Secret(ids.new_token(call.entropy))
    store.trust.put(call.tx, user_id, token.digest().hex(), _family(call), call.now + TRUST_LIFETIME)
    return token


def forget(call: Call, user_id: str) -> None:
    """Trust none of a user's browsers any more."""
    store.trust.delete_all(call.tx, user_id)


def _family(call: Call) -> str:
    return _VERSION.sub("", call.client.user_agent)[:256]
