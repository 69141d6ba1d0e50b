"""Passkeys and security keys (WebAuthn level 2): the authenticator signs a challenge, after it has verified its owner.

py_webauthn checks what is signed (sections 7.1 and 7.2); what it cannot know is decided here: that a challenge is answered once,
whose a credential is, and that its sign count goes on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

import orjson
import webauthn
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.options_to_json_dict import options_to_json_dict
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from gatepost.core.call import Call
from gatepost.core.directory.model import User
from gatepost.core.signin import store
from gatepost.core.signin.factors import challenges, devices
from gatepost.core.signin.factors.model import ChallengeKind, DeviceKind, MfaDevice, Passkey
from gatepost.kit.errors import Conflict, Refused
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence
from gatepost.settings import Settings
from gatepost.store.database import Duplicate

NOT_ACCEPTED: Final = "PasskeyNotAccepted"
MODEL_NOT_ALLOWED: Final = "AuthenticatorModelNotAllowed"
LONGEST_ANSWER: Final = 16_384

_CHALLENGE_BYTES = 32
_TIMEOUT_MILLISECONDS: Final = 300_000
_REGISTRATION = ChallengeKind.WEBAUTHN_REGISTRATION
_SIGN_IN = ChallengeKind.WEBAUTHN

Options = dict[str, Any]
"""The argument of `navigator.credentials.create` or `.get`, as JSON (PublicKeyCredentialCreationOptionsJSON and its kin)."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Proof:
    """Whose passkey has signed; `is_cloned` where its sign count went back, so that there may be two of it."""

    passkey: Passkey
    is_cloned: bool


def registration_options(call: Call, owner: str, user: User, aaguids: tuple[str, ...]) -> Options:
    """Begin to register a passkey (StartWebAuthnDeviceRegistration); return what the browser is to be asked.

    Who restricts the models (`aaguids`) is told the model: otherwise a browser may keep it to itself.
    """
    devices.require_room(call, user.user_id)
    challenge = call.entropy.token_bytes(_CHALLENGE_BYTES)
    challenges.issue(call, owner, _REGISTRATION, user.user_id, bytes_to_base64url(challenge).encode())
    known = store.passkeys.list_of_user(call.tx, user.user_id)
    options = webauthn.generate_registration_options(
        rp_id=_rp_id(call.settings),
        rp_name=call.settings.organisation_name or "Gatepost",
        user_id=user.user_id.encode(),
        user_name=user.user_name,
        user_display_name=user.display_name,
        challenge=challenge,
        timeout=_TIMEOUT_MILLISECONDS,
        attestation=AttestationConveyancePreference.DIRECT if aaguids else AttestationConveyancePreference.NONE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[_descriptor(passkey) for passkey in known],
    )
    return options_to_json_dict(options)


def register(call: Call, owner: str, user: User, *, answer: str, name: str, aaguids: tuple[str, ...]) -> MfaDevice:
    """Register the passkey that a browser has made (CompleteWebAuthnDeviceRegistration).

    Refused (`PasskeyNotAccepted`) for an answer that does not hold, (`AuthenticatorModelNotAllowed`) for a model that is not
    among `aaguids`, (`ChallengeExpired`) where none is under way.
    """
    challenge = challenges.take(call, owner, _REGISTRATION, user.user_id)
    verified = _verified(lambda: _verify_registration(call.settings, challenge, answer))
    if verified is None:
        raise Refused(Sentence("The browser's answer could not be checked. Try again."), reason=NOT_ACCEPTED)
    call.event.additional["Aaguid"] = verified.aaguid
    if aaguids and verified.aaguid not in aaguids:
        raise Refused(
            Sentence("Your organisation does not allow this model. Use another device."), reason=MODEL_NOT_ALLOWED
        )
    device = devices.add(call, user, DeviceKind.WEBAUTHN, name)
    passkey = Passkey(
        device_id=device.device_id,
        user_id=user.user_id,
        credential_id=bytes_to_base64url(verified.credential_id),
        public_key=bytes_to_base64url(verified.credential_public_key),
        sign_count=verified.sign_count,
        aaguid=verified.aaguid,
    )
    try:
        store.passkeys.insert_passkey(call.tx, passkey, _digest(passkey.credential_id))
    except Duplicate:
        raise Conflict(Sentence("This passkey is registered already.")) from None
    return device


