"""Keys that are not in the database: sealing of secrets and tokens, and keys derived for one purpose."""

import base64
import hmac
import os
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gatepost.kit.entropy import Entropy
from gatepost.kit.errors import Invalid

KEY_BYTES = 32
_NONCE_BYTES = 12
_KEY_ID_BYTES = 4


class Vault:
    """Seals with its first master key and opens with any of them, so that keys rotate without an outage.

    A sealed text is base64url of key id (4 bytes), nonce (12) and AES-256-GCM ciphertext with its tag (16).
    The AES key is derived by HKDF-SHA256 from master key and purpose: a text sealed for one purpose opens for no other.
    """

    def __init__(self, master_keys: Sequence[bytes], entropy: Entropy) -> None:
        if not master_keys or any(len(key) != KEY_BYTES for key in master_keys):
            raise ValueError("a vault needs at least one master key of 32 bytes")
        self._masters = {_key_id(key): key for key in master_keys}
        self._current = _key_id(master_keys[0])
        self._entropy = entropy

    @property
    def key_ids(self) -> tuple[str, ...]:
        """The ids of the master keys in hex, the current one first: for people, not secret."""
        return tuple(key_id.hex() for key_id in self._masters)

    def seal(self, purpose: str, plaintext: bytes, context: bytes = b"") -> str:
        """Encrypt `plaintext`, bound to `purpose` and `context`; the same pair is needed to open it."""
        return _b64(self.seal_bytes(purpose, plaintext, context))

    def seal_bytes(self, purpose: str, plaintext: bytes, context: bytes = b"") -> bytes:
        """Do as `seal`, without the base64."""
        nonce = self._entropy.token_bytes(_NONCE_BYTES)
        cipher = _cipher(self._masters[self._current], purpose)
        return self._current + nonce + cipher.encrypt(nonce, plaintext, context)

    def open(self, purpose: str, sealed: str, context: bytes = b"") -> bytes:
        """Decrypt what `seal` made; raise Invalid if it was not made here for this purpose and context."""
        try:
            raw = base64.urlsafe_b64decode(sealed.encode("ascii") + b"=" * (-len(sealed) % 4))
        except (ValueError, UnicodeEncodeError):
            raise Invalid("The sealed value is malformed.") from None
        return self.open_bytes(purpose, raw, context)

    def open_bytes(self, purpose: str, raw: bytes, context: bytes = b"") -> bytes:
        """Do as `open`, without the base64."""
        master = self._masters.get(raw[:_KEY_ID_BYTES])
        nonce = raw[_KEY_ID_BYTES : _KEY_ID_BYTES + _NONCE_BYTES]
        if master is None or len(nonce) != _NONCE_BYTES:
            raise Invalid("The sealed value is malformed.")
        try:
            return _cipher(master, purpose).decrypt(nonce, raw[_KEY_ID_BYTES + _NONCE_BYTES :], context)
        except InvalidTag:
            raise Invalid("The sealed value cannot be opened.") from None

    def mac(self, purpose: str, message: bytes, key_id: bytes | None = None) -> bytes:
        """Return 32 bytes that only this vault can compute from `message`; `key_id` names an older master key."""
        master = self._masters.get(key_id or self._current)
        if master is None:
            raise Invalid("The key is unknown.")
        return hmac.digest(_derived(master, "mac:" + purpose), message, "sha256")


def load_master_keys(path: Path, entropy: Entropy) -> list[bytes]:
    """Read the master keys, one base64 line each and the current one first; make the file, mode 0600, where it is missing.

    Two processes may start at once: the file appears whole under its name or not at all, and the first one wins.
    """
    if not path.exists():
        _create_master_key(path, entropy)
    lines = [line.strip() for line in path.read_text("ascii").splitlines()]
    keys = [base64.b64decode(line, validate=True) for line in lines if line and not line.startswith("#")]
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise ValueError(f"{path} must hold 32-byte keys in base64, one a line")
    return keys


def _create_master_key(path: Path, entropy: Entropy) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{entropy.token_bytes(8).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(entropy.token_bytes(KEY_BYTES)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _key_id(master: bytes) -> bytes:
    return sha256(b"gatepost master key id" + master).digest()[:_KEY_ID_BYTES]


@lru_cache(maxsize=256)
def _derived(master: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(master)


@lru_cache(maxsize=256)
def _cipher(master: bytes, purpose: str) -> AESGCM:
    return AESGCM(_derived(master, "seal:" + purpose))


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
