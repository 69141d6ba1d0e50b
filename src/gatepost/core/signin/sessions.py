"""Sessions of signed-in browsers: opened, found by their cookie, used, ended.

The last use is written at most once a minute, by a call of its own (CloudTrail's `Authenticate`) that a page makes after it
has answered: reading a page stays a read, and two tabs do not wait for each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from gatepost.core.actors import Actor, identity_center_user
from gatepost.core.call import Call
from gatepost.core.federation import back_channel
from gatepost.core.iam import revocations
from gatepost.core.signin import store
from gatepost.core.signin.model import Factor, Person, Session
from gatepost.kit import ids
from gatepost.kit.errors import NotFound, Refused, Unauthenticated
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence
from gatepost.store.database import Transaction

TOKEN_PREFIX = "gps_"  # noqa: S105 - what a token begins with


STALE: Final = "FreshSignInRequired"


def open_session(
    call: Call, person: Person, proven: tuple[Factor, ...], lifetime: timedelta | None = None
) -> tuple[Session, Secret]:
    """Sign a person in: return the session and the token, 256 bits, that its browser's cookie holds from now on.

    `lifetime` is the installation's where the instance has none of its own.
    """
    token = Secret(ids.new_token(call.entropy, TOKEN_PREFIX))
    session = Session(
        session_id=ids.new_uuid(call.entropy),
        person=person,
        created_at=call.now,
        expires_at=call.now + (lifetime or timedelta(hours=call.settings.session_hours)),
        last_used_at=call.now,
        address=call.client.address,
        user_agent=call.client.user_agent,
        authenticated_at=call.now,
        proven=proven,
    )
    store.sessions.insert_session(call.tx, session, token.digest().hex())
    return session, token


def renew(call: Call, session: Session, proven: tuple[Factor, ...]) -> tuple[Session, Secret]:
    """Put a session under a new token, because its person has proved anew who they are; the old token works no more.

    It ends when it would have ended, and what programs were allowed in it goes on.
    """
    return rotate(call, replace(session, authenticated_at=call.now, proven=proven))


def rotate(call: Call, session: Session) -> tuple[Session, Secret]:
    """Put a session under a new token; whoever has the old one has nothing any more."""
    token = Secret(ids.new_token(call.entropy, TOKEN_PREFIX))
    rotated = replace(session, last_used_at=call.now)
    if not store.sessions.renew(call.tx, rotated, token.digest().hex()):
        raise Unauthenticated(Sentence("Your session has ended."), reason="SessionEnded")
    return rotated, token


def require_fresh(call: Call) -> Session:
    """Return the caller's own session. Refused unless the person has just proved who they are: whoever finds a browser that
    somebody left open must not make it their own.
    """
    session = current(call)
    if not session.is_fresh(call.now):
        raise Refused(Sentence("Sign in again to change how you sign in."), reason=STALE)
    return session


def find(call: Call, token: Secret) -> Session | None:
    """Return the session of a cookie; None where it has ended, was idle for too long, or its user is disabled."""
    found = store.sessions.find(call.tx, token.digest().hex(), call.now)
    if found is None:
        return None
    session, settings = found
    idle_limit = timedelta(minutes=settings.session_idle_minutes or call.settings.session_idle_minutes)
    return None if session.is_idle(call.now, idle_limit) else session


def find_by_id(tx: Transaction, session_id: str, now: datetime) -> Session | None:
    """Return a session; None where it has ended or its user is disabled. An idle browser does not count here.

    This is what the tokens of command line programs depend on.
    """
    return store.sessions.find_by_id(tx, session_id, now)


def current(call: Call) -> Session:
    """Return the caller's own session, or raise Unauthenticated."""
    session = store.sessions.find_by_id(call.tx, call.actor.credential_id or "", call.now)
    if session is None:
        raise Unauthenticated(Sentence("Your session has ended."), reason="SessionEnded")
    return session


def actor_of(session: Session) -> Actor:
    """Return the signed-in person as an actor, whose credential is the session."""
    person = session.person
    return identity_center_user(
        user_id=person.user_id,
        user_name=person.user_name,
        identity_store_id=person.identity_store_id,
        account_id=person.account_id,
        credential_id=session.session_id,
    )


def touch(call: Call) -> None:
    """Write down that the caller's session is used now."""
    if call.actor.credential_id:
        store.sessions.touch(call.tx, call.actor.credential_id, call.now)


def end(call: Call, session_id: str) -> bool:
    """End a session: its cookie, and the tokens of programs that were allowed in it, work no more. False if it had ended."""
    if not store.sessions.end(call.tx, session_id, call.now):
        return False
    back_channel.tell(call, [session_id])
    return True


def end_of(call: Call, user_id: str, session_id: str) -> None:
    """End a session of a user, who need not be the caller; raise NotFound where it has ended or is somebody else's.

    Role credentials that were fetched in it end too: who ends a session from outside does not trust what it opened. Signing
    out leaves them to programs that are still at work.
    """
    if all(each.session_id != session_id for each in list_for_user(call, user_id)):
        raise NotFound(Sentence("The session has ended already."))
    end(call, session_id)
    revocations.revoke(call, revocations.of_session(session_id))


def end_all(call: Call, user_id: str) -> int:
    """End every session of a user and their role credentials; return how many sessions there were."""
    revocations.revoke(call, revocations.of_user(user_id))
    back_channel.tell(call, store.sessions.open_ids_of(call.tx, user_id, call.now))
    return store.sessions.end_all(call.tx, user_id, call.now)


def end_others(call: Call) -> int:
    """End every session of the caller's but their own, as `end_of` does each; return how many there were."""
    own = current(call)
    for each in list_for_user(call, own.person.user_id):
        if each.session_id != own.session_id:
            revocations.revoke(call, revocations.of_session(each.session_id))
            back_channel.tell(call, [each.session_id])
    return store.sessions.end_others(call.tx, own.person.user_id, own.session_id, call.now)


def end_of_user(call: Call, payload: Mapping[str, Any]) -> None:
    """End the sessions of a user who was disabled, whom a job of kind "end-sessions" names.

    A disabled user's sessions are good for nothing from the first moment; they must not be good again when the user is
    enabled, since who disabled the user may have done so because of them.
    """
    end_all(call, payload["user_id"])


def list_for_user(call: Call, user_id: str) -> Sequence[Session]:
    """List a user's sessions that have not ended, newest first."""
    return store.sessions.list_of_user(call.tx, user_id, call.now)
