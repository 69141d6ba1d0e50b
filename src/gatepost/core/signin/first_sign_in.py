"""The first sign-in of somebody who has no password yet: a code by mail, and with it a password of their own.

As with forgotten passwords, who asks learns nothing: it is a job which looks for the person, and a code that nobody has got
is wrong like any other.
"""

import string
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.directory.model import User, folded
from gatepost.core.instances import instances
from gatepost.core.instances.model import Instance
from gatepost.core.mailing import enqueue_mail
from gatepost.core.signin import attempts, events, flow, passwords, second_step, signin_settings, store, verified_emails
from gatepost.core.signin.budgets import Budget
from gatepost.core.signin.factors import challenges
from gatepost.core.signin.factors.model import CHALLENGE_LIFETIME, ChallengeKind
from gatepost.core.signin.model import Factor, Flow
from gatepost.core.signin.outcomes import NewPassword
from gatepost.kit.entropy import random_text
from gatepost.kit.errors import NotFound, Refused
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence

SEND_CODE: Final = "send-first-sign-in-code"
WRONG: Final = "InvalidCode"

_KIND: Final = ChallengeKind.FIRST_SIGN_IN
_LENGTH: Final = 6
_PURPOSE: Final = "first-sign-in"
_ASKING: Final = Budget(free=3, first_wait=timedelta(minutes=5), longest_wait=timedelta(hours=1))
_ASKING_FROM: Final = Budget(free=20, first_wait=timedelta(minutes=5), longest_wait=timedelta(hours=1))
_GUESSING: Final = Budget(free=5)
_GUESSING_FROM: Final = Budget(free=50, memory=timedelta(hours=1))
"""A code is one of a million, and another one is asked for three times in a row at most."""


def is_offered(call: Call) -> bool:
    """Whether the instance lets people in by such a code."""
    return signin_settings.read(call, instances.require_primary(call).instance_id).first_sign_in_code


def require_offered(call: Call) -> None:
    """Raise NotFound where the instance lets nobody in by such a code."""
    if not is_offered(call):
        raise NotFound(Sentence("Nobody signs in by a code by mail here. Ask your administrator for an invitation."))


def ask(call: Call, visit: Secret, login: str, return_to: str) -> None:
    """Have a code mailed to whoever `login` means, if they have no password yet; an earlier code works no more.

    Refused (`TooManyAttempts`) where the name or the address asks too often; NotFound where the instance does not offer it.
    """
    instance = instances.require_primary(call)
    call.event.account_id = instance.owner_account_id
    require_offered(call)
    budgets = {
        attempts.subject(call, _PURPOSE, folded(login.strip())): _ASKING,
        attempts.subject(call, _PURPOSE, "address:" + call.client.address): _ASKING_FROM,
    }
    if wait := attempts.count(call, budgets, failed=True):
        raise attempts.too_many(
            wait, Sentence("A code was asked for several times. Look into your mail, or wait a while.")
        )
    begun = flow.begin(call, visit, return_to)
    store.flows.put(call.tx, begun)
    events.describe(call.event, begun, instance, None, "Success", Factor.EMAIL_OTP)
    # What was typed may be a password: it lies in the database sealed, like the mails.
    sealed = call.vault.seal(_PURPOSE, login.strip().encode("utf-8", "surrogatepass"))
    call.enqueue(SEND_CODE, {"sealed": sealed, "owner": challenges.owned_by_flow(begun)})


def send_asked(call: Call, payload: Mapping[str, Any]) -> None:
    """Mail the code that a job of kind "send-first-sign-in-code" is about, if it means somebody who may have one."""
    login = call.vault.open(_PURPOSE, payload["sealed"]).decode("utf-8", "surrogatepass")
    instance = instances.require_primary(call)
    try:
        user = users.get_by_login(call, instance.identity_store_id, login)
    except NotFound:
        return
    if user.primary_email is None or not _may_begin(call, instance, user):
        return
    code = random_text(call.entropy, string.digits, _LENGTH)
    secret = f"{code}\n{user.primary_email}".encode()
    challenges.issue(call, payload["owner"], _KIND, user.user_id, secret)
    context = {
        "display_name": user.display_name,
        "user_name": user.user_name,
        "code": code,
        "minutes": str(int(CHALLENGE_LIFETIME.total_seconds()) // 60),
    }
    enqueue_mail(call, to=user.primary_email, template="first_sign_in_code", context=context, language=user.language)


def answer(call: Call, visit: Secret, code: str) -> NewPassword:
    """Take a code, and let its person choose a password. Refused, and counted, where it is not right."""
    instance = instances.require_primary(call)
    call.event.account_id = instance.owner_account_id
    require_offered(call)
    begun = store.flows.find(call.tx, visit.digest().hex())
    if begun is None or call.now >= begun.expires_at:
        raise second_step.not_under_way()
    asked = store.challenges.find(call.tx, challenges.owned_by_flow(begun), _KIND)
    user = _find_user(call, instance, asked.user_id if asked else None)
    events.describe(call.event, begun, instance, user, "Failure", Factor.EMAIL_OTP)
    budgets = {
        attempts.subject(call, _PURPOSE, "guess", begun.flow_id): _GUESSING,
        attempts.subject(call, _PURPOSE, "guess", "address:" + call.client.address): _GUESSING_FROM,
    }
    if wait := attempts.hold(call, budgets):
        raise attempts.too_many(wait)
    address = _prove(call, begun, user, code)
    attempts.count(call, budgets, failed=address is None)
    if user is None or address is None or not _may_begin(call, instance, user):
        raise Refused(Sentence("This is not the code of the last mail, or it is older than ten minutes."), reason=WRONG)
    call.event.service_details[call.event.name] = "Success"
    verified_emails.mark(call, user, address)
    return flow.to_new_password(call, begun, user)


def _prove(call: Call, begun: Flow, user: User | None, typed: str) -> str | None:
    """Return the address that a code was mailed to, and use it up; None where it is not right. Blanks do not count."""
    owner = challenges.owned_by_flow(begun)
    found = challenges.find(call, owner, _KIND, user.user_id if user else None)
    if found is None or user is None:
        return None
    code, _, address = found.reveal().partition("\n")
    if Secret(code) != Secret("".join(typed.split())) or not store.challenges.remove(call.tx, owner, _KIND):
        return None
    return address


def _may_begin(call: Call, instance: Instance, user: User) -> bool:
    """Whether a user may choose a first password: whoever has one, or a one-time password, signs in with that."""
    is_new = not passwords.has_password(call, user.user_id) and passwords.one_time_until(call, user.user_id) is None
    return is_new and is_offered(call) and flow.may_sign_in_here(call, instance, user)


def _find_user(call: Call, instance: Instance, user_id: str | None) -> User | None:
    try:
        return users.get(call, instance.identity_store_id, user_id) if user_id else None
    except NotFound:
        return None
