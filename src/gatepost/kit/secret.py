"""Values that must not be seen: passwords, tokens, keys."""

import hashlib
import hmac
from typing import Final


class Secret:
    """A text that shows as *** wherever it is printed; `reveal()` is the only way out.

    Two secrets compare in constant time.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text: Final = text

    def reveal(self) -> str:
        """Return the text itself: call it at the last moment and keep it nowhere."""
        return self._text

    def digest(self) -> bytes:
        """Return the 32-byte SHA-256 digest under which a token is stored.

        A plain hash is enough, because every token that is stored this way carries 128 bits or more of randomness.
        """
        return hashlib.sha256(self._text.encode("utf-8", "surrogatepass")).digest()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        ours, theirs = (value.reveal().encode("utf-8", "surrogatepass") for value in (self, other))
        return hmac.compare_digest(ours, theirs)

    def __hash__(self) -> int:
        return hash(self.digest())

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__
