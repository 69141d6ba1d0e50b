"""Links by which a person proves that an address is theirs: the one that they have, or one that they want instead of it."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Final

from gatepost.core.actors import identity_center_user
from gatepost.core.audit.model import Resource
from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.directory.model import User, folded
from gatepost.core.instances import instances
from gatepost.core.mailing import enqueue_mail
from gatepost.core.provisioning import keeping
from gatepost.core.signin import (
    attempts,
    invitations,
    links,
    notices,
    sessions,
    signin_settings,
    store,
    verified_emails,
)
from gatepost.core.signin.budgets import Budget
from gatepost.core.signin.model import LinkPurpose
from gatepost.kit.errors import Conflict, Denied, Invalid, Refused
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence

TAKEN: Final = "EmailTaken"
SAME: Final = "SameEmail"
VERIFIED: Final = "EmailVerified"
_BUDGET: Final = Budget(free=5, first_wait=timedelta(minutes=1), longest_wait=timedelta(hours=1))
_ADDRESS: Final = re.compile(r"[^@\s,;:<>()\[\]\\\"]+@[^@\s,;:<>()\[\]\\\"]+\.[^@\s.,;:<>()\[\]\\\"]+")
_LONGEST: Final = 254
"""RFC 5321 section 4.5.3.1.3: a path of 256 octets, with its angle brackets."""


def send(call: Call, identity_store_id: str, user_id: str) -> None:
    """Have a person asked, by an administrator, to prove that their address is theirs.

    Conflict where they have none, have proved it already, or are disabled.
    """
    _send(call, users.get(call, identity_store_id, user_id))


def send_own(call: Call) -> None:
    """Have oneself asked to prove one's address. Refused (`TooManyAttempts`) where it was asked for too often."""
    user = _own_user(call)
    _hold_back(call, user)
    _send(call, user)


def ask_for_change(call: Call, address: str) -> None:
    """Have a link sent to an address that the caller wants instead of the one that they have, which is told too.

    Whether somebody else has it is said to nobody: the link does not work then. Invalid for what is no address; Refused
    without a sign-in that is fresh, or where it was asked for too often; Denied where people do not change theirs.
    """
    require_change(call)
    user = _own_user(call)
    wanted = address.strip()
    if len(wanted) > _LONGEST or not wanted.isprintable() or not _ADDRESS.fullmatch(wanted):
        raise Invalid(Sentence("This is not an e-mail address, such as maria@example.com."))
    if user.primary_email is not None and folded(wanted) == folded(user.primary_email):
        raise Invalid(Sentence("This is the address that you have now."), reason=SAME)
    _hold_back(call, user)
    notices.tell(call, user, "email_change_asked", wanted)
    _mail(call, user, wanted)


def require_change(call: Call) -> None:
    """Raise, as `ask_for_change` would, unless the caller may change their address now."""
    user = _own_user(call)
    settings = signin_settings.read(call, instances.require_primary(call).instance_id)
    if not settings.email_change or keeping.is_kept(call, user):
        raise Denied(Sentence("Your organisation looks after the addresses. Ask your administrator to change yours."))
    sessions.require_fresh(call)


def find_wanted(call: Call, user: User) -> str | None:
    """Return the address that a user has asked for and not proved yet."""
    link = store.invitations.find_open(call.tx, user.user_id, LinkPurpose.EMAIL, call.now)
    is_other = (
        link is not None and link.address is not None and folded(link.address) != folded(user.primary_email or "")
    )
    return link.address if link is not None and is_other else None


def require_open(call: Call, token: Secret) -> tuple[User, str]:
    """Return whose link it is, and the address that it proves. Refused for one that is used, expired, replaced or unknown."""
    link, _, user = links.require_open(call, token, (LinkPurpose.EMAIL,))
    return user, link.address or ""


def confirm(call: Call, token: Secret) -> User:
    """Take an address for proved, and make it the user's where they asked for that: the one before is told by mail.

    Refused as in `require_open`, and where somebody else has the address (`EmailTaken`).
    """
    link, _, user = links.require_open(call, token, (LinkPurpose.EMAIL,))
    address = link.address or ""
    links.use(call, link)
    if folded(address) != folded(user.primary_email or ""):
        user = _change(call, user, address)
    call.event.resources.append(Resource("AWS::IdentityStore::User", user.arn))
    verified_emails.mark(call, user, address)
    return user


def url(call: Call, token: Secret) -> str:
    """Return the link that a token makes: as secret as the token."""
    return f"{call.settings.public_url}/verify-email/{token.reveal()}"


def _change(call: Call, user: User, address: str) -> User:
    settings = signin_settings.read(call, instances.require_primary(call).instance_id)
    if not settings.email_change or keeping.is_kept(call, user):
        raise links.refused(links.UNKNOWN)
    if _is_taken(call, user, address):
        raise Refused(Sentence("Somebody else has this address here."), reason=TAKEN)
    before = user.primary_email
    changed = users.update(
        _as_themselves(call, user),
        identity_store_id=user.identity_store_id,
        user_id=user.user_id,
        change=lambda attributes: attributes.with_primary_email(address),
    )
    if before is not None:
        notices.tell(call, changed, "email_changed", address, to=before)
    return changed


def _as_themselves(call: Call, user: User) -> Call:
    """Return the call as its user's own: whoever opens the link is not signed in, and it is they who change the address."""
    instance = instances.require_primary(call)
    themselves = identity_center_user(
        user_id=user.user_id,
        user_name=user.user_name,
        identity_store_id=user.identity_store_id,
        account_id=instance.owner_account_id,
    )
    return replace(call, actor=themselves)


def _is_taken(call: Call, user: User, address: str) -> bool:
    found = users.find_by_email(call, user.identity_store_id, address)
    return found is not None and found.user_id != user.user_id


def _send(call: Call, user: User) -> None:
    address = invitations.require_address(user)
    if verified_emails.find(call, user):
        raise Conflict(Sentence("This address is verified already."), reason=VERIFIED)
    _mail(call, user, address)


def _mail(call: Call, user: User, address: str) -> None:
    _, token = links.make(call, user.user_id, LinkPurpose.EMAIL, mailed_to=address)
    context = {
        "display_name": user.display_name,
        "user_name": user.user_name,
        "verify_url": url(call, token),
    }
    enqueue_mail(call, to=address, template="verify_email", context=context, language=user.language)


def _own_user(call: Call) -> User:
    person = sessions.current(call).person
    return users.get(call, person.identity_store_id, person.user_id)


def _hold_back(call: Call, user: User) -> None:
    wait = attempts.count(call, {attempts.subject(call, "email link", user.user_id): _BUDGET}, failed=True)
    if wait:
        raise attempts.too_many(
            wait, Sentence("A mail was asked for several times. Look into your mail, or wait a while.")
        )
