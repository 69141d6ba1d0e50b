"""/Me: the user behind the credentials (RFC 7644 section 3.11). Behind a provider's token there is none."""

from gatepost.doors.scim.exchange import Answer, Exchange
from gatepost.kit.errors import NotFound


def get(exchange: Exchange) -> Answer:
    """Say that the bearer is a program: it reads users by their ids."""
    raise NotFound("The access token is an identity provider's: no user is behind it.")
