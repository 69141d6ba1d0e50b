"""Which passwords are accepted: a length, and nothing that is tried first; no rule about kinds of characters.

NIST SP 800-63B-4 section 3.1.1.2 is the source: the whole password is compared with lists of what is common, expected or
taken from the person and the service.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from zxcvbn.frequency_lists import FREQUENCY_LISTS

from gatepost.core.signin.model import PasswordRules
from gatepost.kit.errors import Invalid
from gatepost.kit.sentences import Sentence

TOO_SHORT = "PasswordTooShort"
TOO_LONG = "PasswordTooLong"
TOO_COMMON = "PasswordTooCommon"
TOO_PERSONAL = "PasswordTooPersonal"
USED_BEFORE = "PasswordUsedBefore"

SERVICE_WORDS = ("gatepost", "aws", "amazon", "identity center", "password")

_LISTED_LENGTH = 32
"""Runs and repetitions longer than this are on nobody's list."""
_SHORTEST_WORD = 4
_LEAST_OF_ONES_OWN = 8
_ROWS = (
    "0123456789",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
)
_RUNS = tuple(text for row in _ROWS for text in (row * 4, row[::-1] * 4))
_REPEATED = re.compile(r"(.+?)\1+", re.DOTALL)
_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_SEPARATORS = re.compile(r"[\W_]+")


def normalise(password: str) -> str:
    """Return the password as it is hashed: NFKC, so that each keyboard's way of writing a character gives the same."""
    return unicodedata.normalize("NFKC", password)


def check(password: str, rules: PasswordRules, words: Iterable[str]) -> None:
    """Raise Invalid, with a sentence for the person, for a password that is not accepted.

    `words` are those of the person and the organisation: names, the user name, the e-mail address.
    """
    normal = normalise(password)
    if len(normal) < rules.minimum_length:
        raise Invalid(Sentence("Use at least %(count)s characters.", count=rules.minimum_length), reason=TOO_SHORT)
    if len(normal) > rules.maximum_length:
        raise Invalid(Sentence("Use at most %(count)s characters.", count=rules.maximum_length), reason=TOO_LONG)
    folded = normal.casefold()
    if _is_common(folded):
        raise Invalid(
            Sentence("This is one of the passwords that are guessed first. Choose another."), reason=TOO_COMMON
        )
    if _is_personal(folded, (*words, *SERVICE_WORDS)):
        raise Invalid(
            Sentence("Leave out your own name and address, and the organisation's name, or add to them."),
            reason=TOO_PERSONAL,
        )


@lru_cache(maxsize=1)
def _listed() -> frozenset[str]:
    return frozenset(FREQUENCY_LISTS["passwords"])


def _is_common(folded: str) -> bool:
    """Whether it is on the list, or one of the list with digits and signs around it, or a run or repetition."""
    core = _AROUND.sub("", folded)
    if folded in _listed() or core in _listed():
        return True
    if len(folded) > _LISTED_LENGTH:
        return False
    repeated = _REPEATED.fullmatch(folded) or _REPEATED.fullmatch(core)
    if repeated and (len(repeated[1]) == 1 or repeated[1] in _listed()):
        return True
    return any(folded in run for run in _RUNS)


def _is_personal(folded: str, words: Iterable[str]) -> bool:
    """Whether so little is left without those words that they are the password."""
    rest = folded
    for word in sorted(set(_parts(words)), key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest) < min(_LEAST_OF_ONES_OWN, len(folded)) and rest != folded


def _parts(words: Iterable[str]) -> Iterable[str]:
    """Each text, folded, and its parts: the words of a name, the local part and the domain of an address."""
    for text in words:
        folded = normalise(text).casefold()
        yield from (part for part in (folded, *_SEPARATORS.split(folded)) if len(part) >= _SHORTEST_WORD)
