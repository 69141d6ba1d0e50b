"""One-time passwords, for an administrator who hands one over instead of having a link mailed."""

from datetime import datetime
from typing import Any, Final

from gatepost.core.call import Call
from gatepost.core.signin import one_time_passwords, passwords
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.requested import Requested

EVENT_SOURCE: Final = "sso-directory.amazonaws.com"


def create_password(requested: Requested, *, user_id: str) -> dict[str, Any]:
    """Make a password for a person and return it, once: nobody can read it later."""
    requested.require_permission()
    password = one_time_passwords.make(requested.visitors.runtime.entropy)
    password_hash = passwords.hash_password(password)

    def do(call: Call) -> datetime:
        return one_time_passwords.give(call, requested.instance.identity_store_id, user_id, password_hash)

    expires_at = requested.perform(do, event_source=EVENT_SOURCE)
    return {"password": password.reveal(), "expires_at": expires_at}


CREATE: Final = Endpoint(
    method="POST",
    path="/users/{user_id}/one-time-password",
    name="CreateOneTimePassword",
    summary="Put a one-time password in the place of a person's own. It is told once, and they choose another when they sign in "
    "with it. Their sessions end at once; their second factor stays.",
    schema={
        "type": "object",
        "required": ["password", "expires_at"],
        "properties": {
            "password": {"type": "string", "description": "Sixteen letters and digits in groups of four."},
            "expires_at": {"type": "string", "format": "date-time", "description": "Until when it works."},
        },
    },
    answer=create_password,
    status=201,
)
ALL: Final = (CREATE,)
