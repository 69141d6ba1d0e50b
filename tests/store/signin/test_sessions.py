"""Sessions: opened, found by their cookie, used and ended, on both databases."""

import pytest

from gatepost.core.actors import Actor
from gatepost.core.signin import passwords, sessions, signin_settings, store
from gatepost.core.signin.model import Session
from gatepost.core.signin.outcomes import SignedIn
from gatepost.kit.errors import Invalid, Unauthenticated
from gatepost.kit.secret import Secret
from tests.store.signin.conftest import ACCOUNT_ID, Browser, World


def find(world: World, signed_in: SignedIn) -> Session | None:
    return world.core.read(lambda call: sessions.find(call, signed_in.token))


def identify(world: World, token: Secret) -> Actor | None:
    session = world.core.read(lambda call: sessions.find(call, token))
    return None if session is None else sessions.actor_of(session)


def test_a_token_has_256_bits_and_is_stored_as_a_digest_only(world: World, browser: Browser) -> None:
    token = browser.sign_in().token
    assert len(token.reveal().removeprefix("gps_")) == 43
    rows = world.core.runtime.database.read(lambda tx: tx.all(store.sessions.sessions.select()))
    assert token.reveal() not in repr(rows)
    assert token.digest().hex() in repr(rows)


def test_each_sign_in_has_a_session_and_a_token_of_its_own(browser: Browser) -> None:
    first, second = browser.sign_in(), browser.sign_in()
    assert first.session.session_id != second.session.session_id
    assert first.token != second.token


def test_a_cookie_is_its_person(world: World, browser: Browser) -> None:
    signed_in = browser.sign_in()
    actor = sessions.actor_of(signed_in.session)
    assert identify(world, signed_in.token) == actor
    assert actor.type == "IdentityCenterUser"
    assert actor.user_id == world.ada.user_id
    assert actor.user_name == "ada"
    assert actor.identity_store_id == world.instance.identity_store_id
    assert actor.account_id == ACCOUNT_ID
    assert actor.credential_id == signed_in.session.session_id


@pytest.mark.parametrize("token", ["gps_" + "x" * 43, "", "gps_"])
def test_another_token_is_nobody(world: World, browser: Browser, token: str) -> None:
    browser.sign_in()
    assert identify(world, Secret(token)) is None


def test_a_session_keeps_where_it_was_opened(world: World, browser: Browser) -> None:
    found = find(world, browser.elsewhere("203.0.113.5").sign_in())
    assert found is not None
    assert (found.address, found.user_agent) == ("203.0.113.5", "pytest")


