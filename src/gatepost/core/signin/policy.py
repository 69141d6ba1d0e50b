"""What a sign-in asks for: the instance's settings, and the step that comes next. Pure rules."""

from dataclasses import dataclass
from enum import StrEnum

from gatepost.core.signin.factors.model import DeviceKind
from gatepost.core.signin.model import Factor, Flow

FIRST_FACTORS = (Factor.PASSWORD,)


class MfaMode(StrEnum):
    """When a second factor is asked for (AWS: "Prompt users for MFA")."""

    ALWAYS = "ALWAYS"
    CONTEXT_AWARE = "CONTEXT_AWARE"
    NEVER = "NEVER"


class WithoutDevice(StrEnum):
    """What becomes of somebody who has no device yet (AWS: "If a user does not yet have a registered MFA device")."""

    REGISTER = "REGISTER"
    EMAIL_CODE = "EMAIL_CODE"
    BLOCK = "BLOCK"
    ALLOW = "ALLOW"


@dataclass(frozen=True, slots=True)
class SigninSettings:
    """How people sign in to one instance. The defaults are those of an instance that was told nothing.

    `device_kinds` may be registered, of passkeys those of the models in `aaguids` or, where it is empty, of any. A passkey is
    enough by itself where `passkey_alone`: its authenticator has verified its owner, which is two factors. `self_management` says whether people add and remove their own devices.
    `session_minutes`, the length of a sign-in, and `session_idle_minutes`, after which an unused browser is signed out, are
    left to the installation's settings where they are None. `email_change` says whether people change their own address,
    `first_sign_in_code` whether somebody who has no password yet gets a code by mail to choose one (AWS: "Send email OTP").
    """

    mfa_mode: MfaMode = MfaMode.ALWAYS
    without_device: WithoutDevice = WithoutDevice.ALLOW
    device_kinds: tuple[DeviceKind, ...] = (DeviceKind.WEBAUTHN, DeviceKind.TOTP)
    aaguids: tuple[str, ...] = ()
    passkey_alone: bool = True
    self_management: bool = True
    session_minutes: int | None = None
    session_idle_minutes: int | None = None
    email_change: bool = False
    first_sign_in_code: bool = False

    @property
    def needs_second_factor(self) -> bool:
        """Whether nobody's password is ever the only proof."""
        return self.mfa_mode is MfaMode.ALWAYS and self.without_device is not WithoutDevice.ALLOW


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody who proved the first factor has to prove a second one with; kinds in the order in which they are offered.

    `is_trusted` says that the context has not changed: the browser is one that the person trusts, and its network is known.
    """

    kinds: tuple[DeviceKind, ...] = ()
    has_recovery_codes: bool = False
    has_email: bool = False
    is_trusted: bool = False


@dataclass(frozen=True, slots=True)
class Prove:
    """The next step: one of these factors is to be proven, the person chooses which."""

    factors: tuple[Factor, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The next step: the person registers a device of one of these kinds, and proves it by that."""

    kinds: tuple[DeviceKind, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """There is no next step: a second factor is asked for, and the person has none."""


@dataclass(frozen=True, slots=True)
class Complete:
    """The next step: nothing is left to prove, so a session is opened."""


Step = Prove | Register | Block | Complete


def next_step(flow: Flow, *, user_is_enabled: bool, settings: SigninSettings, standing: Standing) -> Step:
    """Return what a flow needs next. Somebody who may not sign in begins again, and is told nothing else."""
    if flow.user_id is None or not user_is_enabled or not flow.proven:
        return Prove(FIRST_FACTORS)
    if set(flow.proven) - set(FIRST_FACTORS) or settings.mfa_mode is MfaMode.NEVER:
        return Complete()
    step = Prove(_second_factors(settings, standing)) if standing.kinds else _without_device(settings, standing)
    is_known = settings.mfa_mode is MfaMode.CONTEXT_AWARE and standing.is_trusted and not flow.is_fresh_wanted
    return Complete() if is_known and isinstance(step, Prove) else step


def _second_factors(settings: SigninSettings, standing: Standing) -> tuple[Factor, ...]:
    """The person's own devices, and a code for when they are lost.

    A kind that may no longer be registered proves something only for those who have nothing else: to forbid a kind must let
    nobody in by a password alone.
    """
    allowed = [kind for kind in standing.kinds if kind in settings.device_kinds] or standing.kinds
    factors = tuple(kind.factor for kind in allowed)
    return (*factors, Factor.RECOVERY_CODE) if standing.has_recovery_codes else factors


def _without_device(settings: SigninSettings, standing: Standing) -> Step:
    match settings.without_device:
        case WithoutDevice.EMAIL_CODE if standing.has_email:
            return Prove((Factor.EMAIL_OTP,))
        case WithoutDevice.ALLOW:
            return Complete()
        case WithoutDevice.REGISTER if settings.device_kinds:
            return Register(settings.device_kinds)
        case _:
            return Block()
