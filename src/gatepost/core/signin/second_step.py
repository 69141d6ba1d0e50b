"""The steps after the password: which second factor is asked for, and what came of it."""

from dataclasses import dataclass
from typing import Final

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.instances import instances
from gatepost.core.signin import attempts, events, flow, signin_settings, store
from gatepost.core.signin.attempts import Place
from gatepost.core.signin.factors import challenges, email_codes, passkeys, recovery, totp
from gatepost.core.signin.factors.model import DeviceKind
from gatepost.core.signin.model import NOTHING_HELD, Factor, Held
from gatepost.core.signin.outcomes import Attempt, Outcome
from gatepost.core.signin.policy import MfaMode, Prove, Register, Step, next_step
from gatepost.kit.errors import NotFound, Refused
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence

NOT_UNDER_WAY: Final = "SignInNotUnderWay"
WRONG_FACTOR: Final = "InvalidCode"


@dataclass(frozen=True, slots=True)
class Pending:
    """A sign-in that waits for its second step."""

    attempt: Attempt
    step: Prove | Register
    offers_trust: bool


def pending(call: Call, visit: Secret, held: Held = NOTHING_HELD) -> Pending:
    """Return what a browser's sign-in waits for. Refused (`SignInNotUnderWay`) where it waits for nothing, or not any more."""
    found = store.flows.find(call.tx, visit.digest().hex())
    if found is None or found.user_id is None or call.now >= found.expires_at:
        raise not_under_way()
    instance = instances.require_primary(call)
    try:
        user = users.get(call, instance.identity_store_id, found.user_id)
    except NotFound:
        raise not_under_way() from None
    settings = signin_settings.read(call, instance.instance_id)
    attempt = Attempt(found, Place.of(call, visit), instance, user, held)
    step: Step = next_step(
        found, user_is_enabled=user.is_enabled, settings=settings, standing=flow.standing(call, attempt)
    )
    if not isinstance(step, Prove | Register) or step == Prove((Factor.PASSWORD,)):
        raise not_under_way()
    return Pending(attempt, step, offers_trust=settings.mfa_mode is MfaMode.CONTEXT_AWARE)


def challenge(call: Call, visit: Secret, factor: Factor | None) -> tuple[Pending, Factor | None]:
    """Return what a sign-in waits for, and by which factor: the one that the person chose, or the first that they have.

    The factor is None where a device is to be registered.
    """
    waiting = pending(call, visit)
    attempt = waiting.attempt
    if isinstance(waiting.step, Register):
        call.event.account_id = attempt.instance.owner_account_id
        return waiting, None
    chosen = factor if factor in waiting.step.factors else waiting.step.factors[0]
    events.describe(call.event, attempt.flow, attempt.instance, attempt.user, "Success", chosen)
    return waiting, chosen


def answer(call: Call, visit: Secret, factor: Factor, code: str, held: Held) -> Outcome:
    """Prove a second factor by a code, and go on. Refused, and counted, where it is not right."""
    waiting = pending(call, visit, held)
    attempt = waiting.attempt
    events.describe(call.event, attempt.flow, attempt.instance, attempt.user, "Failure", factor)
    if not isinstance(waiting.step, Prove) or factor not in waiting.step.factors:
        raise not_under_way()
    budgets = attempts.budgets_of_factor(call, attempt.user.user_id, attempt.place)
    # Before the code is looked at: one that is used up by a try which must wait would be lost to the person.
    if wait := attempts.hold(call, budgets):
        raise attempts.too_many(wait)
    proven = _is_proven(call, attempt, factor, code)
    attempts.count(call, budgets, failed=not proven)
    if not proven:
        raise Refused(_WRONG[factor], reason=WRONG_FACTOR)
    call.event.service_details[call.event.name] = "Success"
    return flow.prove(call, attempt, factor)


def send_code(call: Call, visit: Secret) -> None:
    """Mail another code. Refused (`TooManyAttempts`) where there were many."""
    waiting = pending(call, visit)
    attempt = waiting.attempt
    events.describe(call.event, attempt.flow, attempt.instance, attempt.user, "Success", Factor.EMAIL_OTP)
    if not isinstance(waiting.step, Prove) or Factor.EMAIL_OTP not in waiting.step.factors:
        raise not_under_way()
    if wait := email_codes.send(call, challenges.owned_by_flow(attempt.flow), attempt.user):
        call.event.service_details[call.event.name] = "Failure"
        raise attempts.too_many(wait)


