"""Links with which people set a password, for administrators: an invitation again, or a reset."""

from typing import Final

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.signin import invitations, resets
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.requested import Requested

EVENT_SOURCE: Final = "sso-directory.amazonaws.com"


def send_invitation(requested: Requested, *, user_id: str) -> None:
    """Invite a person again; an earlier invitation works no more."""

    def do(call: Call) -> None:
        invitations.send_again(call, requested.instance.identity_store_id, user_id)

    requested.perform(do, event_source=EVENT_SOURCE)


def send_password_reset(requested: Requested, *, user_id: str) -> None:
    """Send a person a link to a new password; the one that they have works until they use it."""

    def do(call: Call) -> None:
        resets.send(call, users.get(call, requested.instance.identity_store_id, user_id))

    requested.perform(do, event_source=EVENT_SOURCE)


SEND_INVITATION: Final = Endpoint(
    method="POST",
    path="/users/{user_id}/invitation",
    name="SendInvitation",
    summary="Send a person their invitation again, by mail: a link to a first password, for seven days.",
    schema=None,
    answer=send_invitation,
)
SEND_PASSWORD_RESET: Final = Endpoint(
    method="POST",
    path="/users/{user_id}/password-reset",
    name="SendPasswordReset",
    summary="Send a person a link to a new password, by mail, for one hour. The password that they have works until then.",
    schema=None,
    answer=send_password_reset,
)
ALL: Final = (SEND_INVITATION, SEND_PASSWORD_RESET)
