"""A signing key with its certificate, and where it stands in a rotation."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

CERTIFICATE_LIFETIME = timedelta(days=5 * 365)
WARNINGS = (timedelta(days=30), timedelta(days=7))
"""How long before a certificate expires administrators are told of it."""


class KeyUse(StrEnum):
    """What a key is for."""

    SAML_IDENTITY_PROVIDER = "SAML_IDP"
    SAML_SERVICE_PROVIDER = "SAML_SP"


class KeyState(StrEnum):
    """Where a key stands in a rotation: every state is published, and one of them signs.

    NEXT is published so that partners learn it before it signs; PREVIOUS stays published for those who look late.
    """

    NEXT = "NEXT"
    CURRENT = "CURRENT"
    PREVIOUS = "PREVIOUS"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An RSA-2048 key of an instance: the private half sealed by the vault, the other in a self-signed certificate (PEM)."""

    key_id: str
    instance_id: str
    use: KeyUse
    state: KeyState
    certificate: str
    sealed_private_key: str
    created_at: datetime
    expires_at: datetime
    warned_at: datetime | None = None

    def next_warning(self, now: datetime) -> datetime | None:
        """Return when administrators are to be told next that the certificate expires; None once they know."""
        moments = (self.expires_at - before for before in WARNINGS)
        return next((moment for moment in moments if moment > now), None)
