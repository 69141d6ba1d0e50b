"""The only source of randomness: passed in, so that tests can seed it."""

import os
from typing import Protocol

CROCKFORD = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


class Entropy(Protocol):
    """Gives random bytes; tests pass a seeded one."""

    def token_bytes(self, size: int) -> bytes:
        """Return `size` bytes that nobody can guess."""


class SystemEntropy:
    """The kernel's random generator."""

    __slots__ = ()

    def token_bytes(self, size: int) -> bytes:
        """Return `size` bytes from the kernel."""
        return os.urandom(size)


def random_text(entropy: Entropy, alphabet: str, length: int) -> str:
    """Return `length` characters of `alphabet`, each equally likely.

    Bytes beyond the largest multiple of the alphabet's size are thrown away: a plain modulo would favour its first letters.
    """
    size = len(alphabet)
    limit = 256 - 256 % size
    text = ""
    while (missing := length - len(text)) > 0:
        text += "".join([alphabet[byte % size] for byte in entropy.token_bytes(2 * missing) if byte < limit][:missing])
    return text
