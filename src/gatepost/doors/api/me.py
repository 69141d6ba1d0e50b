"""The signed-in person."""

from typing import Any, Final

from gatepost.core.call import Call
from gatepost.core.signin import sessions
from gatepost.core.signin.model import Session
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.requested import Requested
from gatepost.kit.errors import NotFound


def get_me(requested: Requested) -> dict[str, Any]:
    """Return who is signed in, and until when: the person whose browser asks, or who is behind a role's credentials."""
    session = requested.perform_own(_session)
    if requested.caller.type == "IdentityCenterUser":
        requested.visitors.keep_alive(requested.request, requested.caller, session)
    return {
        "user_id": session.person.user_id,
        "user_name": session.person.user_name,
        "display_name": session.person.display_name,
        "session_expires_at": session.expires_at,
    }


def _session(call: Call) -> Session:
    """Return the session behind the credentials: a browser's own, or the one in which a program got a role's credentials."""
    if call.actor.user_id is None:
        raise NotFound("These credentials are not a person's: no user of the identity store is behind them.")
    return sessions.current(call)


GET_ME: Final = Endpoint(
    method="GET",
    path="/me",
    name="GetMe",
    summary="Return who is signed in.",
    schema={
        "type": "object",
        "required": ["user_id", "user_name", "display_name", "session_expires_at"],
        "properties": {
            "user_id": {"type": "string", "description": "The user's id in the identity store."},
            "user_name": {"type": "string"},
            "display_name": {"type": "string"},
            "session_expires_at": {
                "type": "string",
                "format": "date-time",
                "description": "When the session ends at the latest.",
            },
        },
    },
    answer=get_me,
)
