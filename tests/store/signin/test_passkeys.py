"""Passkeys, on both databases: what is signed, by whom, for which challenge. Browsers' own are in tests/browser."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gatepost.core.call import Call, perform
from gatepost.core.directory.model import User
from gatepost.core.signin import passkey_step, second_step, store
from gatepost.core.signin.attempts import THROTTLED
from gatepost.core.signin.factors import challenges, devices, passkeys
from gatepost.core.signin.factors.passkeys import Options
from gatepost.core.signin.model import NOTHING_HELD, Factor
from gatepost.core.signin.outcomes import Outcome, SignedIn
from gatepost.core.signin.policy import Prove
from gatepost.kit.errors import Conflict, Refused
from gatepost.kit.secret import Secret
from tests.servers.soft_authenticator import AAGUID, SoftAuthenticator
from tests.store.signin.conftest import Browser, World
from tests.store.signin.factors import OWNER, Steps, settle

NOT_ACCEPTED = passkeys.NOT_ACCEPTED


def begin(world: World, user: User, owner: str = OWNER) -> Options:
    return world.core.write(lambda call: passkeys.registration_options(call, owner, user, ()))


def add_passkey(world: World, user: User, credential_id: bytes = b"passkey-0000-0001") -> SoftAuthenticator:
    key = SoftAuthenticator(credential_id)
    answer = key.create(begin(world, user))
    world.core.write(lambda call: passkeys.register(call, OWNER, user, answer=answer, name="", aaguids=()))
    return key


class PasskeySteps(Steps):
    """A browser that signs in with a passkey."""

    def ask_alone(self) -> Options:
        return perform(self.world.core.runtime, self.ask("signin:CredentialChallenge", writes=True), self._ask_alone)

    def _ask_alone(self, call: Call) -> Options:
        return passkey_step.ask(call, self.browser.visit, return_to="/", is_fresh_wanted=False)

    def alone(self, answer: str) -> Outcome:
        return self._verify(
            lambda call: passkey_step.answer(
                call, self.browser.visit, answer, NOTHING_HELD, return_to="/", is_fresh_wanted=False
            )
        )

    def ask_second(self) -> Options:
        ask = self.ask("signin:CredentialChallenge", writes=True)
        return perform(self.world.core.runtime, ask, lambda call: passkey_step.ask_second(call, self.browser.visit))

    def second(self, answer: str) -> Outcome:
        return self._verify(lambda call: passkey_step.answer_second(call, self.browser.visit, answer, NOTHING_HELD))

    def alone_is_refused(self, answer: str) -> str | None:
        try:
            assert isinstance(self.alone(answer), SignedIn)
        except Refused as refused:
            return refused.reason
        return None

    def _verify(self, do: object) -> Outcome:
        ask = self.ask("signin:CredentialVerification", writes=True)
        return perform(self.world.core.runtime, ask, do)  # type: ignore[arg-type]


@pytest.fixture
def key(world: World) -> SoftAuthenticator:
    """Ada's passkey."""
    return add_passkey(world, world.ada)


@pytest.fixture
def steps(world: World, browser: Browser) -> PasskeySteps:
    return PasskeySteps(world, browser)


# ------------------------------------------------------------------------------------------------------ signing in


def test_a_passkey_signs_in_by_itself(world: World, steps: PasskeySteps, key: SoftAuthenticator) -> None:
    options = steps.ask_alone()
    assert options["userVerification"] == "required"
    assert not options["allowCredentials"]
    signed_in = steps.alone(key.get(options))
    assert isinstance(signed_in, SignedIn)
    assert signed_in.session.person.user_id == world.ada.user_id
    assert signed_in.session.proven == (Factor.WEBAUTHN,)
    [done] = world.events("UserAuthentication")
    assert done["additionalEventData"]["CredentialType"] == "WEBAUTHN"


def test_a_passkey_is_a_second_factor_too(world: World, steps: PasskeySteps, key: SoftAuthenticator) -> None:
    assert steps.password() == Prove((Factor.WEBAUTHN,))
    options = steps.ask_second()
    assert len(options["allowCredentials"]) == 1
    signed_in = steps.second(key.get(options))
    assert isinstance(signed_in, SignedIn)
    assert signed_in.session.proven == (Factor.PASSWORD, Factor.WEBAUTHN)


def test_each_of_several_passkeys_signs_in(world: World, steps: PasskeySteps, key: SoftAuthenticator) -> None:
    second = add_passkey(world, world.ada, b"passkey-0000-0002")
    for each in (key, second):
        assert steps.alone_is_refused(each.get(steps.ask_alone())) is None


def test_a_challenge_is_answered_once(steps: PasskeySteps, key: SoftAuthenticator) -> None:
    answer = key.get(steps.ask_alone())
    assert steps.alone_is_refused(answer) is None
    assert steps.alone_is_refused(answer) == challenges.EXPIRED


