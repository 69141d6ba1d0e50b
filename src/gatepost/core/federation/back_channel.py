"""Applications that hear of logouts from server to server (SOAP): told by a job whenever a session ends, whoever ended it.

It is tried until nobody's session there can have lasted so long. So an administrator who ends somebody's session, disables them or resets their password ends it there too.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import Final

from gatepost.core.applications import participants
from gatepost.core.applications.saml_model import LONGEST_SESSION_MINUTES
from gatepost.core.call import Call
from gatepost.core.federation.logouts import stop_of
from gatepost.kit.clock import epoch_seconds

TELL_OF_LOGOUT: Final = "tell-of-logout"


def tell(call: Call, session_ids: Iterable[str]) -> None:
    """Have the applications that took part in these sessions told that they have ended."""
    for session_id in session_ids:
        for saml, participant in participants.of_session(call, session_id):
            stop = stop_of(saml, participant)
            if stop is not None and stop.binding == "SOAP":
                until = epoch_seconds(call.now + timedelta(minutes=LONGEST_SESSION_MINUTES))
                call.enqueue(TELL_OF_LOGOUT, {"stop": asdict(stop), "until": until})
