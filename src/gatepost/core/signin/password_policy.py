"""What an instance asks of new passwords: read by every page that sets one, changed by administrators."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from gatepost.core.call import Call
from gatepost.core.signin import store
from gatepost.core.signin.model import LEAST_BESIDE_SECOND_FACTOR, PasswordPolicy
from gatepost.core.signin.store.passwords import MOST_EARLIER
from gatepost.kit.errors import Invalid

MOST_MINIMUM_LENGTH: Final = 64
"""NIST SP 800-63B-4 section 3.1.1.2 wants 64 characters to be possible: nobody may be made to type more."""
MOST_BLOCKED_WORDS: Final = 200
LONGEST_BLOCKED_WORD: Final = 64
SHORTEST_BLOCKED_WORD: Final = 4
MOST_REMEMBERED: Final = MOST_EARLIER + 1


def read(call: Call, instance_id: str) -> PasswordPolicy:
    """Return an instance's policy."""
    return store.password_policies.read(call.tx, instance_id)


def change(call: Call, instance_id: str, changes: Mapping[str, Any]) -> PasswordPolicy:
    """Change what is named and leave the rest. Passwords from now on go by it; those that are set stay."""
    policy = replace(store.password_policies.lock(call.tx, instance_id), **changes)
    _check(policy)
    store.password_policies.put(call.tx, instance_id, policy)
    return policy


def _check(policy: PasswordPolicy) -> None:
    if not LEAST_BESIDE_SECOND_FACTOR <= policy.minimum_length <= MOST_MINIMUM_LENGTH:
        raise Invalid(f"minimum_length must be {LEAST_BESIDE_SECOND_FACTOR} to {MOST_MINIMUM_LENGTH}.")
    if not 0 <= policy.remembered <= MOST_REMEMBERED:
        raise Invalid(f"remembered must be 0 to {MOST_REMEMBERED}.")
    if len(policy.blocked_words) > MOST_BLOCKED_WORDS:
        raise Invalid(f"blocked_words may hold {MOST_BLOCKED_WORDS} words.")
    if not all(_is_word(word) for word in policy.blocked_words):
        raise Invalid(f"A blocked word has {SHORTEST_BLOCKED_WORD} to {LONGEST_BLOCKED_WORD} characters, on one line.")


def _is_word(word: str) -> bool:
    return SHORTEST_BLOCKED_WORD <= len(word.strip()) <= len(word) <= LONGEST_BLOCKED_WORD and word.isprintable()