def test_a_challenge_is_answered_once_in_parallel_too(steps: PasskeySteps, key: SoftAuthenticator) -> None:
    answer = key.get(steps.ask_alone())
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: steps.alone_is_refused(answer), range(10)))
    assert answers.count(None) == 1
    assert set(answers) == {None, challenges.EXPIRED}


def test_an_answer_that_was_wrong_uses_the_challenge_up(steps: PasskeySteps, key: SoftAuthenticator) -> None:
    options = steps.ask_alone()
    assert steps.alone_is_refused(key.get(options, origin="https://evil.example")) == NOT_ACCEPTED
    assert steps.alone_is_refused(key.get(options)) == challenges.EXPIRED


def test_a_challenge_belongs_to_its_browser(steps: PasskeySteps, key: SoftAuthenticator) -> None:
    options = steps.ask_alone()
    other = replace(steps, browser=steps.browser.with_cookie(Secret("another-visit-0000000")))
    other.ask_alone()
    assert other.alone_is_refused(key.get(options)) == NOT_ACCEPTED


def test_a_challenge_waits_ten_minutes(world: World, steps: PasskeySteps, key: SoftAuthenticator) -> None:
    options = steps.ask_alone()
    world.core.clock.advance(minutes=10)
    assert steps.alone_is_refused(key.get(options)) == challenges.EXPIRED


@pytest.mark.parametrize(
    "origin", ["http://localhost:8081", "https://localhost:8080", "http://127.0.0.1:8080", "https://evil.example", ""]
)
def test_another_origin_is_refused(steps: PasskeySteps, key: SoftAuthenticator, origin: str) -> None:
    assert steps.alone_is_refused(key.get(steps.ask_alone(), origin=origin)) == NOT_ACCEPTED


def test_another_relying_party_is_refused(steps: PasskeySteps, key: SoftAuthenticator) -> None:
    options = {**steps.ask_alone(), "rpId": "evil.example"}
    assert steps.alone_is_refused(key.get(options)) == NOT_ACCEPTED


def test_an_authenticator_that_did_not_verify_its_owner_is_refused(steps: PasskeySteps, key: SoftAuthenticator) -> None:
    assert steps.alone_is_refused(key.get(steps.ask_alone(), verified=False)) == NOT_ACCEPTED
    steps.password()
    with pytest.raises(Refused, match="did not work"):
        steps.second(key.get(steps.ask_second(), verified=False))


def test_another_challenge_is_refused(steps: PasskeySteps, key: SoftAuthenticator) -> None:
    assert steps.alone_is_refused(key.get(steps.ask_alone(), challenge="AAAA")) == NOT_ACCEPTED


def test_another_key_is_refused(steps: PasskeySteps, key: SoftAuthenticator) -> None:
    forged = SoftAuthenticator(key.credential_id)
    assert steps.alone_is_refused(forged.get(steps.ask_alone())) == NOT_ACCEPTED


def test_a_passkey_that_nobody_registered_is_refused(steps: PasskeySteps, key: SoftAuthenticator) -> None:
    unknown = SoftAuthenticator(b"never-registered")
    assert steps.alone_is_refused(unknown.get(steps.ask_alone())) == NOT_ACCEPTED


def test_the_passkey_of_another_user_is_no_second_factor(
    world: World, steps: PasskeySteps, key: SoftAuthenticator
) -> None:
    eve = world.person("eve", "eve@example.com")
    eves = add_passkey(world, eve, b"passkey-of-eve-01")
    steps.password()
    with pytest.raises(Refused, match="did not work"):
        steps.second(eves.get(steps.ask_second()))
    signed_in = steps.alone(eves.get(steps.ask_alone()))
    assert isinstance(signed_in, SignedIn)
    assert signed_in.session.person.user_id == eve.user_id
    assert signed_in.session.proven == (Factor.WEBAUTHN,)


def test_whoever_is_disabled_does_not_get_in(world: World, steps: PasskeySteps, key: SoftAuthenticator) -> None:
    world.disable(world.ada)
    assert steps.alone_is_refused(key.get(steps.ask_alone())) == NOT_ACCEPTED


def test_where_a_passkey_is_not_enough_the_password_comes_first(
    world: World, steps: PasskeySteps, key: SoftAuthenticator
) -> None:
    options = steps.ask_alone()
    settle(world, passkey_alone=False)
    assert steps.alone_is_refused(key.get(options)) == second_step.NOT_UNDER_WAY
    steps.password()
    assert isinstance(steps.second(key.get(steps.ask_second())), SignedIn)


def test_a_sign_count_that_goes_back_is_flagged_and_refused(
    world: World, steps: PasskeySteps, key: SoftAuthenticator
) -> None:
    key.count = 7
    assert steps.alone_is_refused(key.get(steps.ask_alone())) is None
    key.count = 3
    assert steps.alone_is_refused(key.get(steps.ask_alone())) == NOT_ACCEPTED
    row = world.core.runtime.database.read(lambda tx: tx.first(store.passkeys.passkeys.select()))
    assert row is not None
    assert row.flagged_at == world.core.clock.now()
    events = [event["additionalEventData"] for event in world.events("CredentialVerification")]
    assert [event.get("SignCountWentBack") for event in events].count("true") == 1
    key.count = 20
    assert steps.alone_is_refused(key.get(steps.ask_alone())) is None


