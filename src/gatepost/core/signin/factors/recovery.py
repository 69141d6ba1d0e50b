"""Recovery codes: ten at a time, each good once, for whoever has lost their device."""

from collections.abc import Sequence

from gatepost.core.call import Call
from gatepost.core.directory.model import User
from gatepost.core.signin import notices, store
from gatepost.core.signin.factors import devices
from gatepost.core.signin.factors.model import RECOVERY_CODES
from gatepost.kit.entropy import CROCKFORD, random_text
from gatepost.kit.errors import Conflict
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence

_LENGTH = 16
_GROUP = 4
_PURPOSE = "recovery-code"


def make(call: Call, user: User) -> Sequence[Secret]:
    """Give a user ten new codes, 78 bits each, and return them: nobody can read them later. Earlier ones work no more."""
    if not devices.list_of_user(call, user.user_id):
        raise Conflict(Sentence("Recovery codes stand in for a device. Add one first."))
    codes = [random_text(call.entropy, CROCKFORD, _LENGTH) for _ in range(RECOVERY_CODES)]
    digests = [call.vault.mac(_PURPOSE, _message(user.user_id, code)).hex() for code in codes]
    store.recovery.replace_all(call.tx, user.user_id, digests)
    notices.tell(call, user, "recovery_codes_made")
    return [Secret(_grouped(code)) for code in codes]


def count(call: Call, user_id: str) -> int:
    """Return how many codes a user has left."""
    return store.recovery.count(call.tx, user_id)


def use(call: Call, user: User, typed: str) -> bool:
    """Say whether this is one of a user's codes, and use it up. Case, hyphens and blanks do not count."""
    code = "".join(letter for letter in typed.upper() if letter in CROCKFORD)
    if len(code) != _LENGTH:
        return False
    # Under each master key, since codes outlive a rotation of keys; it keeps who reads the database from guessing.
    key_ids = [bytes.fromhex(key_id) for key_id in call.vault.key_ids]
    digests = [call.vault.mac(_PURPOSE, _message(user.user_id, code), key_id).hex() for key_id in key_ids]
    if not store.recovery.use(call.tx, user.user_id, digests):
        return False
    notices.tell(call, user, "recovery_code_used", str(count(call, user.user_id)))
    return True


def _message(user_id: str, code: str) -> bytes:
    return f"{user_id}\n{code}".encode()


def _grouped(code: str) -> str:
    return "-".join(code[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))
