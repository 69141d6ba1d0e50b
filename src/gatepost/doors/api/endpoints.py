"""Every endpoint of the API."""

from gatepost.doors.api import me, sessions
from gatepost.doors.api.endpoint import Endpoint

ALL: tuple[Endpoint, ...] = (
    me.GET_ME,
    sessions.LIST_SESSIONS,
    sessions.END_SESSION,
    sessions.END_SESSIONS,
)
