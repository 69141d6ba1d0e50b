"""What a sign-in is while somebody still has something to prove, and what it comes to."""

from dataclasses import dataclass

from gatepost.core.directory.model import User
from gatepost.core.instances.model import Instance
from gatepost.core.signin.attempts import Place
from gatepost.core.signin.model import NOTHING_HELD, Flow, Held, Session
from gatepost.core.signin.policy import Prove, Register
from gatepost.kit.secret import Secret


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in whose person has proved something: where it stands, where it comes from, and what its browser holds."""

    flow: Flow
    place: Place
    instance: Instance
    user: User
    held: Held = NOTHING_HELD


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in that is complete: the session and its token, and the visit cookie by which the browser is known again."""

    session: Session
    token: Secret
    visit: Secret
    return_to: str
    trust: Secret | None = None


@dataclass(frozen=True, slots=True)
class NewPassword:
    """The next step: the person chooses a password of their own, by the link that `token` makes, and goes on from there."""

    token: Secret
    return_to: str


Outcome = SignedIn | Prove | Register | NewPassword
