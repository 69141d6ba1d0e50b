"""Use cases of signing keys: find what signs and what is published, and rotate in three steps that overlap.

A rotation issues the NEXT key (published at once), activates it (it signs, and the one before stays published), and retires
the PREVIOUS one once every partner has the new certificate.
"""

from collections.abc import Sequence
from functools import lru_cache

from gatepost.core.call import Call
from gatepost.core.keys import store
from gatepost.core.keys.certificates import KeyPair
from gatepost.core.keys.model import KeyState, KeyUse, SigningKey
from gatepost.kit import ids
from gatepost.kit.errors import Conflict, NotFound
from gatepost.kit.secret import Secret
from gatepost.kit.vault import Vault
from gatepost.store.database import Duplicate

WARN_OF_CERTIFICATE = "warn-of-certificate"
_PURPOSE = "signing-key"


def find_current(call: Call, instance_id: str, use: KeyUse) -> SigningKey | None:
    """Return the key that signs; None where the instance never needed one for this use."""
    return store.find_key(call.tx, instance_id, use, KeyState.CURRENT)


def published(call: Call, instance_id: str, use: KeyUse) -> Sequence[SigningKey]:
    """Return every key whose certificate partners should know, the one that signs first."""
    return store.list_keys(call.tx, instance_id, use)


def issue_first(call: Call, instance_id: str, use: KeyUse, pair: KeyPair) -> SigningKey:
    """Take a pair as the instance's first key for a use, unless another server was faster: the one that signs is returned."""
    found = find_current(call, instance_id, use)
    if found is not None:
        return found
    return _insert(call, instance_id, use, KeyState.CURRENT, pair)


def issue_next(call: Call, instance_id: str, use: KeyUse, pair: KeyPair) -> SigningKey:
    """Begin a rotation: publish the key that will sign next. Conflict where one is published already.

    Where the instance has none yet, there is nothing to overlap with: the key signs at once.
    """
    if find_current(call, instance_id, use) is None:
        return _insert(call, instance_id, use, KeyState.CURRENT, pair)
    try:
        return _insert(call, instance_id, use, KeyState.NEXT, pair)
    except Duplicate:
        raise Conflict("There is a next certificate already: activate it, or delete it first.") from None


def activate_next(call: Call, instance_id: str, use: KeyUse) -> SigningKey:
    """Let the NEXT key sign from now on; what signed until now becomes PREVIOUS and stays published."""
    by_state = {key.state: key for key in store.lock_keys(call.tx, instance_id, use)}
    if KeyState.NEXT not in by_state:
        raise NotFound("There is no next certificate to activate: issue one first.")
    store.delete_key(call.tx, instance_id, use, KeyState.PREVIOUS)
    store.move_key(call.tx, instance_id, use, KeyState.CURRENT, KeyState.PREVIOUS)
    store.move_key(call.tx, instance_id, use, KeyState.NEXT, KeyState.CURRENT)
    return by_state[KeyState.NEXT]


def retire(call: Call, instance_id: str, use: KeyUse, key_id: str) -> None:
    """Delete a NEXT or PREVIOUS key. Conflict for the one that signs, NotFound for what is none of the instance's."""
    key = next((each for each in store.lock_keys(call.tx, instance_id, use) if each.key_id == key_id), None)
    if key is None:
        raise NotFound(f"There is no certificate {key_id}.")
    if key.state is KeyState.CURRENT:
        raise Conflict("This certificate signs. Activate another one before it is deleted.")
    store.delete_key(call.tx, instance_id, use, key.state)


def plan_warning(call: Call, key: SigningKey) -> None:
    """Have the next warning that a certificate expires written when its time comes."""
    due = key.next_warning(call.now)
    if due is not None:
        call.enqueue(WARN_OF_CERTIFICATE, {"key_id": key.key_id}, delay=due - call.now)


def open_private(vault: Vault, key: SigningKey) -> Secret:
    """Return the private key (PKCS #8, PEM)."""
    return _opened(vault, key.sealed_private_key, key.key_id)


@lru_cache(maxsize=16)
def _opened(vault: Vault, sealed: str, key_id: str) -> Secret:
    return Secret(vault.open(_PURPOSE, sealed, key_id.encode()).decode("ascii"))


def _insert(call: Call, instance_id: str, use: KeyUse, state: KeyState, pair: KeyPair) -> SigningKey:
    key_id = ids.new_signing_key_id(call.entropy)
    key = SigningKey(
        key_id=key_id,
        instance_id=instance_id,
        use=use,
        state=state,
        certificate=pair.certificate,
        sealed_private_key=call.vault.seal(_PURPOSE, pair.private_key.reveal().encode("ascii"), key_id.encode()),
        created_at=call.now,
        expires_at=pair.expires_at,
    )
    store.insert_key(call.tx, key)
    plan_warning(call, key)
    return key
