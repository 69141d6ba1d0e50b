"""Every endpoint of the API."""

from gatepost.doors.api import bearer_tokens, me, sessions
from gatepost.doors.api.endpoint import Endpoint

ALL: tuple[Endpoint, ...] = (
    me.GET_ME,
    sessions.LIST_SESSIONS,
    sessions.END_SESSION,
    sessions.END_SESSIONS,
    bearer_tokens.CREATE_BEARER_TOKEN,
    bearer_tokens.LIST_BEARER_TOKENS,
    bearer_tokens.ROTATE_BEARER_TOKEN,
    bearer_tokens.DELETE_BEARER_TOKEN,
)
