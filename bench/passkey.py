"""A passkey in a few lines: registered through the core, and signing as an authenticator does that has verified its owner."""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass

import cbor2
import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from bench.installation import Core
from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.signin import store
from gatepost.core.signin.factors import devices
from gatepost.core.signin.factors.model import DeviceKind
from gatepost.core.signin.factors.model import Passkey as Registered
from gatepost.core.signin.model import Person
from gatepost.kit.secret import Secret

_PRESENT_AND_VERIFIED = 0x05
_NO_MODEL = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class Passkey:
    """A credential of one person at one origin. It does not count its uses, as those that are synchronised do not."""

    credential_id: bytes
    key: ec.EllipticCurvePrivateKey
    origin: str

    def assertion(self, options: bytes) -> str:
        """Answer `navigator.credentials.get` (WebAuthn level 2, sections 6.1 and 6.3.3)."""
        asked = orjson.loads(options)["publicKey"]
        client = orjson.dumps({"type": "webauthn.get", "challenge": asked["challenge"], "origin": self.origin})
        data = hashlib.sha256(asked["rpId"].encode()).digest() + bytes([_PRESENT_AND_VERIFIED]) + bytes(4)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        name = _b64(self.credential_id)
        response = {part: _b64(value) for part, value in parts.items()}
        return orjson.dumps({"id": name, "rawId": name, "type": "public-key", "response": response}).decode()


def register(core: Core, person: Person) -> Passkey:
    """Give a person a passkey."""
    made = Passkey(
        credential_id=core.runtime.entropy.token_bytes(16),
        key=ec.generate_private_key(ec.SECP256R1()),
        origin=core.runtime.settings.public_url,
    )
    numbers = made.key.public_key().public_numbers()
    cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}

    def do(call: Call) -> None:
        user = users.get(call, person.identity_store_id, person.user_id)
        device = devices.add(call, user, DeviceKind.WEBAUTHN, "Bench")
        name = _b64(made.credential_id)
        registered = Registered(device.device_id, user.user_id, name, _b64(cbor2.dumps(cose)), 0, _NO_MODEL)
        store.passkeys.insert_passkey(call.tx, registered, Secret(name).digest().hex())

    core.run(do)
    return made


def _b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
