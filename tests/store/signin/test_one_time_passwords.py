"""One-time passwords: they end what was, lead to a password of one's own and nowhere else, and not for ever; on both databases."""

from datetime import timedelta

import pytest

from gatepost.core.call import perform
from gatepost.core.signin import flow, invitations, links, one_time_passwords, passwords, sessions
from gatepost.core.signin.model import LinkPurpose
from gatepost.core.signin.outcomes import NewPassword, SignedIn
from gatepost.kit.errors import Conflict, NotFound, Refused
from gatepost.kit.secret import Secret
from tests.kit import SeededEntropy
from tests.store.signin.conftest import PASSWORD, Browser, World

ONE_TIME = Secret("abcd-efgh-jkmn-pqrs")
ONE_TIME_HASH = passwords.hash_password(ONE_TIME)
OWN = Secret("quite another set of words")
OWN_HASH = passwords.hash_password(OWN)


def give(world: World) -> None:
    store_id, user_id = world.instance.identity_store_id, world.ada.user_id
    world.core.write(lambda call: one_time_passwords.give(call, store_id, user_id, ONE_TIME_HASH))


def begin(world: World, browser: Browser, return_to: str = "/") -> object:
    """Sign in as the door does; return what comes of it."""
    challenge = perform(
        world.core.runtime,
        browser._ask("signin:CredentialChallenge"),
        lambda call: flow.challenge(call, visit=browser.visit, login="ada", return_to=return_to),
    )
    proven = passwords.verify(challenge.password_hash, ONE_TIME)
    return perform(
        world.core.runtime,
        browser._ask("signin:CredentialVerification", writes=True),
        lambda call: flow.answer(call, challenge, proven=proven),
    )


def test_it_is_made_of_letters_that_are_not_mistaken() -> None:
    made = {one_time_passwords.make(SeededEntropy(str(number))).reveal() for number in range(50)}
    assert len(made) == 50
    assert all([len(part) for part in each.split("-")] == [4, 4, 4, 4] for each in made)
    assert not set("".join(made)) & set("01ilo")


def test_it_leads_to_a_password_of_ones_own_and_then_in(world: World, browser: Browser) -> None:
    give(world)
    step = begin(world, browser, "/device")
    assert isinstance(step, NewPassword)
    assert step.return_to == "/device"
    signed_in = world.core.write(
        lambda call: invitations.use(call, step.token, OWN_HASH, visit=browser.visit, return_to=step.return_to)
    )
    assert isinstance(signed_in, SignedIn)
    assert signed_in.return_to == "/device"
    assert browser.is_refused("ada", ONE_TIME)
    browser.sign_in("ada", OWN)


def test_what_was_before_ends_at_once(world: World, browser: Browser) -> None:
    earlier = browser.sign_in()
    _, reset = world.core.write(lambda call: links.make(call, world.ada.user_id, LinkPurpose.RESET))
    give(world)
    assert world.core.read(lambda call: sessions.find(call, earlier.token)) is None
    assert browser.is_refused("ada", PASSWORD)
    with pytest.raises(Refused):
        world.core.read(lambda call: invitations.require_open(call, reset))


def test_it_is_no_password_after_seven_days(world: World, browser: Browser) -> None:
    give(world)
    world.core.clock.advance(days=7, seconds=-1)
    assert isinstance(begin(world, browser), NewPassword)
    world.core.clock.advance(seconds=1)
    assert browser.is_refused("ada", ONE_TIME)


def test_it_is_not_a_password_that_somebody_has_set(world: World) -> None:
    give(world)
    user_id = world.ada.user_id
    assert not world.core.read(lambda call: passwords.has_password(call, user_id))
    until = world.core.read(lambda call: passwords.one_time_until(call, user_id))
    assert until == world.core.clock.now() + timedelta(days=7)


def test_another_one_replaces_it(world: World, browser: Browser) -> None:
    give(world)
    other = passwords.hash_password(Secret("wxyz-wxyz-wxyz-wxyz"))
    store_id = world.instance.identity_store_id
    world.core.write(lambda call: one_time_passwords.give(call, store_id, world.ada.user_id, other))
    assert browser.is_refused("ada", ONE_TIME)


def test_who_is_disabled_or_gone_gets_none(world: World) -> None:
    world.disable(world.ada)
    with pytest.raises(Conflict):
        give(world)
    world.delete(world.ada)
    with pytest.raises(NotFound):
        give(world)
