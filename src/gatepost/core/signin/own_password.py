"""A signed-in person changes their own password.

As at sign-in a door asks twice: `challenge` reads what the current password must be compared with, `passwords.verify` compares
it outside any transaction, and `change` or `refuse` writes what came of it.
"""

from dataclasses import dataclass
from typing import Final

from gatepost.core.audit.model import Resource
from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.directory.model import User
from gatepost.core.federation import emergency
from gatepost.core.instances import instances
from gatepost.core.signin import attempts, new_passwords, notices, passwords, sessions, store
from gatepost.core.signin.budgets import Budget
from gatepost.core.signin.model import Session
from gatepost.core.signin.new_passwords import Demands
from gatepost.kit.errors import Conflict, Denied, Refused
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence

WRONG: Final = "InvalidCurrentPassword"
_BUDGET: Final = Budget(free=5)


@dataclass(frozen=True, slots=True)
class Challenge:
    """A change before it is judged: whose, the hash of the current password if there is one, and what the new one must be."""

    user: User
    password_hash: Secret | None
    demands: Demands


def is_kept_here(call: Call, user: User) -> bool:
    """Whether a person signs in with a password of Gatepost's, and not with their identity provider's."""
    return emergency.admits(call, instances.require_primary(call), user)


def challenge(call: Call) -> Challenge:
    """Read what a change must be judged by.

    Refused where the person has no password and has not just proved who they are (`FreshSignInRequired`), or where the
    current one was guessed at too often (`TooManyAttempts`). Denied where somebody else looks after passwords.
    """
    session = sessions.current(call)
    instance = instances.require_primary(call)
    user = users.get(call, session.person.identity_store_id, session.person.user_id)
    if not emergency.admits(call, instance, user):
        raise Denied(Sentence("You sign in through your identity provider: change your password there."))
    has_password = passwords.has_password(call, user.user_id)
    if not has_password:
        sessions.require_fresh(call)
    elif wait := attempts.wait(call, _budgets(call, user)):
        raise attempts.too_many(wait)
    current = passwords.find_hash(call, user.user_id) if has_password else None
    return Challenge(user, current, new_passwords.demands(call, instance, user))


def refuse(call: Call, challenge: Challenge) -> None:
    """Count a wrong current password, and raise Refused."""
    wait = attempts.count(call, _budgets(call, challenge.user), failed=True)
    if wait:
        raise attempts.too_many(wait)
    raise Refused(Sentence("This is not the password that you have now."), reason=WRONG)


def change(call: Call, challenge: Challenge, password_hash: Secret) -> tuple[Session, Secret]:
    """Set the new password and tell the person by mail; return their session and its new token.

    Whatever else the old password opened ends: other sessions, and trust in browsers. Conflict where the password was changed
    elsewhere meanwhile.
    """
    session, user = sessions.current(call), challenge.user
    wait = attempts.count(call, _budgets(call, user), failed=False)
    if wait:
        raise attempts.too_many(wait)
    has_password = passwords.has_password(call, user.user_id)
    found = passwords.find_hash(call, user.user_id) if has_password else None
    if found != challenge.password_hash:
        raise Conflict(Sentence("Your password was changed elsewhere at this moment."))
    passwords.replace_hash(call, user.user_id, password_hash)
    store.trust.delete_all(call.tx, user.user_id)
    sessions.end_others(call)
    call.event.resources.append(Resource("AWS::IdentityStore::User", user.arn))
    notices.tell(call, user, "password_changed")
    # A password alone makes no sign-in fresh: devices may be asked for beside it.
    return sessions.rotate(call, session)


def _budgets(call: Call, user: User) -> dict[str, Budget]:
    return {attempts.subject(call, "own password", user.user_id): _BUDGET}