def start_app(call: Call, visit: Secret) -> None:
    """Begin to register an authenticator app, without which the sign-in does not go on."""
    attempt = _registering(call, visit, DeviceKind.TOTP)
    totp.start(call, challenges.owned_by_flow(attempt.flow), attempt.user)


def enrolment(call: Call, visit: Secret) -> totp.Enrolment | None:
    """Return what an authenticator app is to be told, if its registration is under way."""
    attempt = _registering(call, visit, DeviceKind.TOTP)
    return totp.enrolment(call, challenges.owned_by_flow(attempt.flow), attempt.user)


def complete_app(call: Call, visit: Secret, held: Held, *, code: str, name: str) -> tuple[Outcome, tuple[Secret, ...]]:
    """Register the app that shows this code and go on; return its recovery codes too, which nobody can read later."""
    attempt = _registering(call, visit, DeviceKind.TOTP, held)
    totp.complete(call, challenges.owned_by_flow(attempt.flow), attempt.user, code=code, name=name)
    return _registered(call, attempt, Factor.TOTP)


def start_passkey(call: Call, visit: Secret) -> passkeys.Options:
    """Begin to register a passkey, without which the sign-in does not go on; return what the browser is to be asked."""
    attempt = _registering(call, visit, DeviceKind.WEBAUTHN)
    aaguids = signin_settings.read(call, attempt.instance.instance_id).aaguids
    return passkeys.registration_options(call, challenges.owned_by_flow(attempt.flow), attempt.user, aaguids)


def complete_passkey(
    call: Call, visit: Secret, held: Held, *, answer: str, name: str
) -> tuple[Outcome, tuple[Secret, ...]]:
    """Register the passkey that the browser has made and go on; return recovery codes too."""
    attempt = _registering(call, visit, DeviceKind.WEBAUTHN, held)
    aaguids = signin_settings.read(call, attempt.instance.instance_id).aaguids
    owner = challenges.owned_by_flow(attempt.flow)
    passkeys.register(call, owner, attempt.user, answer=answer, name=name, aaguids=aaguids)
    return _registered(call, attempt, Factor.WEBAUTHN)


def _registered(call: Call, attempt: Attempt, factor: Factor) -> tuple[Outcome, tuple[Secret, ...]]:
    codes = tuple(recovery.make(call, attempt.user))
    return flow.prove(call, attempt, factor), codes


def _registering(call: Call, visit: Secret, kind: DeviceKind, held: Held = NOTHING_HELD) -> Attempt:
    waiting = pending(call, visit, held)
    events.describe_person(call.event, waiting.attempt.instance, waiting.attempt.user)
    if not isinstance(waiting.step, Register) or kind not in waiting.step.kinds:
        raise not_under_way()
    return waiting.attempt


def _is_proven(call: Call, attempt: Attempt, factor: Factor, code: str) -> bool:
    match factor:
        case Factor.TOTP:
            return totp.verify(call, attempt.user.user_id, code)
        case Factor.EMAIL_OTP:
            return email_codes.verify(call, challenges.owned_by_flow(attempt.flow), attempt.user.user_id, code)
        case Factor.RECOVERY_CODE:
            return recovery.use(call, attempt.user, code)
        case _:
            return False


_WRONG: Final = {
    Factor.TOTP: Sentence(
        "This is not the code that your app shows now, or it was used already. Wait for the next one."
    ),
    Factor.EMAIL_OTP: Sentence("This is not the code of the last mail, or it is older than ten minutes."),
    Factor.RECOVERY_CODE: Sentence("This is none of your recovery codes, or it was used already."),
}


def not_under_way() -> Refused:
    """Return the refusal of a step that no sign-in waits for."""
    return Refused(
        Sentence("Your sign-in took too long, or was finished elsewhere. Begin again."), reason=NOT_UNDER_WAY
    )
