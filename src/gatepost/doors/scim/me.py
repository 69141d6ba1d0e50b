"""/Me: the user behind the credentials (RFC 7644 section 3.11). That is a signed-in person; behind a provider's token there is none."""

from dataclasses import replace
from typing import Final

from gatepost.core.call import Call
from gatepost.doors.scim import users
from gatepost.doors.scim.exchange import Answer, Exchange
from gatepost.kit.errors import NotImplementedYet

PATH: Final = ("Me",)


def get(exchange: Exchange) -> Answer:
    """Return the person whose browser asks, as /Users/ID does; the Location that comes with them is that one."""
    if exchange.actor.user_id is None:
        return refuse(exchange)
    return users.get(exchange.of(replace(exchange.request, path=("Users", exchange.actor.user_id))))


def refuse(exchange: Exchange) -> Answer:
    """Say by the status 501, which the RFC has for it, that this is not served: a token is nobody, and people do not write here."""
    sentence = (
        "/Me is not served: the access token is an identity provider's, and no user is behind it."
        if exchange.actor.user_id is None
        else "/Me is read only: people change what they may of themselves in the portal."
    )

    def do(call: Call) -> Answer:
        raise NotImplementedYet(sentence)

    return exchange.read("GetMe", do)
