"""The end of a sign-in: a session for the browser, which is known again from now on, and trusted where its person wants it."""

from datetime import timedelta

from gatepost.core.audit.model import EventDraft
from gatepost.core.call import Call
from gatepost.core.signin import attempts, events, sessions, store, trust
from gatepost.core.signin.model import Person, Session
from gatepost.core.signin.outcomes import Attempt, SignedIn
from gatepost.core.signin.policy import MfaMode, SigninSettings
from gatepost.kit import ids
from gatepost.kit.secret import Secret


def complete(call: Call, attempt: Attempt, settings: SigninSettings) -> SignedIn:
    """Open the session of somebody who has proved all that is asked for, and leave the event of it."""
    flow, user = attempt.flow, attempt.user
    session, token = _open_session(call, attempt, settings)
    visit = Secret(ids.new_token(call.entropy))
    attempts.remember(call, user.user_id, attempt.place, visit)
    store.flows.remove(call.tx, flow.visit_digest)
    done = EventDraft("UserAuthentication", events.EVENT_SOURCE)
    events.describe(done, flow, attempt.instance, user, "Success", *flow.proven)
    done.additional["LoginTo"] = call.settings.public_url + flow.return_to.partition("?")[0]
    done.user_identity = {**(done.user_identity or {}), "credentialId": session.session_id}
    call.more_events.append(done)
    trusted = _trust(call, attempt, settings)
    return SignedIn(session, token, visit, flow.return_to, trusted)


def _trust(call: Call, attempt: Attempt, settings: SigninSettings) -> Secret | None:
    """Trust the browser where its person wants it and has just proved a second factor."""
    is_wanted = attempt.held.wants_trust and settings.mfa_mode is MfaMode.CONTEXT_AWARE
    if not is_wanted or len(attempt.flow.proven) < 2:
        return None
    return trust.remember(call, attempt.user.user_id, attempt.held)


def _open_session(call: Call, attempt: Attempt, settings: SigninSettings) -> tuple[Session, Secret]:
    """Open a session, or renew the browser's own where its person was asked to prove again who they are.

    The session that a browser had before it signs in otherwise ends: nobody works on in what somebody else had opened.
    """
    user, instance, flow = attempt.user, attempt.instance, attempt.flow
    earlier = sessions.find(call, attempt.held.session) if attempt.held.session else None
    if earlier is not None and flow.is_fresh_wanted and earlier.person.user_id == user.user_id:
        return sessions.renew(call, earlier, flow.proven)
    if earlier is not None:
        sessions.end(call, earlier.session_id)
    person = Person(
        user.user_id, user.user_name, user.display_name, instance.identity_store_id, instance.owner_account_id
    )
    lifetime = timedelta(minutes=settings.session_minutes) if settings.session_minutes else None
    return sessions.open_session(call, person, flow.proven, lifetime)
