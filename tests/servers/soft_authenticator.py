"""An authenticator in a few lines, for answers that no browser would give: another origin, nobody verified, a count that goes back."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

ORIGIN = "http://localhost:8080"
AAGUID = "01020304-0506-0708-0102-030405060708"

_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


def _b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class SoftAuthenticator:
    """One passkey (WebAuthn level 2, sections 6.1 and 6.5.1); each signature counts one up."""

    credential_id: bytes = b"passkey-0000-0001"
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def create(self, options: dict[str, Any], *, origin: str = ORIGIN, verified: bool = True) -> str:
        """Answer `navigator.credentials.create`, without an attestation."""
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        aaguid = bytes.fromhex(AAGUID.replace("-", ""))
        attested = aaguid + len(self.credential_id).to_bytes(2, "big") + self.credential_id + cbor2.dumps(cose)
        data = self._data(options["rp"]["id"], verified=verified, flags=_ATTESTED) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options["challenge"], origin)
        return self._answer({"clientDataJSON": _b64(client), "attestationObject": _b64(attestation)})

    def get(
        self, options: dict[str, Any], *, origin: str = ORIGIN, verified: bool = True, challenge: str | None = None
    ) -> str:
        """Answer `navigator.credentials.get`."""
        self.count += 1
        data = self._data(options["rpId"], verified=verified)
        client = self._client("webauthn.get", challenge or options["challenge"], origin)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._answer({name: _b64(value) for name, value in parts.items()})

    def _data(self, rp_id: str, *, verified: bool, flags: int = 0) -> bytes:
        bits = _PRESENT | flags | (_VERIFIED if verified else 0)
        return hashlib.sha256(rp_id.encode()).digest() + bytes([bits]) + self.count.to_bytes(4, "big")

    @staticmethod
    def _client(kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()

    def _answer(self, response: dict[str, str]) -> str:
        name = _b64(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
