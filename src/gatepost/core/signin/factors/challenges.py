"""Challenges: made for one sign-in or one session, and taken once. What they hold is sealed."""

from gatepost.core.call import Call
from gatepost.core.signin import store
from gatepost.core.signin.factors.model import CHALLENGE_LIFETIME, Challenge, ChallengeKind
from gatepost.core.signin.model import Flow
from gatepost.kit.errors import Refused
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence

EXPIRED = "ChallengeExpired"
_PURPOSE = "signin-challenge"


def owned_by_flow(flow: Flow) -> str:
    """Return the owner of what belongs to a sign-in."""
    return f"flow:{flow.flow_id}"


def owned_by_session(session_id: str) -> str:
    """Return the owner of what belongs to a signed-in browser."""
    return f"session:{session_id}"


def issue(call: Call, owner: str, kind: ChallengeKind, user_id: str | None, secret: bytes) -> None:
    """Keep what must be answered; the owner's earlier one of this kind is gone."""
    sealed = call.vault.seal(_PURPOSE, secret, _context(owner, kind))
    challenge = Challenge(owner, kind, user_id, secret, call.now + CHALLENGE_LIFETIME)
    store.challenges.put(call.tx, challenge, sealed)


def find(call: Call, owner: str, kind: ChallengeKind, user_id: str | None) -> Secret | None:
    """Return what is to be answered, as text, without taking it; None where there is nothing, or not any more."""
    row = store.challenges.find(call.tx, owner, kind)
    if row is None or call.now >= row.expires_at or row.user_id != user_id:
        return None
    return Secret(call.vault.open(_PURPOSE, row.sealed, _context(owner, kind)).decode())


def take(call: Call, owner: str, kind: ChallengeKind, user_id: str | None) -> Secret:
    """Return what is to be answered, once: of two answers at the same moment one is refused."""
    secret = find(call, owner, kind, user_id)
    if not store.challenges.remove(call.tx, owner, kind) or secret is None:
        raise Refused(Sentence("That took too long, or was answered before. Begin again."), reason=EXPIRED)
    return secret


def _context(owner: str, kind: ChallengeKind) -> bytes:
    return f"{owner}\n{kind}".encode()
