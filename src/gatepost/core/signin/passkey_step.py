"""Signing in with a passkey: instead of a password, or after it."""

from typing import Final

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.directory.model import User
from gatepost.core.instances import instances
from gatepost.core.instances.model import Instance
from gatepost.core.signin import attempts, events, flow, notices, second_step, signin_settings, store
from gatepost.core.signin.attempts import Place
from gatepost.core.signin.factors import challenges, passkeys
from gatepost.core.signin.factors.passkeys import Options, Proof
from gatepost.core.signin.model import NOTHING_HELD, Factor, Held
from gatepost.core.signin.outcomes import Attempt, Outcome
from gatepost.core.signin.policy import Prove
from gatepost.kit.errors import NotFound, Refused
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence

_WRONG: Final = Sentence("This passkey did not work here. Try again, or sign in another way.")


def ask(call: Call, visit: Secret, *, return_to: str, is_fresh_wanted: bool) -> Options:
    """Ask a browser for the passkey of whoever has one here, before it is known who they are."""
    instance = _require_alone(call)
    begun = flow.begin(call, visit, return_to, is_fresh_wanted=is_fresh_wanted)
    if store.flows.find(call.tx, begun.visit_digest) != begun:
        store.flows.put(call.tx, begun)
    events.describe(call.event, begun, instance, None, "Success", Factor.WEBAUTHN)
    return passkeys.sign_in_options(call, challenges.owned_by_flow(begun), None)


def answer(call: Call, visit: Secret, answered: str, held: Held, *, return_to: str, is_fresh_wanted: bool) -> Outcome:
    """Sign in whoever's passkey has signed. Refused, and counted, where it is nobody's: one answer for every cause."""
    instance = _require_alone(call)
    begun = flow.begin(call, visit, return_to, is_fresh_wanted=is_fresh_wanted)
    events.describe(call.event, begun, instance, None, "Failure", Factor.WEBAUTHN)
    budgets = attempts.budgets_of_passkey(call)
    if wait := attempts.hold(call, budgets):
        raise attempts.too_many(wait)
    proof = passkeys.verify(call, challenges.owned_by_flow(begun), None, answered)
    user = None if proof is None else _find_user(call, instance, proof.passkey.user_id)
    attempts.count(call, budgets, failed=proof is None or user is None)
    if proof is None or user is None:
        raise _refused()
    return _prove(call, Attempt(begun, Place.of(call, visit), instance, user, held), proof)


def ask_second(call: Call, visit: Secret) -> Options:
    """Ask a browser for a passkey of the person who has proved their password."""
    attempt = _require_wanted(call, visit, NOTHING_HELD)
    events.describe(call.event, attempt.flow, attempt.instance, attempt.user, "Success", Factor.WEBAUTHN)
    return passkeys.sign_in_options(call, challenges.owned_by_flow(attempt.flow), attempt.user.user_id)


def answer_second(call: Call, visit: Secret, answered: str, held: Held) -> Outcome:
    """Prove a second factor by a passkey, and go on. Refused, and counted, where it is not the person's."""
    attempt = _require_wanted(call, visit, held)
    events.describe(call.event, attempt.flow, attempt.instance, attempt.user, "Failure", Factor.WEBAUTHN)
    budgets = attempts.budgets_of_factor(call, attempt.user.user_id, attempt.place)
    if wait := attempts.hold(call, budgets):
        raise attempts.too_many(wait)
    proof = passkeys.verify(call, challenges.owned_by_flow(attempt.flow), attempt.user.user_id, answered)
    attempts.count(call, budgets, failed=proof is None)
    if proof is None:
        raise _refused()
    return _prove(call, attempt, proof)


def _prove(call: Call, attempt: Attempt, proof: Proof) -> Outcome:
    if proof.is_cloned:
        call.event.additional["SignCountWentBack"] = "true"
        device = store.devices.find(call.tx, attempt.user.user_id, proof.passkey.device_id)
        notices.tell(call, attempt.user, "passkey_flagged", device.name if device else "")
        events.describe_person(call.event, attempt.instance, attempt.user)
        raise _refused()
    events.describe(call.event, attempt.flow, attempt.instance, attempt.user, "Success", Factor.WEBAUTHN)
    return flow.prove(call, attempt, Factor.WEBAUTHN)


def _require_alone(call: Call) -> Instance:
    instance = instances.require_primary(call)
    if not signin_settings.read(call, instance.instance_id).passkey_alone:
        raise second_step.not_under_way()
    return instance


def _require_wanted(call: Call, visit: Secret, held: Held) -> Attempt:
    waiting = second_step.pending(call, visit, held)
    if not isinstance(waiting.step, Prove) or Factor.WEBAUTHN not in waiting.step.factors:
        raise second_step.not_under_way()
    return waiting.attempt


def _find_user(call: Call, instance: Instance, user_id: str) -> User | None:
    try:
        user = users.get(call, instance.identity_store_id, user_id)
    except NotFound:
        return None
    return user if flow.may_sign_in_here(call, instance, user) else None


def _refused() -> Refused:
    return Refused(_WRONG, reason=passkeys.NOT_ACCEPTED)
