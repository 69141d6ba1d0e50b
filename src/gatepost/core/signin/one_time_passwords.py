"""Passwords that an administrator hands over: made here, shown once, and good for one thing, a password of the person's own."""

from datetime import datetime, timedelta
from typing import Final

from gatepost.core.audit.model import Resource
from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.signin import invitations, notices, passwords, store
from gatepost.core.signin.model import Credential, LinkPurpose
from gatepost.kit.entropy import Entropy, random_text
from gatepost.kit.errors import Conflict
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence

LIFETIME: Final = timedelta(days=7)
# Letters and digits that are not taken for each other, read aloud or copied by hand: 16 of 31 are 79 bits.
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH: Final = 16
_GROUP: Final = 4


def make(entropy: Entropy) -> Secret:
    """Return a new password in groups of four. Its hash is made before the call that gives it to somebody."""
    text = random_text(entropy, _ALPHABET, _LENGTH)
    return Secret("-".join(text[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP)))


def give(call: Call, identity_store_id: str, user_id: str, password_hash: Secret) -> datetime:
    """Put a one-time password in the place of a user's own, for seven days; return until when it works.

    Whatever the old password opened ends at once, links to a new one too; the second factor stays. The user is told by mail.
    Conflict where the user is disabled.
    """
    user = users.hold(call, identity_store_id, user_id)
    if not user.is_enabled:
        raise Conflict(Sentence("This person is disabled. Enable them first."), reason=invitations.DISABLED)
    until = call.now + LIFETIME
    passwords.store_hash(call, user.user_id, password_hash)
    store.passwords.put(call.tx, Credential(user.user_id, password_hash.reveal(), call.now, until))
    for purpose in LinkPurpose:
        store.invitations.replace_open(call.tx, user.user_id, purpose)
    call.event.resources.append(Resource("AWS::IdentityStore::User", user.arn))
    notices.tell(call, user, "one_time_password")
    return until