def sign_in_options(call: Call, owner: str, user_id: str | None) -> Options:
    """Return what the browser is to be asked: for a passkey of this user, or of whoever has one here."""
    challenge = call.entropy.token_bytes(_CHALLENGE_BYTES)
    challenges.issue(call, owner, _SIGN_IN, user_id, bytes_to_base64url(challenge).encode())
    known = store.passkeys.list_of_user(call.tx, user_id) if user_id else ()
    options = webauthn.generate_authentication_options(
        rp_id=_rp_id(call.settings),
        challenge=challenge,
        timeout=_TIMEOUT_MILLISECONDS,
        allow_credentials=[_descriptor(passkey) for passkey in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def verify(call: Call, owner: str, user_id: str | None, answer: str) -> Proof | None:
    """Return whose passkey has signed the challenge, which is used up; None where nobody's has.

    Refused (`ChallengeExpired`) where nothing is to be answered, or not any more.
    """
    challenge = challenges.take(call, owner, _SIGN_IN, user_id)
    passkey = store.passkeys.find(call.tx, _digest(_credential_id(answer)))
    if passkey is None or (user_id is not None and passkey.user_id != user_id):
        return None
    verified = _verified(lambda: _verify_assertion(call.settings, challenge, passkey, answer))
    if verified is None:
        return None
    counts = verified.new_sign_count or passkey.sign_count
    if counts and not store.passkeys.count_on(call.tx, passkey.device_id, verified.new_sign_count):
        # Section 7.2 step 21: a sign that the authenticator may be cloned.
        store.passkeys.flag(call.tx, passkey.device_id, call.now)
        return Proof(passkey, is_cloned=True)
    store.devices.touch(call.tx, passkey.device_id, call.now)
    return Proof(passkey, is_cloned=False)


def _verify_registration(settings: Settings, challenge: Secret, answer: str) -> VerifiedRegistration:
    return webauthn.verify_registration_response(
        credential=answer,
        expected_challenge=base64url_to_bytes(challenge.reveal()),
        expected_rp_id=_rp_id(settings),
        expected_origin=settings.public_url,
        require_user_verification=True,
    )


def _verify_assertion(settings: Settings, challenge: Secret, passkey: Passkey, answer: str) -> VerifiedAuthentication:
    return webauthn.verify_authentication_response(
        credential=answer,
        expected_challenge=base64url_to_bytes(challenge.reveal()),
        expected_rp_id=_rp_id(settings),
        expected_origin=settings.public_url,
        credential_public_key=base64url_to_bytes(passkey.public_key),
        credential_current_sign_count=0,  # compared by the caller, which tells a clone from a forgery
        require_user_verification=True,
    )


def _verified(check: Callable[[], T]) -> T | None:
    try:
        return check()
    except Exception:  # noqa: BLE001 - JSON, CBOR, COSE and X.509 of a stranger: whatever a decoder raises, nothing is proven
        return None


def _credential_id(answer: str) -> str:
    try:
        value = orjson.loads(answer)
    except ValueError:
        return ""
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def _digest(credential_id: str) -> str:
    """An id has up to 1,023 bytes: too long for an index, so its digest is looked up."""
    return Secret(credential_id).digest().hex()


def _descriptor(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.credential_id))


def _rp_id(settings: Settings) -> str:
    """The relying party is the host that people see: a passkey of another host is never offered, nor taken."""
    return urlsplit(settings.public_url).hostname or ""
