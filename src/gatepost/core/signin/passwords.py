"""Passwords: hashed and verified outside any transaction, stored and replaced inside one."""

from datetime import datetime
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from gatepost.core.call import Call
from gatepost.core.federation import back_channel
from gatepost.core.iam import revocations
from gatepost.core.signin import password_rules, store
from gatepost.core.signin.model import Credential, PasswordRules
from gatepost.kit.secret import Secret

RULES: Final = PasswordRules()
"""What holds for a password that may be the only proof."""

# RFC 9106 leaves the choice to the memory at hand; this is OWASP's for 19 MiB: 45 hashes a second on one core.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, hash_len=32, salt_len=16)

NO_PASSWORD: Final = Secret(
    "$argon2id$v=19$m=19456,t=2,p=1$yfgDPMn5eiZo0vmY1yn4tA$o/naQ1lqIdTbWUsGQD8Xd/xIGMvYHrw+J3UoFAemYic"
)
"""The hash that stands in for a user who does not exist or has no password: to refuse takes the same time for all."""


def require_acceptable(
    password: Secret,
    *,
    user_name: str,
    email: str | None = None,
    words: tuple[str, ...] = (),
    rules: PasswordRules = RULES,
) -> None:
    """Raise Invalid, with a sentence for the person, for a password that must not be set.

    It may not be made of what everybody knows of the person: user name, e-mail address and `words`, which are their names and
    the organisation's.
    """
    password_rules.check(password.reveal(), rules, (user_name, email or "", *words))


def hash_password(password: Secret) -> Secret:
    """Return the Argon2id hash of a password in its encoded form. It takes about 20 ms: never inside a transaction."""
    return Secret(_HASHER.hash(_bytes(password)))


def verify(password_hash: Secret, password: Secret) -> bool:
    """Say whether a password is the one that was hashed. It takes about 20 ms: never inside a transaction."""
    try:
        return _HASHER.verify(password_hash.reveal(), _bytes(password))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: Secret) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash.reveal())


def find_hash(call: Call, user_id: str | None) -> Secret:
    """Return a user's hash; for somebody without one, or with a one-time password of too long ago, one that no password has."""
    credential = store.passwords.find(call.tx, user_id or "")
    if credential is None or (credential.one_time_until and credential.one_time_until <= call.now):
        return NO_PASSWORD
    return Secret(credential.password_hash)


def find_change(call: Call, user_id: str) -> datetime | None:
    """Return when a user's password was set; None where they have none."""
    credential = store.passwords.find(call.tx, user_id)
    return credential.changed_at if credential and not credential.one_time_until else None


def has_password(call: Call, user_id: str) -> bool:
    """Say whether a user has set a password of their own."""
    credential = store.passwords.find(call.tx, user_id)
    return credential is not None and credential.one_time_until is None


def one_time_until(call: Call, user_id: str) -> datetime | None:
    """Return until when a one-time password works that a user was given; None where they have none."""
    credential = store.passwords.find(call.tx, user_id)
    return credential.one_time_until if credential else None


def store_hash(call: Call, user_id: str, password_hash: Secret) -> None:
    """Set a user's password and end what the old one opened: sessions, role credentials, and trust in browsers."""
    if has_password(call, user_id):
        revocations.revoke(call, revocations.of_user(user_id))
    replace_hash(call, user_id, password_hash)
    back_channel.tell(call, store.sessions.open_ids_of(call.tx, user_id, call.now))
    store.sessions.end_all(call.tx, user_id, call.now)
    store.trust.delete_all(call.tx, user_id)


def replace_hash(call: Call, user_id: str, password_hash: Secret) -> None:
    """Set a user's password and remember the old one, so that it is not set again soon."""
    before = store.passwords.find(call.tx, user_id)
    if before is not None and before.one_time_until is None:
        store.passwords.remember(call.tx, before, call.now)
    renew_hash(call, user_id, password_hash)


def renew_hash(call: Call, user_id: str, password_hash: Secret) -> None:
    """Keep the same password under a hash of today's parameters."""
    store.passwords.put(call.tx, Credential(user_id, password_hash.reveal(), call.now))


def _bytes(password: Secret) -> bytes:
    return password_rules.normalise(password.reveal()).encode("utf-8", "surrogatepass")
