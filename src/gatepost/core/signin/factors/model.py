"""Second factors as plain data: devices, and what waits for its answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from gatepost.core.signin.model import Factor

MOST_DEVICES = 8
"""How many a person may have ("You can register up to eight MFA devices", IAM Identity Center user guide)."""
LONGEST_DEVICE_NAME = 64
RECOVERY_CODES = 10
CHALLENGE_LIFETIME = timedelta(minutes=10)


class DeviceKind(StrEnum):
    """The kinds of devices, by the factor that they prove."""

    WEBAUTHN = "WEBAUTHN"
    TOTP = "TOTP"

    @property
    def factor(self) -> Factor:
        """The factor that such a device proves."""
        return Factor(self.value)


@dataclass(frozen=True, slots=True)
class MfaDevice:
    """One of a user's devices. `slot`, 0 to 7, is what keeps them from having more than eight."""

    device_id: str
    user_id: str
    slot: int
    kind: DeviceKind
    name: str
    created_at: datetime
    last_used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Passkey:
    """A device's WebAuthn credential: id and COSE public key in base64url, and the model of the authenticator.

    `flagged_at` is when its sign count went back for the first time: somebody may have a copy of it.
    """

    device_id: str
    user_id: str
    credential_id: str
    public_key: str
    sign_count: int
    aaguid: str
    flagged_at: datetime | None = None


class ChallengeKind(StrEnum):
    """What waits for an answer; one of each kind for each owner."""

    TOTP_REGISTRATION = "TOTP_REGISTRATION"
    WEBAUTHN_REGISTRATION = "WEBAUTHN_REGISTRATION"
    WEBAUTHN = "WEBAUTHN"
    EMAIL_OTP = "EMAIL_OTP"
    FIRST_SIGN_IN = "FIRST_SIGN_IN"


@dataclass(frozen=True, slots=True)
class Challenge:
    """Something secret that a browser must answer: once, in time, and in the sign-in or session (`owner`) it was made for."""

    owner: str
    kind: ChallengeKind
    user_id: str | None
    secret: bytes
    expires_at: datetime
