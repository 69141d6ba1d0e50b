"""Authenticator apps (RFC 6238): six digits from a seed and the time, each code good once."""

import base64
import string
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import pyotp
from pyotp.exceptions import OTPVerificationError

from gatepost.core.call import Call
from gatepost.core.directory.model import User
from gatepost.core.signin import store
from gatepost.core.signin.factors import challenges, devices
from gatepost.core.signin.factors.model import ChallengeKind, DeviceKind, MfaDevice
from gatepost.kit.errors import Refused
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence

WRONG_CODE: Final = "InvalidCode"
_SEED_BYTES = 20
"""RFC 4226 section 4 recommends 160 bits."""
_STEPS_AROUND = 1
"""Clocks differ and people type slowly: the code before and the one after count too (RFC 6238 section 5.2)."""
_STEP: Final = timedelta(seconds=30)
_PURPOSE = "totp-seed"
_KIND = ChallengeKind.TOTP_REGISTRATION


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an app is told: the seed in base32 for typing, and the same as an otpauth URI for its camera."""

    seed: Secret
    uri: Secret


def start(call: Call, owner: str, user: User) -> None:
    """Begin to register an app (StartVirtualMfaDeviceRegistration): make a seed that waits for its first code."""
    devices.require_room(call, user.user_id)
    seed = base64.b32encode(call.entropy.token_bytes(_SEED_BYTES))
    challenges.issue(call, owner, _KIND, user.user_id, seed)


def enrolment(call: Call, owner: str, user: User) -> Enrolment | None:
    """Return what the app is to be told; None where no registration is under way."""
    seed = challenges.find(call, owner, _KIND, user.user_id)
    if seed is None:
        return None
    uri = pyotp.TOTP(seed.reveal()).provisioning_uri(name=user.user_name, issuer_name=call.settings.organisation_name)
    return Enrolment(seed, Secret(uri))


def complete(call: Call, owner: str, user: User, *, code: str, name: str) -> MfaDevice:
    """Register the app that shows this code (CompleteVirtualMfaDeviceRegistration).

    Refused (`InvalidCode`) for another code, and the registration goes on; Refused (`ChallengeExpired`) where none is under way.
    """
    seed = challenges.find(call, owner, _KIND, user.user_id)
    timecode = None if seed is None else _timecode(call, seed, code)
    if seed is not None and timecode is None:
        raise Refused(
            Sentence("This is not the code that the app shows now. Wait for the next one and type it."),
            reason=WRONG_CODE,
        )
    seed = challenges.take(call, owner, _KIND, user.user_id)
    device = devices.add(call, user, DeviceKind.TOTP, name)
    sealed = call.vault.seal(_PURPOSE, seed.reveal().encode(), device.device_id.encode())
    store.totp.insert_seed(call.tx, device.device_id, sealed, timecode or 0)
    return device


def verify(call: Call, user_id: str, code: str) -> bool:
    """Say whether one of the user's apps shows this code, and use it up: of two that come at once, one is right."""
    for row in store.totp.list_of_user(call.tx, user_id):
        seed = Secret(call.vault.open(_PURPOSE, row.sealed_seed, row.device_id.encode()).decode())
        timecode = _timecode(call, seed, code)
        if timecode is not None and store.totp.spend(call.tx, row.device_id, timecode):
            store.devices.touch(call.tx, row.device_id, call.now)
            return True
    return False


def _timecode(call: Call, seed: Secret, code: str) -> int | None:
    """Return the number of the time step whose code this is; blanks between its digits do not count."""
    digits = "".join(code.split())
    if len(digits) != 6 or not set(digits) <= set(string.digits):
        return None
    try:
        return pyotp.TOTP(seed.reveal(), interval=int(_STEP.total_seconds())).verify_and_get_timecode(
            digits, for_time=call.now, valid_window=_STEPS_AROUND
        )
    except OTPVerificationError:
        return None