def test_an_authenticator_that_does_not_count_is_taken(steps: PasskeySteps, key: SoftAuthenticator) -> None:
    for _ in range(3):
        key.count = -1
        assert steps.alone_is_refused(key.get(steps.ask_alone())) is None


def test_tries_are_throttled_by_address(steps: PasskeySteps, key: SoftAuthenticator) -> None:
    for _ in range(50):
        assert steps.alone_is_refused(SoftAuthenticator().get(steps.ask_alone())) == NOT_ACCEPTED
    assert steps.alone_is_refused(key.get(steps.ask_alone())) == THROTTLED


# ---------------------------------------------------------------------------------------------------- registration


def test_a_passkey_is_registered_for_discovery_with_its_owner_verified(world: World) -> None:
    options = begin(world, world.ada)
    selection = options["authenticatorSelection"]
    assert (selection["residentKey"], selection["userVerification"]) == ("required", "required")
    assert options["rp"]["id"] == "localhost"
    assert options["attestation"] == "none"


@pytest.mark.parametrize("wrong", [{"origin": "https://evil.example"}, {"verified": False}])
def test_a_registration_that_does_not_hold_is_refused(world: World, wrong: dict[str, object]) -> None:
    answer = SoftAuthenticator().create(begin(world, world.ada), **wrong)  # type: ignore[arg-type]
    with pytest.raises(Refused) as refused:
        world.core.write(lambda call: passkeys.register(call, OWNER, world.ada, answer=answer, name="", aaguids=()))
    assert refused.value.reason == NOT_ACCEPTED
    assert world.core.read(lambda call: devices.list_of_user(call, world.ada.user_id)) == []


def test_a_registration_is_completed_once(world: World) -> None:
    answer = SoftAuthenticator().create(begin(world, world.ada))
    world.core.write(lambda call: passkeys.register(call, OWNER, world.ada, answer=answer, name="", aaguids=()))
    with pytest.raises(Refused) as refused:
        world.core.write(lambda call: passkeys.register(call, OWNER, world.ada, answer=answer, name="", aaguids=()))
    assert refused.value.reason == challenges.EXPIRED


def test_a_passkey_has_one_owner(world: World, key: SoftAuthenticator) -> None:
    eve = world.person("eve", "eve@example.com")
    answer = key.create(begin(world, eve))
    with pytest.raises(Conflict):
        world.core.write(lambda call: passkeys.register(call, OWNER, eve, answer=answer, name="", aaguids=()))
    assert world.core.read(lambda call: devices.list_of_user(call, eve.user_id)) == []


@pytest.mark.parametrize(
    ("allowed", "is_taken"), [((AAGUID,), True), (("0" * 8 + "-0000-0000-0000-" + "0" * 12,), False)]
)
def test_models_that_are_not_allowed_are_refused(world: World, allowed: tuple[str, ...], *, is_taken: bool) -> None:
    options = world.core.write(lambda call: passkeys.registration_options(call, OWNER, world.ada, allowed))
    assert options["attestation"] == "direct"
    answer = SoftAuthenticator().create(options)

    def register() -> object:
        return world.core.write(
            lambda call: passkeys.register(call, OWNER, world.ada, answer=answer, name="", aaguids=allowed)
        )

    if is_taken:
        register()
        return
    with pytest.raises(Refused) as refused:
        register()
    assert refused.value.reason == passkeys.MODEL_NOT_ALLOWED


# -------------------------------------------------------------------------------------------------------- bad input


BAD = ["", "{}", "[]", "null", "1", '"x"', "{", "\x00", '{"id": 1}', '{"id": "x"}', '{"id":"","rawId":"","type":"x"}']


@pytest.mark.parametrize("answer", BAD)
def test_what_is_no_answer_is_refused(world: World, steps: PasskeySteps, key: SoftAuthenticator, answer: str) -> None:
    steps.ask_alone()
    assert steps.alone_is_refused(answer) == NOT_ACCEPTED
    begin(world, world.ada)
    with pytest.raises(Refused):
        world.core.write(lambda call: passkeys.register(call, OWNER, world.ada, answer=answer, name="", aaguids=()))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_answer_is_refused_and_breaks_nothing(
    world: World, steps: PasskeySteps, key: SoftAuthenticator, data: st.DataObject
) -> None:
    value = json.loads(key.get(steps.ask_alone()))
    name = data.draw(st.sampled_from(sorted(value["response"])))
    value["response"][name] = data.draw(st.one_of(st.text(max_size=20), st.none(), st.integers(), st.just([])))
    world.core.clock.advance(hours=2)
    steps.ask_alone()
    assert steps.alone_is_refused(json.dumps(value)) in {NOT_ACCEPTED, THROTTLED}