def test_a_session_ends_after_its_hours_however_busy(world: World, browser: Browser) -> None:
    signed_in = browser.sign_in()
    actor = sessions.actor_of(signed_in.session)
    for _ in range(8 * 60 // 30 - 1):
        world.core.clock.advance(minutes=30)
        world.core.write(sessions.touch, actor=actor)
    assert find(world, signed_in) is not None
    world.core.clock.advance(minutes=30)
    assert find(world, signed_in) is None


def test_a_browser_that_is_idle_for_too_long_is_signed_out(world: World, browser: Browser) -> None:
    signed_in = browser.sign_in()
    world.core.clock.advance(minutes=119)
    assert find(world, signed_in) is not None
    world.core.clock.advance(minutes=1)
    assert find(world, signed_in) is None


def limit_idleness(world: World, minutes: int | None) -> None:
    changes = {"session_idle_minutes": minutes}
    world.core.write(lambda call: signin_settings.change(call, world.instance.instance_id, changes))


def test_the_instances_idle_limit_counts_before_the_installations(world: World, browser: Browser) -> None:
    limit_idleness(world, 15)
    signed_in = browser.sign_in()
    world.core.clock.advance(minutes=14, seconds=59)
    assert find(world, signed_in) is not None
    world.core.clock.advance(seconds=1)
    assert find(world, signed_in) is None


def test_a_shorter_idle_limit_holds_for_sessions_that_are_open(world: World, browser: Browser) -> None:
    signed_in = browser.sign_in()
    world.core.clock.advance(minutes=30)
    limit_idleness(world, 30)
    assert find(world, signed_in) is None


def test_a_longer_idle_limit_does_not_lengthen_the_session(world: World, browser: Browser) -> None:
    limit_idleness(world, 90 * 24 * 60)
    signed_in = browser.sign_in()
    world.core.clock.advance(hours=7, minutes=59)
    assert find(world, signed_in) is not None
    world.core.clock.advance(minutes=1)
    assert find(world, signed_in) is None


@pytest.mark.parametrize("minutes", [-1, 0, 14, 90 * 24 * 60 + 1])
def test_an_idle_limit_is_fifteen_minutes_to_ninety_days(world: World, minutes: int) -> None:
    with pytest.raises(Invalid, match="session_idle_minutes must be 15 to 129600"):
        limit_idleness(world, minutes)


def test_programs_do_not_mind_an_idle_browser(world: World, browser: Browser) -> None:
    session_id = browser.sign_in().session.session_id
    world.core.clock.advance(hours=3)
    assert world.core.read(lambda call: sessions.find_by_id(call.tx, session_id, call.now)) is not None
    world.core.clock.advance(hours=5)
    assert world.core.read(lambda call: sessions.find_by_id(call.tx, session_id, call.now)) is None


def test_a_session_that_is_used_is_not_idle(world: World, browser: Browser) -> None:
    signed_in = browser.sign_in()
    actor = sessions.actor_of(signed_in.session)
    world.core.clock.advance(minutes=119)
    world.core.write(sessions.touch, actor=actor)
    world.core.clock.advance(minutes=119)
    assert find(world, signed_in) is not None


def test_a_session_that_has_ended_is_ended_for_good(world: World, browser: Browser) -> None:
    signed_in, other = browser.sign_in(), browser.sign_in()
    assert world.core.write(lambda call: sessions.end(call, signed_in.session.session_id))
    assert not world.core.write(lambda call: sessions.end(call, signed_in.session.session_id))
    assert find(world, signed_in) is None
    assert find(world, other) is not None


def test_disabling_a_person_ends_their_sessions_at_once(world: World, browser: Browser) -> None:
    signed_in = browser.sign_in()
    world.disable(world.ada)
    assert find(world, signed_in) is None


def test_deleting_a_person_deletes_all_of_their_sign_in(world: World, browser: Browser) -> None:
    signed_in = browser.sign_in()
    world.delete(world.ada)
    assert find(world, signed_in) is None
    for table in (store.passwords.passwords, store.sessions.sessions, store.places.known_places):
        assert world.core.runtime.database.read(lambda tx, table=table: tx.all(table.select())) == []  # type: ignore[misc]


def test_a_new_password_ends_every_session(world: World, browser: Browser) -> None:
    eve = world.person("eve", "eve@example.com")
    world.set_password(eve)
    adas, eves = browser.sign_in("ada"), browser.sign_in("eve")
    world.set_password(world.ada, passwords.hash_password(Secret("an entirely new one")))
    assert find(world, adas) is None
    assert find(world, eves) is not None


def test_a_person_sees_and_ends_their_sessions(world: World, browser: Browser) -> None:
    first = browser.sign_in()
    world.core.clock.advance(minutes=5)
    second = browser.sign_in()
    listed = world.core.read(lambda call: sessions.list_for_user(call, world.ada.user_id))
    assert [session.session_id for session in listed] == [second.session.session_id, first.session.session_id]
    assert world.core.write(lambda call: sessions.end_all(call, world.ada.user_id)) == 2
    assert world.core.read(lambda call: sessions.list_for_user(call, world.ada.user_id)) == []


def test_the_current_session_is_the_callers(world: World, browser: Browser) -> None:
    signed_in = browser.sign_in()
    actor = sessions.actor_of(signed_in.session)
    assert world.core.read(sessions.current, actor=actor) == signed_in.session
    world.core.write(lambda call: sessions.end(call, signed_in.session.session_id))
    with pytest.raises(Unauthenticated):
        world.core.read(sessions.current, actor=actor)


def test_a_clock_that_jumps_an_hour_breaks_no_session_for_good(world: World, browser: Browser) -> None:
    signed_in = browser.sign_in()
    world.core.clock.advance(hours=-1)
    assert find(world, signed_in) is not None
    world.core.clock.advance(hours=2)
    assert find(world, signed_in) is not None


def test_no_secret_is_shown(browser: Browser) -> None:
    signed_in = browser.sign_in()
    assert signed_in.token.reveal() not in repr(signed_in)
    assert signed_in.visit.reveal() not in repr(signed_in)
