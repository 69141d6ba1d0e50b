"""Codes by mail: six digits for one sign-in, good once and for ten minutes, for whoever has no device."""

import string
from datetime import timedelta
from typing import Final

from gatepost.core.call import Call
from gatepost.core.directory.model import User
from gatepost.core.mailing import enqueue_mail
from gatepost.core.signin import attempts, store
from gatepost.core.signin.budgets import Budget
from gatepost.core.signin.factors import challenges
from gatepost.core.signin.factors.model import CHALLENGE_LIFETIME, ChallengeKind
from gatepost.kit.entropy import random_text
from gatepost.kit.secret import Secret

_KIND = ChallengeKind.EMAIL_OTP
_LENGTH = 6
_SENDING: Final = Budget(free=5, first_wait=timedelta(minutes=1), memory=timedelta(hours=1))
"""Five mails in a row; each further one waits, so that nobody's mailbox is filled by whoever knows their password."""


def send(call: Call, owner: str, user: User) -> timedelta:
    """Mail a user a code for this sign-in; an earlier one works no more. Return how long to wait where it is too early."""
    budgets = {attempts.subject(call, "email code", user.user_id): _SENDING}
    wait = attempts.hold(call, budgets)
    if wait or user.primary_email is None:
        return wait
    attempts.count(call, budgets, failed=True)
    code = random_text(call.entropy, string.digits, _LENGTH)
    challenges.issue(call, owner, _KIND, user.user_id, code.encode())
    context = {
        "display_name": user.display_name,
        "code": code,
        "minutes": str(int(CHALLENGE_LIFETIME.total_seconds()) // 60),
        "address": call.client.address,
    }
    enqueue_mail(call, to=user.primary_email, template="email_code", context=context, language=user.language)
    return timedelta()


def verify(call: Call, owner: str, user_id: str, typed: str) -> bool:
    """Say whether this is the code that was mailed for this sign-in, and use it up. Blanks do not count."""
    code = challenges.find(call, owner, _KIND, user_id)
    if code is None or code != Secret("".join(typed.split())):
        return False
    return store.challenges.remove(call.tx, owner, _KIND)
