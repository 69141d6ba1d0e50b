"""Console sessions: a role that a signed-in person has taken in the management console, sealed into their browser's cookie.

Nothing is stored: the token names the portal session it was opened in, without which it is worth nothing, and each request
looks up whether the role is still assigned.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import orjson

from gatepost.core.actors import Actor
from gatepost.core.call import Call
from gatepost.core.iam import authentication
from gatepost.core.iam.temporary_credentials import RoleSession
from gatepost.core.tokens import role_credentials
from gatepost.kit.clock import epoch_seconds
from gatepost.kit.errors import Denied, Invalid, Unauthenticated
from gatepost.kit.secret import Secret

_PURPOSE = "console-session"


@dataclass(frozen=True, slots=True)
class ConsoleSession:
    """A role at work in the console. `role_name` is the permission set's; `actor` is who the console's calls are made by."""

    account_id: str
    role_name: str
    expires_at: datetime
    actor: Actor


def open_session(call: Call, account_id: str, role_name: str) -> tuple[Secret, datetime]:
    """Take a role that is assigned to the signed-in person; return the cookie's token and when it ends."""
    session = role_credentials.begin_session(call, account_id, role_name)
    # Begun on a whole second, which is what the token says: the session must be the same each time it is read.
    issued_at = epoch_seconds(call.now)
    names = [session.session_id, account_id, role_name, issued_at, session.access_key_id]
    call.event.service_details |= {"account_id": account_id, "role_name": role_name}
    token = Secret(call.vault.seal(_PURPOSE, orjson.dumps(names)))
    return token, _on_time(session, issued_at).expires_at


def identify(call: Call, token: Secret) -> ConsoleSession:
    """Return the console session in a cookie of the signed-in person, whose portal session is the caller.

    Unauthenticated where it is of another portal session, over, or its role was taken away.
    """
    session_id, account_id, role_name, issued_at, access_key_id = _opened(call, token)
    if session_id != call.actor.credential_id:
        raise _ended()
    try:
        begun = role_credentials.begin_session(call, account_id, role_name)
    except Denied:
        raise _ended() from None
    session = replace(_on_time(begun, issued_at), access_key_id=access_key_id)
    if call.now >= session.expires_at:
        raise _ended()
    return ConsoleSession(account_id, role_name, session.expires_at, authentication.actor_of_session(call, session))


def _on_time(session: RoleSession, issued_at: int) -> RoleSession:
    moment = datetime.fromtimestamp(issued_at, UTC)
    return replace(session, issued_at=moment, expires_at=moment + (session.expires_at - session.issued_at))


def _opened(call: Call, token: Secret) -> tuple[str, str, str, int, str]:
    try:
        session_id, account_id, role_name, issued_at, access_key_id = orjson.loads(
            call.vault.open(_PURPOSE, token.reveal())
        )
    except Invalid:
        raise _ended() from None
    return session_id, account_id, role_name, issued_at, access_key_id


def _ended() -> Unauthenticated:
    return Unauthenticated("Your console session has ended.", reason="ConsoleSessionEnded")
