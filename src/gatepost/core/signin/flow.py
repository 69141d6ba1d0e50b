"""Signing in as a stored state machine: a flow for each browser, carried on by each factor that is proven.

A door asks three times: `challenge` reads what a password must be compared with, `passwords.verify` compares it outside any
transaction, and `answer` writes what came of it. Second factors (`second_step.py`) and outside identity providers join by
their own pair of calls around `prove`. What comes next is the pure `policy.next_step`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.directory.model import User
from gatepost.core.federation import emergency
from gatepost.core.instances import instances
from gatepost.core.instances.model import Instance
from gatepost.core.signin import attempts, completion, events, links, passwords, signin_settings, store, trust
from gatepost.core.signin.attempts import Place
from gatepost.core.signin.budgets import Budget
from gatepost.core.signin.factors import challenges, devices, email_codes, recovery
from gatepost.core.signin.factors.model import DeviceKind
from gatepost.core.signin.model import FLOW_LIFETIME, NOTHING_HELD, Factor, Flow, Held, LinkPurpose
from gatepost.core.signin.outcomes import Attempt, NewPassword, Outcome
from gatepost.core.signin.policy import Block, Complete, Prove, Standing, next_step
from gatepost.kit import ids
from gatepost.kit.errors import NotFound, Refused
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence

WRONG: Final = "InvalidCredentials"
DEVICE_REQUIRED: Final = "MfaDeviceRequired"

_CROWDED_WAIT: Final = timedelta(seconds=2)
_CROWDED: Final = Sentence("Many people are signing in at this moment. Try again in a few seconds.")


@dataclass(frozen=True, slots=True)
class Challenge:
    """A try before it is judged: the flow, whom the typed name means, and the hash that the password must have."""

    flow: Flow
    place: Place
    instance: Instance
    user: User | None
    password_hash: Secret
    budgets: Mapping[str, Budget] = field(repr=False)

    @property
    def is_of_stranger(self) -> bool:
        """Whether nobody with this name has signed in from this browser or address before."""
        return attempts.FOR_A_NAME in self.budgets.values()


def begin(call: Call, visit: Secret, return_to: str, *, is_fresh_wanted: bool = False) -> Flow:
    """Return the flow of a browser's visit: the one under way, or a new one that is not stored yet."""
    visit_digest = visit.digest().hex()
    flow = store.flows.find(call.tx, visit_digest)
    if flow is not None and call.now < flow.expires_at:
        return replace(flow, return_to=return_to, is_fresh_wanted=is_fresh_wanted)
    return Flow(
        flow_id=ids.new_uuid(call.entropy),
        visit_digest=visit_digest,
        user_id=None,
        proven=(),
        return_to=return_to,
        created_at=call.now,
        expires_at=call.now + FLOW_LIFETIME,
        is_fresh_wanted=is_fresh_wanted,
    )


def challenge(
    call: Call, *, visit: Secret, login: str, return_to: str, is_fresh_wanted: bool = False, has_turn: bool = True
) -> Challenge:
    """Read what a try to sign in as `login`, a user name or e-mail address, must be compared with.

    Refused (`TooManyAttempts`, with `retry_after_seconds`) where the try comes too early, or is a stranger's who has no turn
    since too many others wait for theirs; whether there is such a user makes no difference. Neither counts.
    """
    instance = instances.require_primary(call)
    user = _find_user(call, instance, login)
    place = Place.of(call, visit)
    budgets = attempts.budgets(call, login=login, user_id=user.user_id if user else None, place=place)
    password_hash = passwords.find_hash(call, user.user_id if user else None)
    flow = begin(call, visit, return_to, is_fresh_wanted=is_fresh_wanted)
    made = Challenge(flow, place, instance, user, password_hash, budgets)
    wait = attempts.wait(call, budgets)
    is_turned_away = made.is_of_stranger and not has_turn
    events.describe(call.event, flow, instance, user, "Failure" if wait or is_turned_away else "Success")
    if wait:
        raise attempts.too_many(wait)
    if is_turned_away:
        raise attempts.too_many(_CROWDED_WAIT, _CROWDED)
    return made


