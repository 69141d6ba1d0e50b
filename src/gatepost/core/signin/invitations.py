"""Links by mail with which one user sets a password, once: invitations, and resets, which `resets.py` sends."""

from collections.abc import Mapping
from typing import Any, Final

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.directory.model import User
from gatepost.core.instances import instances
from gatepost.core.instances.model import Instance
from gatepost.core.mailing import enqueue_mail
from gatepost.core.signin import flow, links, notices, passwords, store, verified_emails
from gatepost.core.signin.attempts import Place
from gatepost.core.signin.model import (
    NOTHING_HELD,
    PASSWORD_LINKS,
    Factor,
    Held,
    Invitation,
    LinkPurpose,
    PendingInvitation,
)
from gatepost.core.signin.outcomes import Attempt, Outcome
from gatepost.kit.errors import Conflict, NotFound
from gatepost.kit.paging import Page, PageRequest
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence
from gatepost.settings import Settings

NO_ADDRESS: Final = "NoEmailAddress"
DISABLED: Final = "UserDisabled"


def url(settings: Settings, token: Secret) -> str:
    """Return the link that an invitation's token makes: as secret as the token."""
    return f"{settings.public_url}/invitation/{token.reveal()}"


def send(call: Call, user: User, token: Secret, invitation: Invitation) -> None:
    """Have an invitation mailed to its user; nothing where the user has no address."""
    if user.primary_email is None:
        return
    enqueue_mail(
        call,
        to=user.primary_email,
        template="invitation",
        context={
            "display_name": user.display_name,
            "user_name": user.user_name,
            "invitation_url": url(call.settings, token),
            "expires_at": invitation.expires_at,
        },
        language=user.language,
    )


def send_again(call: Call, identity_store_id: str, user_id: str) -> User:
    """Have a new invitation made and mailed to a user, in place of earlier ones: also to one who must set a new password.

    Conflict where the user is disabled or has no address to send it to.
    """
    user = users.get(call, identity_store_id, user_id)
    require_address(user)
    call.enqueue(users.INVITE_USER, {"user_id": user_id})
    return user


def find_latest(call: Call, user_id: str) -> Invitation | None:
    """Return the invitation that a user was sent last."""
    return store.invitations.find_latest(call.tx, user_id)


def list_pending(call: Call, identity_store_id: str, page: PageRequest) -> Page[PendingInvitation]:
    """List the invitations of people who have not come yet, the oldest first."""
    return store.invitations.list_pending(call.tx, identity_store_id, page)


def send_invitation(call: Call, payload: Mapping[str, Any]) -> None:
    """Invite the user that a job of kind "invite-user" names, unless they are gone or disabled by now."""
    try:
        user = users.get(call, instances.require_primary(call).identity_store_id, payload["user_id"])
    except NotFound:
        return
    if user.is_enabled and user.primary_email:
        invitation, token = links.make(call, user.user_id, mailed_to=user.primary_email)
        send(call, user, token, invitation)


def require_address(user: User) -> str:
    """Return where a link for a person goes, or raise Conflict where they are disabled or have no address."""
    if not user.is_enabled:
        raise Conflict(Sentence("This person is disabled. Enable them first."), reason=DISABLED)
    if user.primary_email is None:
        raise Conflict(Sentence("This person has no e-mail address. Add one first."), reason=NO_ADDRESS)
    return user.primary_email


def require_open(call: Call, token: Secret) -> tuple[Instance, User]:
    """Return whom an invitation is for. Refused for one that is used, expired, replaced or unknown, or its user disabled."""
    return links.require_open(call, token, PASSWORD_LINKS)[1:]


def use(
    call: Call, token: Secret, password_hash: Secret, *, visit: Secret, held: Held = NOTHING_HELD, return_to: str = "/"
) -> Outcome:
    """Set the password of an invitation's user and sign them in; whatever the old password had opened ends.

    Refused as in `require_open`. What a sign-in asks for beside the password is asked for here too.
    """
    invitation, instance, user = links.require_open(call, token, PASSWORD_LINKS)
    links.use(call, invitation)
    for purpose in LinkPurpose:
        store.invitations.replace_open(call.tx, user.user_id, purpose)
    is_first = not passwords.has_password(call, user.user_id)
    passwords.store_hash(call, user.user_id, password_hash)
    if invitation.address is not None:
        verified_emails.mark(call, user, invitation.address)
    if not is_first:
        notices.tell(call, user, "password_changed")
    begun = flow.begin(call, visit, return_to)
    return flow.prove(call, Attempt(begun, Place.of(call, visit), instance, user, held), Factor.PASSWORD)
