"""/Me: the user behind the credentials (RFC 7644 section 3.11). Behind a provider's token there is none."""

from gatepost.core.call import Call
from gatepost.doors.scim.exchange import Answer, Exchange
from gatepost.kit.errors import NotImplementedYet


def respond(exchange: Exchange) -> Answer:
    """Say so, by the status 501 that the RFC has for it. Tokens of people open accounts and applications, not the directory."""

    def do(call: Call) -> Answer:
        raise NotImplementedYet(
            "/Me is not served: the access token is an identity provider's, and no user is behind it."
        )

    return exchange.read("GetMe", do)
