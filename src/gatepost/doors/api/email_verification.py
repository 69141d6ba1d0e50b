"""Whether a person's e-mail address has proved to be theirs, and the link by which they prove it."""

from datetime import datetime
from typing import Any, Final

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.directory.model import User
from gatepost.core.signin import email_links, verified_emails
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.requested import Requested

EVENT_SOURCE: Final = "sso-directory.amazonaws.com"


def get_verification(requested: Requested, *, user_id: str) -> dict[str, Any]:
    """Return a person's address and when it was verified."""

    def do(call: Call) -> tuple[User, datetime | None]:
        user = users.get(call, requested.instance.identity_store_id, user_id)
        return user, verified_emails.find(call, user)

    user, verified_at = requested.perform(do, event_source=EVENT_SOURCE)
    return {"address": user.primary_email, "verified_at": verified_at}


def send_verification(requested: Requested, *, user_id: str) -> None:
    """Send a person a link that proves their address."""

    def do(call: Call) -> None:
        email_links.send(call, requested.instance.identity_store_id, user_id)

    requested.perform(do, event_source=EVENT_SOURCE)


GET: Final = Endpoint(
    method="GET",
    path="/users/{user_id}/email-verification",
    name="GetEmailVerification",
    summary="Return a person's e-mail address, and when it has proved to be theirs.",
    schema={
        "type": "object",
        "required": ["address", "verified_at"],
        "properties": {
            "address": {"type": ["string", "null"]},
            "verified_at": {
                "type": ["string", "null"],
                "format": "date-time",
                "description": "Null where it was not; an address that was changed has to be verified anew.",
            },
        },
    },
    answer=get_verification,
)
SEND: Final = Endpoint(
    method="POST",
    path="/users/{user_id}/email-verification",
    name="SendEmailVerification",
    summary="Send a person a mail with a link that proves that the address is theirs, for one day.",
    schema=None,
    answer=send_verification,
)
ALL: Final = (GET, SEND)
