"""Self-signed certificates: what partners import is the key in it, and when it is to be replaced."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from gatepost.core.keys.model import CERTIFICATE_LIFETIME
from gatepost.kit.entropy import Entropy
from gatepost.kit.secret import Secret

_CLOCKS_DIFFER = timedelta(hours=1)
_SERIAL_BYTES = 16  # RFC 5280 section 4.1.2.2: 20 octets at most, and positive


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A private key (PKCS #8, PEM) and its certificate (PEM)."""

    private_key: Secret
    certificate: str
    expires_at: datetime


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 digest by which people compare certificates, as openssl writes it: `AB:CD:…`."""
    return certificate.fingerprint(SHA256()).hex(":").upper()


def make(common_name: str, now: datetime, entropy: Entropy) -> KeyPair:
    """Make an RSA-2048 key and its certificate: about a tenth of a second, so never inside a transaction."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name[:64])])
    expires_at = (now + CERTIFICATE_LIFETIME).replace(microsecond=0)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(entropy.token_bytes(_SERIAL_BYTES)) >> 1 | 1)
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(expires_at)
        .sign(key, SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")
    return KeyPair(Secret(private), certificate.public_bytes(Encoding.PEM).decode("ascii"), expires_at)
