"""Signing in as a stored state machine: a flow for each browser, carried on by each factor that is proven.

A door asks three times: `challenge` reads what a password must be compared with, `passwords.verify` compares it outside any
transaction, and `answer` writes what came of it. Second factors and outside identity providers join by their own pair of
calls around `prove`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final, Literal

from gatepost.core.audit.model import EventDraft
from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.directory.model import User
from gatepost.core.federation import emergency
from gatepost.core.instances import instances
from gatepost.core.instances.model import Instance
from gatepost.core.signin import attempts, passwords, sessions, store
from gatepost.core.signin.attempts import Place
from gatepost.core.signin.model import (
    FLOW_LIFETIME,
    Budget,
    Complete,
    Factor,
    Flow,
    Person,
    Prove,
    Session,
    SigninPolicy,
    next_step,
)
from gatepost.kit import ids
from gatepost.kit.errors import NotFound, Refused
from gatepost.kit.secret import Secret

EVENT_SOURCE: Final = "signin.amazonaws.com"
WRONG: Final = "InvalidCredentials"
THROTTLED: Final = "TooManyAttempts"

# What was typed where a name belongs may be a password: CloudTrail's words for a console sign-in of an unknown user.
_HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"

Outcome = Literal["Success", "Failure"]


@dataclass(frozen=True, slots=True)
class Challenge:
    """A try before it is judged: the flow, whom the typed name means, and the hash that the password must have."""

    flow: Flow
    place: Place
    instance: Instance
    user: User | None
    password_hash: Secret
    budgets: Mapping[str, Budget] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in that is complete: the session and its token, and the visit cookie by which the browser is known again."""

    session: Session
    token: Secret
    visit: Secret
    return_to: str


def begin(call: Call, visit: Secret, return_to: str) -> Flow:
    """Return the flow of a browser's visit: the one under way, or a new one that is not stored yet."""
    visit_digest = visit.digest().hex()
    flow = store.flows.find(call.tx, visit_digest)
    if flow is not None and call.now < flow.expires_at:
        return replace(flow, return_to=return_to)
    return Flow(
        flow_id=ids.new_uuid(call.entropy),
        visit_digest=visit_digest,
        user_id=None,
        proven=(),
        return_to=return_to,
        created_at=call.now,
        expires_at=call.now + FLOW_LIFETIME,
    )


def challenge(call: Call, *, visit: Secret, login: str, return_to: str) -> Challenge:
    """Read what a try to sign in as `login`, a user name or e-mail address, must be compared with.

    Refused (`TooManyAttempts`, with `retry_after_seconds`) where the try comes too early; whether there is such a user makes
    no difference.
    """
    instance = instances.require_primary(call)
    user = _find_user(call, instance, login)
    place = Place.of(call, visit)
    budgets = attempts.budgets(call, login=login, user_id=user.user_id if user else None, place=place)
    password_hash = passwords.find_hash(call, user.user_id if user else None)
    made = Challenge(begin(call, visit, return_to), place, instance, user, password_hash, budgets)
    wait = attempts.wait(call, budgets)
    _describe(call.event, made.flow, instance, user, "Failure" if wait else "Success")
    if wait:
        raise _too_many(wait)
    return made


def answer(
    call: Call,
    challenge: Challenge,
    *,
    proven: bool,
    renewed_hash: Secret | None = None,
    policy: SigninPolicy | None = None,
) -> SignedIn | Prove:
    """Write what came of a challenge: the session where nothing is left to prove, or the factor that comes next.

    `proven` says that the password has the challenge's hash; `renewed_hash` replaces one that was made with older parameters.
    Refused, and counted, where the password is wrong or the user may not sign in: one answer for every cause.
    """
    user = challenge.user and _find_again(call, challenge.instance, challenge.user)
    # A password that was replaced while this one was compared is worth nothing any more.
    proven = proven and passwords.find_hash(call, user.user_id if user else None) == challenge.password_hash
    admitted = user if proven and user is not None and _may_sign_in_here(call, challenge.instance, user) else None
    _describe(call.event, challenge.flow, challenge.instance, user, "Success" if admitted else "Failure")
    too_early = attempts.count(call, challenge.budgets, failed=admitted is None)
    if too_early:
        call.event.service_details["CredentialVerification"] = "Failure"
        raise _too_many(too_early)
    if admitted is None:
        store.flows.put(call.tx, challenge.flow)
        raise Refused("The user name or the password is not right.", reason=WRONG)
    if renewed_hash is not None:
        passwords.renew_hash(call, admitted.user_id, renewed_hash)
    return prove(call, challenge.flow, challenge.instance, admitted, Factor.PASSWORD, challenge.place, policy)


def prove(
    call: Call,
    flow: Flow,
    instance: Instance,
    user: User,
    factor: Factor,
    place: Place,
    policy: SigninPolicy | None = None,
) -> SignedIn | Prove:
    """Carry a flow on by a factor that `user` has proven."""
    if factor is Factor.PASSWORD:
        emergency.require(call, instance, user)
    kept = flow.proven if flow.user_id == user.user_id else ()
    flow = replace(flow, user_id=user.user_id, proven=(*kept, factor))
    step = next_step(flow, user_is_enabled=user.is_enabled, policy=policy or SigninPolicy())
    if isinstance(step, Complete):
        return _complete(call, flow, instance, user, place)
    store.flows.put(call.tx, flow)
    return step


def _complete(call: Call, flow: Flow, instance: Instance, user: User, place: Place) -> SignedIn:
    person = Person(
        user.user_id, user.user_name, user.display_name, instance.identity_store_id, instance.owner_account_id
    )
    session, token = sessions.open_session(call, person)
    visit = Secret(ids.new_token(call.entropy))
    attempts.remember(call, user.user_id, place, visit)
    store.flows.remove(call.tx, flow.visit_digest)
    done = EventDraft("UserAuthentication", EVENT_SOURCE)
    _describe(done, flow, instance, user, "Success")
    done.additional["CredentialType"] = ",".join(flow.proven)
    done.additional["LoginTo"] = call.settings.public_url + flow.return_to.partition("?")[0]
    done.user_identity = {**(done.user_identity or {}), "credentialId": session.session_id}
    call.more_events.append(done)
    return SignedIn(session, token, visit, flow.return_to)


def _describe(event: EventDraft, flow: Flow, instance: Instance, user: User | None, outcome: Outcome) -> None:
    """Give a sign-in event the fields that CloudTrail has for it ("Understanding IAM Identity Center sign-in events")."""
    event.type = "AwsServiceEvent"
    event.account_id = instance.owner_account_id
    event.additional |= {"AuthWorkflowID": flow.flow_id, "CredentialType": Factor.PASSWORD.value}
    event.service_details[event.name] = outcome
    event.user_name = user.user_name if user else None
    event.user_identity = {"type": "Unknown", "accountId": instance.owner_account_id, "userName": _HIDDEN}
    if user is not None:
        event.user_identity = {
            "type": "IdentityCenterUser",
            "accountId": instance.owner_account_id,
            "onBehalfOf": {"userId": user.user_id, "identityStoreArn": instance.identity_store_arn},
        }


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


def _may_sign_in_here(call: Call, instance: Instance, user: User) -> bool:
    return user.is_enabled and emergency.admits(call, instance, user)


def _too_many(wait: timedelta) -> Refused:
    return Refused(
        "There were too many attempts. Wait a moment and try again.",
        reason=THROTTLED,
        details={"retry_after_seconds": math.ceil(wait.total_seconds())},
    )
