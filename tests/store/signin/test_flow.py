"""Signing in, step by step, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import orjson
import pytest

from gatepost.core.signin import flow, passwords, store
from gatepost.core.signin.attempts import THROTTLED
from gatepost.core.signin.flow import WRONG
from gatepost.core.signin.model import Flow
from gatepost.kit.errors import Refused
from gatepost.kit.secret import Secret
from tests.store.signin.conftest import ACCOUNT_ID, PASSWORD, PASSWORD_HASH, WRONG_PASSWORD, Browser, World


@pytest.mark.parametrize("login", ["ada", "ADA", "Ada@Example.com", " ada "])
def test_a_person_signs_in_by_user_name_or_email(world: World, browser: Browser, login: str) -> None:
    signed_in = browser.sign_in(login, return_to="/device?user_code=ABCD-EFGH")
    assert signed_in.session.person.user_id == world.ada.user_id
    assert signed_in.session.person.account_id == ACCOUNT_ID
    assert signed_in.return_to == "/device?user_code=ABCD-EFGH"


def test_each_cause_of_a_refusal_gives_the_same_answer(world: World, browser: Browser) -> None:
    eve = world.person("eve", "eve@example.com")
    world.set_password(eve)
    world.disable(eve)
    world.person("new", "new@example.com")
    tries = [("ada", WRONG_PASSWORD), ("nobody", PASSWORD), ("eve", PASSWORD), ("new", PASSWORD), ("", Secret(""))]
    answers = set()
    for login, password in tries:
        with pytest.raises(Refused) as refused:
            browser.sign_in(login, password)
        answers.add((refused.value.message, refused.value.reason))
    assert answers == {("The user name or the password is not right.", WRONG)}


def test_whoever_has_no_password_costs_the_same_hash(world: World, browser: Browser) -> None:
    challenge = world.core.read(lambda call: flow.challenge(call, visit=browser.visit, login="nobody", return_to="/"))
    assert challenge.password_hash == passwords.NO_PASSWORD


def test_a_password_that_was_replaced_meanwhile_opens_nothing(world: World, browser: Browser) -> None:
    challenge = world.core.read(lambda call: flow.challenge(call, visit=browser.visit, login="ada", return_to="/"))
    world.set_password(world.ada, passwords.hash_password(Secret("an entirely new one")))
    with pytest.raises(Refused, match="not right"):
        world.core.write(lambda call: flow.answer(call, challenge, proven=True))


def test_whoever_is_disabled_or_deleted_meanwhile_does_not_get_in(world: World, browser: Browser) -> None:
    def challenge() -> flow.Challenge:
        return world.core.read(lambda call: flow.challenge(call, visit=browser.visit, login="ada", return_to="/"))

    before_disabling = challenge()
    world.disable(world.ada)
    with pytest.raises(Refused, match="not right"):
        world.core.write(lambda call: flow.answer(call, before_disabling, proven=True))
    world.delete(world.ada)
    with pytest.raises(Refused, match="not right"):
        world.core.write(lambda call: flow.answer(call, before_disabling, proven=True))


def test_an_older_hash_is_renewed_without_ending_sessions(world: World, browser: Browser) -> None:
    signed_in = browser.sign_in()
    renewed = passwords.hash_password(PASSWORD)
    challenge = world.core.read(lambda call: flow.challenge(call, visit=signed_in.visit, login="ada", return_to="/"))
    world.core.write(lambda call: flow.answer(call, challenge, proven=True, renewed_hash=renewed))
    assert world.core.read(lambda call: passwords.find_hash(call, world.ada.user_id)) == renewed
    found = world.core.read(lambda call: store.sessions.find_by_id(call.tx, signed_in.session.session_id, call.now))
    assert found is not None


def test_a_flow_outlives_a_failure_and_ends_with_its_success(world: World, browser: Browser) -> None:
    assert browser.is_refused() == WRONG
    kept = _stored_flow(world, browser)
    assert kept is not None
    assert kept.user_id is None
    assert browser.is_refused() == WRONG
    assert _stored_flow(world, browser) == kept
    browser.sign_in()
    assert _stored_flow(world, browser) is None
    workflows = {event["additionalEventData"]["AuthWorkflowID"] for event in world.events(user_name="ada")}
    assert workflows == {kept.flow_id}


def test_a_flow_that_has_expired_begins_anew(world: World, browser: Browser) -> None:
    browser.is_refused()
    first = _stored_flow(world, browser)
    world.core.clock.advance(minutes=15)
    browser.is_refused()
    second = _stored_flow(world, browser)
    assert first is not None
    assert second is not None
    assert first.flow_id != second.flow_id


def test_a_sign_in_leaves_its_events(world: World, browser: Browser) -> None:
    signed_in = browser.sign_in(return_to="/device?user_code=ABCD-EFGH")
    events = {event["eventName"]: event for event in world.events(user_name="ada")}
    assert set(events) == {"CredentialChallenge", "CredentialVerification", "UserAuthentication"}
    for event in events.values():
        assert event["eventSource"] == "signin.amazonaws.com"
        assert event["eventType"] == "AwsServiceEvent"
        assert event["serviceEventDetails"] == {event["eventName"]: "Success"}
        assert event["additionalEventData"]["CredentialType"] == "PASSWORD"
        assert event["sourceIPAddress"] == browser.address
        assert event["userIdentity"]["type"] == "IdentityCenterUser"
        assert event["userIdentity"]["onBehalfOf"] == {
            "userId": world.ada.user_id,
            "identityStoreArn": world.instance.identity_store_arn,
        }
        assert "errorCode" not in event
    assert len({event["additionalEventData"]["AuthWorkflowID"] for event in events.values()}) == 1
    authentication = events["UserAuthentication"]
    # The path only: what stands in a query may be a code.
    assert authentication["additionalEventData"]["LoginTo"] == "http://localhost:8080/device"
    assert authentication["userIdentity"]["credentialId"] == signed_in.session.session_id


def test_a_failure_is_found_by_its_user(world: World, browser: Browser) -> None:
    browser.is_refused("ada@example.com")
    events = {event["eventName"]: event for event in world.events(user_name="ada")}
    assert events["CredentialChallenge"]["serviceEventDetails"] == {"CredentialChallenge": "Success"}
    verification = events["CredentialVerification"]
    assert verification["serviceEventDetails"] == {"CredentialVerification": "Failure"}
    assert verification["errorCode"] == WRONG
    assert world.events("UserAuthentication") == []


def test_what_was_typed_stands_in_no_event(world: World, browser: Browser) -> None:
    browser.is_refused("canary-typed-as-a-name", Secret("canary-typed-as-a-password"))
    browser.is_refused("ada", Secret("canary-typed-as-a-password"))
    events = world.events()
    assert b"canary" not in orjson.dumps(events)
    unknown = next(event for event in events if event["userIdentity"]["type"] == "Unknown")
    assert unknown["userIdentity"]["userName"] == "HIDDEN_DUE_TO_SECURITY_REASONS"


def test_a_challenge_shows_no_secret(world: World, browser: Browser) -> None:
    challenge = world.core.read(
        lambda call: flow.challenge(call, visit=browser.visit, login="canary-login", return_to="/")
    )
    assert "canary" not in repr(challenge)
    assert "argon2" not in repr(challenge)
    assert browser.visit.reveal() not in repr(challenge)


# ---------------------------------------------------------------------------------------------------- throttling


def test_after_five_failures_even_the_right_password_must_wait(world: World, browser: Browser) -> None:
    for _ in range(5):
        assert browser.is_refused() == WRONG
    with pytest.raises(Refused) as refused:
        browser.sign_in()
    assert refused.value.reason == THROTTLED
    assert refused.value.details == {"retry_after_seconds": 30}
    world.core.clock.advance(seconds=30)
    browser.sign_in()


def test_somebody_who_does_not_exist_is_throttled_alike(browser: Browser) -> None:
    assert [browser.is_refused("nobody") for _ in range(6)] == [WRONG] * 5 + [THROTTLED]


def test_a_try_that_comes_too_early_does_not_count(world: World, browser: Browser) -> None:
    for _ in range(5):
        browser.is_refused()
    for _ in range(50):
        assert browser.is_refused() == THROTTLED
    world.core.clock.advance(seconds=30)
    assert browser.is_refused() == WRONG


def test_a_throttled_try_leaves_an_event(world: World, browser: Browser) -> None:
    for _ in range(6):
        browser.is_refused()
    outcomes = [event["serviceEventDetails"]["CredentialChallenge"] for event in world.events("CredentialChallenge")]
    assert sorted(outcomes) == ["Failure"] + ["Success"] * 5


def test_a_success_begins_to_count_anew(browser: Browser) -> None:
    for _ in range(4):
        browser.is_refused()
    browser.sign_in()
    assert [browser.is_refused() for _ in range(5)] == [WRONG] * 5


def test_a_stranger_does_not_keep_a_person_out_of_a_browser_that_is_known(world: World, browser: Browser) -> None:
    known = browser.with_cookie(browser.sign_in().visit)
    _attack(world, browser)
    assert world.browser().elsewhere("203.0.113.99").is_refused("ada", PASSWORD) == THROTTLED
    known.sign_in()


def test_a_stranger_does_not_keep_a_person_out_of_an_address_that_is_known(world: World, browser: Browser) -> None:
    browser.sign_in()
    _attack(world, browser)
    browser.with_cookie(Secret("visit-after-cookies-were-deleted")).sign_in()


def test_a_stranger_at_the_same_address_does_not_keep_a_known_browser_out(browser: Browser) -> None:
    known = browser.with_cookie(browser.sign_in().visit)
    while browser.is_refused() != THROTTLED:
        pass
    known.sign_in()


def test_a_stranger_makes_a_person_wait_a_while_and_never_for_good(world: World, browser: Browser) -> None:
    _attack(world, browser)
    elsewhere = browser.elsewhere("203.0.113.99")
    assert elsewhere.is_refused("ada", PASSWORD) == THROTTLED
    world.core.clock.advance(minutes=15)
    elsewhere.sign_in()


def test_a_known_browser_is_forgotten_in_time(world: World, browser: Browser) -> None:
    known = browser.with_cookie(browser.sign_in().visit)
    world.core.clock.advance(days=91)
    _attack(world, browser)
    assert known.is_refused("ada", PASSWORD) == THROTTLED


def test_a_known_browser_is_known_for_its_own_person_only(world: World, browser: Browser) -> None:
    eve = world.person("eve", "eve@example.com")
    world.set_password(eve)
    visit = browser.sign_in("eve").visit
    eves = browser.with_cookie(visit).elsewhere("203.0.113.99").with_cookie(visit)
    _attack(world, browser)
    assert eves.is_refused("ada", PASSWORD) == THROTTLED


def test_an_address_that_guesses_many_names_is_throttled(browser: Browser) -> None:
    for number in range(50):
        assert browser.is_refused(f"person-{number}") == WRONG
    assert browser.is_refused("person-50") == THROTTLED
    assert browser.elsewhere("203.0.113.99").is_refused("person-50") == WRONG


def test_a_user_name_and_an_email_have_each_a_budget_lest_one_tells_the_other(browser: Browser) -> None:
    for _ in range(5):
        browser.is_refused("ada")
    assert browser.is_refused("ada") == THROTTLED
    assert browser.is_refused("ada@example.com") == WRONG


def test_guesses_at_the_same_moment_are_counted_one_by_one(world: World, browser: Browser) -> None:
    challenges = [
        world.core.read(lambda call: flow.challenge(call, visit=browser.visit, login="ada", return_to="/"))
        for _ in range(12)
    ]

    def answer(challenge: flow.Challenge) -> str | None:
        try:
            world.core.write(lambda call: flow.answer(call, challenge, proven=False))
        except Refused as refused:
            return refused.reason
        return None

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(answer, challenges))
    assert sorted(answer or "" for answer in answers) == [WRONG] * 5 + [THROTTLED] * 7


def test_a_right_guess_beyond_the_budget_learns_nothing(world: World, browser: Browser) -> None:
    challenge = world.core.read(lambda call: flow.challenge(call, visit=browser.visit, login="ada", return_to="/"))
    for _ in range(5):
        browser.is_refused()
    with pytest.raises(Refused) as refused:
        world.core.write(lambda call: flow.answer(call, challenge, proven=True))
    assert refused.value.reason == THROTTLED


def test_no_name_that_was_typed_is_stored(world: World, browser: Browser) -> None:
    browser.is_refused("canary-typed-as-a-name")
    rows = world.core.runtime.database.read(lambda tx: tx.all(store.failures.signin_failures.select()))
    assert rows
    assert "canary" not in repr(rows)


def test_a_sweep_forgets_what_has_had_its_time(world: World, browser: Browser) -> None:
    browser.is_refused()
    browser.with_cookie(Secret("another-visit-0000000")).sign_in()
    assert world.core.write(lambda call: store.sweep(call.tx, call.now)) == 0
    world.core.clock.advance(minutes=16)
    assert world.core.write(lambda call: store.sweep(call.tx, call.now)) == 1
    world.core.clock.advance(days=100)
    assert world.core.write(lambda call: store.sweep(call.tx, call.now)) > 3
    for table in (
        store.flows.signin_flows,
        store.sessions.sessions,
        store.failures.signin_failures,
        store.places.known_places,
    ):
        assert world.core.runtime.database.read(lambda tx, table=table: tx.all(table.select())) == []  # type: ignore[misc]


def _attack(world: World, browser: Browser) -> None:
    """Guess Ada's password from ever new addresses until even a fresh one is told to wait."""
    world.set_password(world.ada, PASSWORD_HASH)
    for number in range(1, 200):
        if browser.elsewhere(f"192.0.2.{number}").is_refused() == THROTTLED:
            return
    raise AssertionError("an attacker is never told to wait")


def _stored_flow(world: World, browser: Browser) -> Flow | None:
    return world.core.read(lambda call: store.flows.find(call.tx, browser.visit.digest().hex()))
