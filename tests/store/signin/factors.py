"""People with second factors, for the tests of signing in by them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gatepost.core.actors import NOBODY
from gatepost.core.ask import Ask
from gatepost.core.call import Call, perform
from gatepost.core.directory.model import User
from gatepost.core.signin import events, flow, passwords, second_step, signin_settings
from gatepost.core.signin.factors import recovery, totp
from gatepost.core.signin.model import NOTHING_HELD, Factor, Held
from gatepost.core.signin.outcomes import Outcome, SignedIn
from gatepost.kit.errors import Refused
from gatepost.kit.secret import Secret
from tests.servers.authenticator import AuthenticatorApp
from tests.store.signin.conftest import PASSWORD, Browser, World

OWNER = "session:test"


def settle(world: World, **changes: Any) -> None:
    """Change the instance's sign-in settings."""
    world.core.write(lambda call: signin_settings.change(call, world.instance.instance_id, changes))


def add_app(world: World, user: User, name: str = "Phone") -> AuthenticatorApp:
    """Register an authenticator app, and let its first code pass."""
    world.core.write(lambda call: totp.start(call, OWNER, user))
    enrolment = world.core.read(lambda call: totp.enrolment(call, OWNER, user))
    assert enrolment is not None
    app = AuthenticatorApp(enrolment.seed.reveal())
    code = app.code(world.core.clock.now())
    world.core.write(lambda call: totp.complete(call, OWNER, user, code=code, name=name))
    world.core.clock.advance(minutes=1)
    return app


def make_codes(world: World, user: User) -> Sequence[str]:
    """Give a user recovery codes and return them."""
    return [code.reveal() for code in world.core.write(lambda call: recovery.make(call, user))]


@dataclass(frozen=True)
class Steps:
    """A browser that signs in step by step."""

    world: World
    browser: Browser

    def password(
        self, login: str = "ada", password: Secret = PASSWORD, *, fresh: bool = False, held: Held = NOTHING_HELD
    ) -> Outcome:
        """Prove the password."""

        def ask_for(call: Call) -> flow.Challenge:
            return flow.challenge(call, visit=self.browser.visit, login=login, return_to="/", is_fresh_wanted=fresh)

        challenge = perform(self.world.core.runtime, self.ask("signin:CredentialChallenge"), ask_for)
        proven = passwords.verify(challenge.password_hash, password)
        return perform(
            self.world.core.runtime,
            self.ask("signin:CredentialVerification", writes=True),
            lambda call: flow.answer(call, challenge, proven=proven, held=held),
        )

    def challenge(self) -> Factor | None:
        """Come to the page of the second step; return the factor that it asks for."""
        ask = self.ask("signin:CredentialChallenge")
        return perform(
            self.world.core.runtime, ask, lambda call: second_step.challenge(call, self.browser.visit, None)
        )[1]

    def code(self, factor: Factor, code: str, held: Held = NOTHING_HELD) -> Outcome:
        """Prove a second factor by a code."""
        return perform(
            self.world.core.runtime,
            self.ask("signin:CredentialVerification", writes=True),
            lambda call: second_step.answer(call, self.browser.visit, factor, code, held),
        )

    def is_refused(self, factor: Factor, code: str) -> str | None:
        """Try a code; return why it was refused, or None."""
        try:
            assert isinstance(self.code(factor, code), SignedIn)
        except Refused as refused:
            return refused.reason
        return None

    def ask(self, action: str, *, writes: bool = False) -> Ask:
        return Ask(NOBODY, action, events.EVENT_SOURCE, self.browser.client(), writes=writes)
