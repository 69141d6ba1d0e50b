"""Every endpoint of the API."""

from gatepost.doors.api import me
from gatepost.doors.api.endpoint import Endpoint

ALL: tuple[Endpoint, ...] = (me.GET_ME,)
