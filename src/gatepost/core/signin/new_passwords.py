"""What one person's new password must keep to: the instance's policy, their own words, and their earlier passwords.

A door asks twice: `demands` reads them in a call, `require_acceptable` compares outside any transaction, since it hashes.
"""

from dataclasses import dataclass, field
from typing import Final

from gatepost.core.call import Call
from gatepost.core.directory.model import User
from gatepost.core.instances import branding
from gatepost.core.instances.model import Instance
from gatepost.core.signin import password_policy, password_rules, passwords, signin_settings, store
from gatepost.core.signin.model import PasswordRules
from gatepost.kit.errors import Invalid
from gatepost.kit.secret import Secret

_ONCE: Final = "This is the password that you have now. Choose another."


@dataclass(frozen=True, slots=True)
class Demands:
    """What is asked of a new password.

    It may not be made of `own_words`, which are the person's and the organisation's name, or of `blocked_words`, which the
    person need not know. It may be none of the passwords whose hashes are `earlier`, the one in use first.
    """

    rules: PasswordRules
    own_words: tuple[str, ...] = field(repr=False)
    blocked_words: tuple[str, ...] = field(repr=False)
    earlier: tuple[Secret, ...] = field(repr=False)


def demands(call: Call, instance: Instance, user: User) -> Demands:
    """Return what is asked of a user's new password."""
    policy = password_policy.read(call, instance.instance_id)
    settings = signin_settings.read(call, instance.instance_id)
    own = (user.user_name, user.primary_email or "", user.display_name, user.given_name, user.family_name)
    return Demands(
        rules=policy.rules(needs_second_factor=settings.needs_second_factor),
        own_words=(
            *own,
            branding.read(call, instance.instance_id).organisation_name or call.settings.organisation_name,
        ),
        blocked_words=policy.blocked_words,
        earlier=_earlier(call, user.user_id, policy.remembered),
    )


def require_acceptable(demands: Demands, password: Secret) -> None:
    """Raise Invalid, with a sentence for the person, for a password that must not be set. Slow: never inside a transaction."""
    password_rules.check(password.reveal(), demands.rules, (*demands.own_words, *demands.blocked_words))
    for age, password_hash in enumerate(demands.earlier):
        if passwords.verify(password_hash, password):
            sentence = f"This is one of your last {len(demands.earlier)} passwords. Choose another." if age else _ONCE
            raise Invalid(sentence, reason=password_rules.USED_BEFORE)


def _earlier(call: Call, user_id: str, remembered: int) -> tuple[Secret, ...]:
    credential = store.passwords.find(call.tx, user_id)
    if credential is None or not remembered:
        return ()
    hashes = (credential.password_hash, *store.passwords.list_earlier(call.tx, user_id))
    return tuple(Secret(each) for each in hashes[:remembered])
