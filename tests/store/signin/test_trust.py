"""A second factor only where the context changes, on both databases: another browser, another network, another program."""

from dataclasses import replace

import pytest

from gatepost.core.ask import Client
from gatepost.core.signin import trust
from gatepost.core.signin.factors import devices
from gatepost.core.signin.model import Factor, Held
from gatepost.core.signin.outcomes import SignedIn
from gatepost.core.signin.policy import MfaMode, Prove, WithoutDevice
from tests.servers.authenticator import AuthenticatorApp
from tests.store.signin.conftest import PASSWORD_HASH, Browser, World
from tests.store.signin.factors import Steps, add_app, settle

ASKED = Prove((Factor.TOTP,))


class Trusting(Steps):
    """A browser of a kind, which may hold a token."""

    user_agent = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0 Safari/537.36"

    def ask(self, action: str, *, writes: bool = False) -> object:  # type: ignore[override]
        asked = super().ask(action, writes=writes)
        client: Client = replace(asked.client, user_agent=self.user_agent)
        return replace(asked, client=client)


@pytest.fixture
def app(world: World) -> AuthenticatorApp:
    settle(world, mfa_mode=MfaMode.CONTEXT_AWARE)
    return add_app(world, world.ada)


@pytest.fixture
def steps(world: World, browser: Browser) -> Trusting:
    return Trusting(world, browser)


def sign_in(world: World, steps: Steps, app: AuthenticatorApp, held: Held) -> SignedIn:
    steps.password(held=held)
    signed_in = steps.code(Factor.TOTP, app.code(world.core.clock.now()), held)
    assert isinstance(signed_in, SignedIn)
    world.core.clock.advance(minutes=1)
    return signed_in


@pytest.fixture
def held(world: World, steps: Trusting, app: AuthenticatorApp) -> Held:
    """What Ada's browser holds after she has trusted it."""
    signed_in = sign_in(world, steps, app, Held(wants_trust=True))
    assert signed_in.trust is not None
    return Held(trust=signed_in.trust)


def test_a_trusted_browser_is_not_asked_again(steps: Trusting, held: Held) -> None:
    signed_in = steps.password(held=held)
    assert isinstance(signed_in, SignedIn)
    assert signed_in.session.proven == (Factor.PASSWORD,)


def test_a_browser_is_trusted_only_where_that_was_wished(world: World, steps: Trusting, app: AuthenticatorApp) -> None:
    assert sign_in(world, steps, app, Held()).trust is None
    assert steps.password() == ASKED


def test_without_the_token_a_browser_is_asked(steps: Trusting, held: Held) -> None:
    assert steps.password() == ASKED


def test_in_another_network_a_browser_is_asked(world: World, steps: Trusting, held: Held) -> None:
    elsewhere = Trusting(world, replace(steps.browser, address="203.0.113.9"))
    assert elsewhere.password(held=held) == ASKED
    neighbour = Trusting(world, replace(steps.browser, address="198.51.100.200"))
    assert isinstance(neighbour.password(held=held), SignedIn)


def test_another_program_with_the_token_is_asked(world: World, steps: Trusting, held: Held) -> None:
    thief = Trusting(world, steps.browser)
    object.__setattr__(thief, "user_agent", "curl/8.0")
    assert thief.password(held=held) == ASKED
    newer = Trusting(world, steps.browser)
    object.__setattr__(newer, "user_agent", Trusting.user_agent.replace("140", "141"))
    assert isinstance(newer.password(held=held), SignedIn)


def test_trust_is_of_one_person(world: World, steps: Trusting, held: Held) -> None:
    eve = world.person("eve", "eve@example.com")
    world.set_password(eve)
    add_app(world, eve)
    assert steps.password("eve", held=held) == ASKED


def test_trust_ends_after_thirty_days(world: World, steps: Trusting, held: Held) -> None:
    world.core.clock.advance(days=30)
    assert steps.password(held=held) == ASKED


def test_trust_ends_with_the_password(world: World, steps: Trusting, held: Held) -> None:
    world.set_password(world.ada, PASSWORD_HASH)
    assert steps.password(held=held) == ASKED


def test_trust_ends_with_a_device(world: World, steps: Trusting, held: Held) -> None:
    other = add_app(world, world.ada, "Tablet")
    assert other.seed
    [first, _] = world.core.read(lambda call: devices.list_of_user(call, world.ada.user_id))
    world.core.write(lambda call: devices.remove(call, world.ada, first.device_id))
    assert steps.password(held=held) == ASKED


def test_trust_ends_where_the_person_says_so(world: World, steps: Trusting, held: Held) -> None:
    world.core.write(lambda call: trust.forget(call, world.ada.user_id))
    assert steps.password(held=held) == ASKED


def test_a_fresh_sign_in_asks_a_trusted_browser_too(steps: Trusting, held: Held) -> None:
    assert steps.password(fresh=True, held=held) == ASKED


def test_always_asks_a_trusted_browser_too(world: World, steps: Trusting, held: Held) -> None:
    settle(world, mfa_mode=MfaMode.ALWAYS)
    assert steps.password(held=held) == ASKED


def test_trust_does_not_spare_the_registration(world: World, steps: Trusting, held: Held) -> None:
    settle(world, without_device=WithoutDevice.REGISTER)
    eve = world.person("eve", "eve@example.com")
    world.set_password(eve)
    assert not isinstance(steps.password("eve", held=held), SignedIn)