def answer(
    call: Call,
    challenge: Challenge,
    *,
    proven: bool,
    renewed_hash: Secret | None = None,
    held: Held = NOTHING_HELD,
) -> Outcome:
    """Write what came of a challenge: the session where nothing is left to prove, or the step that comes next.

    `proven` says that the password has the challenge's hash; `renewed_hash` replaces one that was made with older parameters.
    Refused, and counted, where the password is wrong or the user may not sign in: one answer for every cause.
    """
    user = challenge.user and _find_again(call, challenge.instance, challenge.user)
    # A password that was replaced while this one was compared is worth nothing any more.
    proven = proven and passwords.find_hash(call, user.user_id if user else None) == challenge.password_hash
    admitted = user if proven and user is not None and may_sign_in_here(call, challenge.instance, user) else None
    events.describe(call.event, challenge.flow, challenge.instance, user, "Success" if admitted else "Failure")
    too_early = attempts.count(call, challenge.budgets, failed=admitted is None)
    if too_early:
        call.event.service_details["CredentialVerification"] = "Failure"
        raise attempts.too_many(too_early)
    if admitted is None:
        store.flows.put(call.tx, challenge.flow)
        raise Refused(Sentence("The user name or the password is not right."), reason=WRONG)
    if passwords.one_time_until(call, admitted.user_id) is not None:
        return to_new_password(call, challenge.flow, admitted)
    if renewed_hash is not None:
        passwords.renew_hash(call, admitted.user_id, renewed_hash)
    attempt = Attempt(challenge.flow, challenge.place, challenge.instance, admitted, held)
    return prove(call, attempt, Factor.PASSWORD)


def to_new_password(call: Call, flow: Flow, user: User) -> NewPassword:
    """Let whoever has proved only that a password may be set set it: the second factor is asked for after that."""
    store.flows.remove(call.tx, flow.visit_digest)
    return NewPassword(links.make(call, user.user_id, LinkPurpose.RESET)[1], flow.return_to)


def prove(call: Call, attempt: Attempt, factor: Factor) -> Outcome:
    """Carry a flow on by a factor that its user has proven.

    Refused (`MfaDeviceRequired`) where a device is asked for and the user can neither show nor register one.
    """
    user = attempt.user
    if factor is Factor.PASSWORD or (factor is Factor.WEBAUTHN and Factor.PASSWORD not in attempt.flow.proven):
        emergency.require(call, attempt.instance, user)
    kept = attempt.flow.proven if attempt.flow.user_id == user.user_id else ()
    flow = replace(attempt.flow, user_id=user.user_id, proven=(*(each for each in kept if each != factor), factor))
    attempt = replace(attempt, flow=flow)
    settings = signin_settings.read(call, attempt.instance.instance_id)
    step = next_step(flow, user_is_enabled=user.is_enabled, settings=settings, standing=standing(call, attempt))
    if isinstance(step, Complete):
        return completion.complete(call, attempt, settings)
    store.flows.put(call.tx, flow)
    if isinstance(step, Block):
        raise Refused(
            Sentence("A second factor is needed, and you have none. Ask your administrator for help."),
            reason=DEVICE_REQUIRED,
        )
    if step == Prove((Factor.EMAIL_OTP,)) and factor is Factor.PASSWORD:
        email_codes.send(call, challenges.owned_by_flow(flow), user)
    return step


def standing(call: Call, attempt: Attempt) -> Standing:
    """Return what somebody has to prove a second factor with, and whether the context is one that they trust."""
    user = attempt.user
    kinds = {device.kind for device in devices.list_of_user(call, user.user_id)}
    return Standing(
        kinds=tuple(kind for kind in DeviceKind if kind in kinds),
        has_recovery_codes=bool(recovery.count(call, user.user_id)),
        has_email=user.primary_email is not None,
        is_trusted=trust.is_trusted(call, user.user_id, attempt.place, attempt.held),
    )


def _find_user(call: Call, instance: Instance, login: str) -> User | None:
    try:
        return users.get_by_login(call, instance.identity_store_id, login.strip())
    except NotFound:
        return None


def _find_again(call: Call, instance: Instance, user: User) -> User | None:
    try:
        return users.get(call, instance.identity_store_id, user.user_id)
    except NotFound:
        return None


def may_sign_in_here(call: Call, instance: Instance, user: User) -> bool:
    """Whether a user may begin a sign-in with a proof that is kept here, a password or a passkey."""
    return user.is_enabled and emergency.admits(call, instance, user)
