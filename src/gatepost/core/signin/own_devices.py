"""What a signed-in person does with their own devices. Each change wants a sign-in that has just been."""

from collections.abc import Sequence
from dataclasses import dataclass

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.directory.model import User
from gatepost.core.federation import emergency
from gatepost.core.instances import instances
from gatepost.core.signin import sessions, signin_settings, store, trust
from gatepost.core.signin.factors import challenges, devices, passkeys, recovery, totp
from gatepost.core.signin.factors.model import DeviceKind, MfaDevice
from gatepost.core.signin.policy import MfaMode, SigninSettings
from gatepost.kit.errors import Denied
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Overview:
    """A person's devices and recovery codes, and what they may do with them."""

    devices: Sequence[MfaDevice]
    recovery_codes: int
    trusted_browsers: int
    settings: SigninSettings


def overview(call: Call, user_id: str) -> Overview:
    """Return what a person has to sign in with beside their password."""
    trusted = store.trust.count(call.tx, user_id, call.now)
    return Overview(devices.list_of_user(call, user_id), recovery.count(call, user_id), trusted, _settings(call))


def is_invited(call: Call, user: User) -> bool:
    """Whether the portal invites a person to add a device: they have none, and it would be asked for."""
    settings = _settings(call)
    wanted = settings.self_management and settings.device_kinds and settings.mfa_mode is not MfaMode.NEVER
    if not wanted or not emergency.admits(call, instances.require_primary(call), user):
        return False
    return not devices.list_of_user(call, user.user_id)


def start_app(call: Call) -> None:
    """Begin to register an authenticator app (StartVirtualMfaDeviceRegistration)."""
    owner, user = _require_manager(call)
    _require_kind(call, DeviceKind.TOTP)
    totp.start(call, owner, user)


def enrolment(call: Call) -> totp.Enrolment | None:
    """Return what the app is to be told; None where no registration is under way."""
    owner, user = _require_manager(call)
    return totp.enrolment(call, owner, user)


def complete_app(call: Call, *, code: str, name: str) -> Sequence[Secret]:
    """Register the app that shows this code; return recovery codes where the person has none yet."""
    owner, user = _require_manager(call)
    _require_kind(call, DeviceKind.TOTP)
    totp.complete(call, owner, user, code=code, name=name)
    return () if recovery.count(call, user.user_id) else recovery.make(call, user)


def start_passkey(call: Call) -> passkeys.Options:
    """Begin to register a passkey (StartWebAuthnDeviceRegistration); return what the browser is to be asked."""
    owner, user = _require_manager(call)
    _require_kind(call, DeviceKind.WEBAUTHN)
    return passkeys.registration_options(call, owner, user, _settings(call).aaguids)


def complete_passkey(call: Call, *, answer: str, name: str) -> Sequence[Secret]:
    """Register the passkey that the browser has made; return recovery codes where the person has none yet."""
    owner, user = _require_manager(call)
    _require_kind(call, DeviceKind.WEBAUTHN)
    passkeys.register(call, owner, user, answer=answer, name=name, aaguids=_settings(call).aaguids)
    return () if recovery.count(call, user.user_id) else recovery.make(call, user)


def rename(call: Call, device_id: str, name: str) -> None:
    """Give one of the person's devices another name (UpdateMfaDeviceForUser)."""
    _, user = _require_manager(call)
    devices.rename(call, user.user_id, device_id, name)


def remove(call: Call, device_id: str) -> None:
    """Take one of the person's devices away (DeleteMfaDeviceForUser)."""
    _, user = _require_manager(call)
    devices.remove(call, user, device_id)


def make_recovery_codes(call: Call) -> Sequence[Secret]:
    """Give the person new recovery codes; the earlier ones work no more."""
    _, user = _require_manager(call)
    return recovery.make(call, user)


def forget_browsers(call: Call) -> None:
    """Trust none of the person's browsers any more: each asks for the second factor at its next sign-in."""
    trust.forget(call, sessions.current(call).person.user_id)


def require_fresh_manager(call: Call) -> None:
    """Raise, as each change would, unless the person may change their devices now."""
    _require_manager(call)


def _require_manager(call: Call) -> tuple[str, User]:
    if not _settings(call).self_management:
        raise Denied(Sentence("Your administrator manages the devices. Ask them to add or remove one."))
    session = sessions.require_fresh(call)
    user = users.get(call, session.person.identity_store_id, session.person.user_id)
    if not emergency.admits(call, instances.require_primary(call), user):
        raise Denied(Sentence("Your identity provider asks for your second factor: look after it there."))
    return challenges.owned_by_session(session.session_id), user


def _require_kind(call: Call, kind: DeviceKind) -> None:
    if kind not in _settings(call).device_kinds:
        raise Denied(Sentence("Your administrator does not allow devices of this kind."))


def _settings(call: Call) -> SigninSettings:
    return signin_settings.read(call, instances.require_primary(call).instance_id)
