"""Forgotten passwords: a link by mail, asked for by whoever types a name, or sent by an administrator.

Who asks learns nothing: the answer and its time are the same whether there is such a person or not. That is why it is a job
which looks for them.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.directory.model import User, folded
from gatepost.core.instances import instances
from gatepost.core.mailing import enqueue_mail
from gatepost.core.signin import attempts, invitations, links
from gatepost.core.signin.budgets import Budget
from gatepost.core.signin.model import LinkPurpose
from gatepost.kit.errors import NotFound
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence
from gatepost.settings import Settings

SEND_RESET: Final = "send-password-reset"

FOR_A_NAME = Budget(free=3, first_wait=timedelta(minutes=5), longest_wait=timedelta(hours=1))
FROM_AN_ADDRESS = Budget(free=20, first_wait=timedelta(minutes=5), longest_wait=timedelta(hours=1))

_PURPOSE = "password-reset"


def ask(call: Call, login: str) -> None:
    """Have a link mailed to whoever `login`, a user name or e-mail address, means; nothing tells whether there is anybody.

    Refused (`TooManyAttempts`, with `retry_after_seconds`) where the name or the address asks too often.
    """
    instance = instances.require_primary(call)
    call.event.account_id = instance.owner_account_id
    name = folded(login.strip())
    budgets = {
        attempts.subject(call, _PURPOSE, name): FOR_A_NAME,
        attempts.subject(call, _PURPOSE, "address:" + call.client.address): FROM_AN_ADDRESS,
    }
    wait = attempts.count(call, budgets, failed=True)
    if wait:
        raise attempts.too_many(
            wait,
            Sentence("A link has been asked for several times. Look into your mail, or wait a while and try again."),
        )
    # What was typed may be a password: it lies in the database sealed, like the mails.
    call.enqueue(SEND_RESET, {"sealed": call.vault.seal(_PURPOSE, login.strip().encode("utf-8", "surrogatepass"))})


def send_asked(call: Call, payload: Mapping[str, Any]) -> None:
    """Send the link that a job of kind "send-password-reset" is about, if it means somebody who may have one."""
    login = call.vault.open(_PURPOSE, payload["sealed"]).decode("utf-8", "surrogatepass")
    try:
        user = users.get_by_login(call, instances.require_primary(call).identity_store_id, login)
    except NotFound:
        return
    if user.is_enabled and user.primary_email:
        _send(call, user, user.primary_email)


def send(call: Call, user: User) -> None:
    """Send a person a link, as an administrator; the password that they have works until they use it.

    Conflict where the person has no address to send it to, or is disabled.
    """
    _send(call, user, invitations.require_address(user))


def url(settings: Settings, token: Secret) -> str:
    """Return the link that a token makes: as secret as the token."""
    return f"{settings.public_url}/reset-password/{token.reveal()}"


def _send(call: Call, user: User, address: str) -> None:
    _, token = links.make(call, user.user_id, LinkPurpose.RESET, mailed_to=address)
    context = {
        "display_name": user.display_name,
        "user_name": user.user_name,
        "reset_url": url(call.settings, token),
    }
    enqueue_mail(call, to=address, template="password_reset", context=context, language=user.language)
