"""Signing out: sessions end, and whoever else took part in them is told."""

from collections.abc import Sequence

from gatepost.core.call import Call
from gatepost.core.federation import logouts
from gatepost.core.federation.logout_model import Asker, Logout
from gatepost.core.instances.model import Instance
from gatepost.core.signin import sessions


def sign_out(call: Call, instance: Instance, session_ids: Sequence[str], asker: Asker | None = None) -> Logout:
    """End sessions, and return whom the browser is to be sent to in order to tell them; a request ends them once."""
    is_repeated = asker is not None and not logouts.is_new(call, asker)
    ended = [] if is_repeated else [session_id for session_id in session_ids if sessions.end(call, session_id)]
    logout = logouts.plan(call, instance, ended, asker)
    call.event.service_details |= {"told": [stop.party for stop in logout.stops]}
    return logout
