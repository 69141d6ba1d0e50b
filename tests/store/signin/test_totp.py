"""Signing in with an authenticator app, on both databases; the app is oathtool."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import orjson
import pytest

from gatepost.core.signin import flow, second_step, store
from gatepost.core.signin.attempts import THROTTLED
from gatepost.core.signin.factors import devices, recovery, totp
from gatepost.core.signin.factors.model import MOST_DEVICES, DeviceKind
from gatepost.core.signin.model import NOTHING_HELD, Factor
from gatepost.core.signin.outcomes import SignedIn
from gatepost.core.signin.policy import MfaMode, Prove, Register, WithoutDevice
from gatepost.kit.errors import Conflict, QuotaExceeded, Refused
from gatepost.kit.secret import Secret
from tests.servers.authenticator import AuthenticatorApp
from tests.store.signin.conftest import Browser, World
from tests.store.signin.factors import OWNER, Steps, add_app, make_codes, settle

WRONG = second_step.WRONG_FACTOR


@pytest.fixture
def app(world: World) -> AuthenticatorApp:
    """Ada's app."""
    return add_app(world, world.ada)


@pytest.fixture
def steps(world: World, browser: Browser) -> Steps:
    return Steps(world, browser)


def current(world: World, app: AuthenticatorApp) -> str:
    return app.code(world.core.clock.now())


def other_code(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_password_alone_opens_nothing_for_whoever_has_a_device(
    world: World, steps: Steps, app: AuthenticatorApp
) -> None:
    assert steps.password() == Prove((Factor.TOTP,))
    assert world.events("UserAuthentication") == []


def test_the_code_of_the_app_completes_the_sign_in(world: World, steps: Steps, app: AuthenticatorApp) -> None:
    steps.password()
    signed_in = steps.code(Factor.TOTP, current(world, app))
    assert isinstance(signed_in, SignedIn)
    assert signed_in.session.person.user_id == world.ada.user_id
    assert signed_in.session.proven == (Factor.PASSWORD, Factor.TOTP)


@pytest.mark.parametrize(("seconds", "is_taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_code_counts_half_a_minute_before_and_after_its_own(
    world: World, steps: Steps, app: AuthenticatorApp, seconds: int, *, is_taken: bool
) -> None:
    world.core.clock.advance(minutes=5)
    steps.password()
    code = app.code(world.core.clock.now() + timedelta(seconds=seconds))
    assert steps.is_refused(Factor.TOTP, code) == (None if is_taken else WRONG)


def test_a_code_counts_once(world: World, steps: Steps, app: AuthenticatorApp) -> None:
    code = current(world, app)
    steps.password()
    assert isinstance(steps.code(Factor.TOTP, code), SignedIn)
    steps.password()
    assert steps.is_refused(Factor.TOTP, code) == WRONG
    world.core.clock.advance(seconds=30)
    assert steps.is_refused(Factor.TOTP, code) == WRONG


def test_a_code_before_one_that_was_used_counts_no_more(world: World, steps: Steps, app: AuthenticatorApp) -> None:
    before = current(world, app)
    world.core.clock.advance(seconds=30)
    steps.password()
    steps.code(Factor.TOTP, current(world, app))
    steps.password()
    assert steps.is_refused(Factor.TOTP, before) == WRONG


def test_a_code_counts_once_in_twenty_requests_at_the_same_moment(world: World, app: AuthenticatorApp) -> None:
    code = current(world, app)
    browsers = [
        Steps(world, replace(world.browser(), visit=Secret(f"visit-{number:016}"), address=f"192.0.2.{number}"))
        for number in range(20)
    ]
    for each in browsers:
        each.password()
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda each: each.is_refused(Factor.TOTP, code), browsers))
    assert answers.count(None) == 1
    assert set(answers) <= {None, WRONG, THROTTLED}


def test_the_code_that_registered_an_app_signs_nobody_in(world: World, steps: Steps) -> None:
    app = add_app(world, world.ada)
    world.core.clock.advance(minutes=-1)
    steps.password()
    assert steps.is_refused(Factor.TOTP, current(world, app)) == WRONG


def test_the_code_of_another_user_is_wrong(world: World, steps: Steps, app: AuthenticatorApp) -> None:
    eve = world.person("eve", "eve@example.com")
    eves = add_app(world, eve)
    steps.password()
    assert steps.is_refused(Factor.TOTP, current(world, eves)) == WRONG


@pytest.mark.parametrize(
    "code",
    ["", "12345", "1234567", "abcdef", "１２３４５６", "12345\x00", "-12345", "0x1234", "1" * 64, "\u202e123456"],
)
def test_what_is_no_code_is_wrong(world: World, steps: Steps, app: AuthenticatorApp, code: str) -> None:
    steps.password()
    assert steps.is_refused(Factor.TOTP, code) == WRONG


def test_blanks_in_a_code_do_not_count(world: World, steps: Steps, app: AuthenticatorApp) -> None:
    code = current(world, app)
    steps.password()
    assert steps.is_refused(Factor.TOTP, f" {code[:3]} {code[3:]} ") is None


def test_each_of_several_apps_signs_in(world: World, steps: Steps, app: AuthenticatorApp) -> None:
    second = add_app(world, world.ada, "Tablet")
    for each in (app, second):
        steps.password()
        assert steps.is_refused(Factor.TOTP, current(world, each)) is None


def test_guesses_are_throttled_and_the_right_code_must_wait_too(
    world: World, steps: Steps, app: AuthenticatorApp
) -> None:
    steps.password()
    for _ in range(5):
        assert steps.is_refused(Factor.TOTP, other_code(current(world, app))) == WRONG
    with pytest.raises(Refused) as refused:
        steps.code(Factor.TOTP, current(world, app))
    assert refused.value.reason == THROTTLED
    assert refused.value.details == {"retry_after_seconds": 30}
    world.core.clock.advance(seconds=30)
    assert steps.is_refused(Factor.TOTP, current(world, app)) is None


def test_a_password_again_gives_no_further_guesses(world: World, steps: Steps, app: AuthenticatorApp) -> None:
    for _ in range(5):
        steps.password()
        steps.is_refused(Factor.TOTP, other_code(current(world, app)))
    steps.password()
    assert steps.is_refused(Factor.TOTP, current(world, app)) == THROTTLED


def test_whoever_knows_the_password_does_not_keep_its_owner_out(
    world: World, steps: Steps, app: AuthenticatorApp
) -> None:
    steps.password()
    signed_in = steps.code(Factor.TOTP, current(world, app))
    assert isinstance(signed_in, SignedIn)
    for number in range(1, 40):
        thief = Steps(world, world.browser().elsewhere(f"192.0.2.{number}"))
        thief.password()
        last = thief.is_refused(Factor.TOTP, "000000")
    assert last == THROTTLED
    world.core.clock.advance(minutes=1)
    owner = Steps(world, steps.browser.with_cookie(signed_in.visit))
    owner.password()
    assert owner.is_refused(Factor.TOTP, current(world, app)) is None


def test_a_code_without_a_password_before_it_is_no_sign_in(world: World, steps: Steps, app: AuthenticatorApp) -> None:
    assert steps.is_refused(Factor.TOTP, current(world, app)) == second_step.NOT_UNDER_WAY


def test_a_second_step_ends_with_its_sign_in(world: World, steps: Steps, app: AuthenticatorApp) -> None:
    steps.password()
    world.core.clock.advance(minutes=15)
    assert steps.is_refused(Factor.TOTP, current(world, app)) == second_step.NOT_UNDER_WAY


def test_a_second_step_belongs_to_its_browser(world: World, steps: Steps, app: AuthenticatorApp) -> None:
    steps.password()
    other = Steps(world, steps.browser.with_cookie(Secret("another-visit-0000000")))
    assert other.is_refused(Factor.TOTP, current(world, app)) == second_step.NOT_UNDER_WAY


def test_whoever_is_disabled_between_the_steps_does_not_get_in(
    world: World, steps: Steps, app: AuthenticatorApp
) -> None:
    steps.password()
    world.disable(world.ada)
    assert steps.is_refused(Factor.TOTP, current(world, app)) == second_step.NOT_UNDER_WAY


def test_a_factor_that_was_not_asked_for_proves_nothing(world: World, steps: Steps, app: AuthenticatorApp) -> None:
    steps.password()
    for factor in (Factor.PASSWORD, Factor.RECOVERY_CODE):
        assert steps.is_refused(factor, current(world, app)) == second_step.NOT_UNDER_WAY


def test_never_asks_nobody_for_a_second_factor(world: World, steps: Steps, app: AuthenticatorApp) -> None:
    settle(world, mfa_mode=MfaMode.NEVER)
    assert isinstance(steps.password(), SignedIn)


# ---------------------------------------------------------------------------------------------------------- events


def test_the_events_tell_each_factor(world: World, steps: Steps, app: AuthenticatorApp) -> None:
    steps.password()
    steps.challenge()
    steps.is_refused(Factor.TOTP, "000000")
    steps.code(Factor.TOTP, current(world, app))
    verifications = {
        (event["additionalEventData"]["CredentialType"], event["serviceEventDetails"]["CredentialVerification"])
        for event in world.events("CredentialVerification")
    }
    assert verifications == {("PASSWORD", "Success"), ("TOTP", "Failure"), ("TOTP", "Success")}
    challenges = {event["additionalEventData"]["CredentialType"] for event in world.events("CredentialChallenge")}
    assert challenges == {"PASSWORD", "TOTP"}
    [done] = world.events("UserAuthentication")
    assert done["additionalEventData"]["CredentialType"] == "PASSWORD,TOTP"
    workflows = {event["additionalEventData"]["AuthWorkflowID"] for event in world.events("CredentialVerification")}
    assert workflows == {done["additionalEventData"]["AuthWorkflowID"]}


def test_no_seed_and_no_code_stands_in_an_event_or_in_the_database(
    world: World, steps: Steps, app: AuthenticatorApp
) -> None:
    code = current(world, app)
    steps.password()
    steps.code(Factor.TOTP, code)
    seen = orjson.dumps(world.events()).decode()
    rows = world.core.runtime.database.read(lambda tx: tx.all(store.totp.totp_seeds.select()))
    jobs = world.core.runtime.database.read(lambda tx: tx.all(store.challenges.signin_challenges.select()))
    for text in (seen, repr(rows), repr(jobs)):
        assert app.seed not in text
        assert f'"{code}"' not in text


# ---------------------------------------------------------------------------------------------------- registration


def test_an_app_is_registered_by_its_first_code_only(world: World) -> None:
    world.core.write(lambda call: totp.start(call, OWNER, world.ada))
    with pytest.raises(Refused) as refused:
        world.core.write(lambda call: totp.complete(call, OWNER, world.ada, code="000000", name=""))
    assert refused.value.reason == totp.WRONG_CODE
    assert world.core.read(lambda call: devices.list_of_user(call, world.ada.user_id)) == []


def test_a_registration_is_completed_once(world: World) -> None:
    world.core.write(lambda call: totp.start(call, OWNER, world.ada))
    enrolment = world.core.read(lambda call: totp.enrolment(call, OWNER, world.ada))
    assert enrolment is not None
    code = AuthenticatorApp(enrolment.seed.reveal()).code(world.core.clock.now())

    def complete(_: int) -> str | None:
        try:
            world.core.write(lambda call: totp.complete(call, OWNER, world.ada, code=code, name=""))
        except (Refused, Conflict) as problem:
            return type(problem).__name__
        return None

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(complete, range(8)))
    assert answers.count(None) == 1
    assert len(world.core.read(lambda call: devices.list_of_user(call, world.ada.user_id))) == 1


def test_a_registration_belongs_to_whom_it_was_begun_for(world: World) -> None:
    eve = world.person("eve", "eve@example.com")
    world.core.write(lambda call: totp.start(call, OWNER, world.ada))
    assert world.core.read(lambda call: totp.enrolment(call, OWNER, eve)) is None
    assert world.core.read(lambda call: totp.enrolment(call, "session:other", world.ada)) is None


def test_a_registration_takes_ten_minutes_at_most(world: World) -> None:
    world.core.write(lambda call: totp.start(call, OWNER, world.ada))
    world.core.clock.advance(minutes=10)
    assert world.core.read(lambda call: totp.enrolment(call, OWNER, world.ada)) is None


def test_there_are_eight_devices_at_most(world: World) -> None:
    for number in range(MOST_DEVICES):
        add_app(world, world.ada, f"Phone {number}")
    with pytest.raises(QuotaExceeded):
        world.core.write(lambda call: totp.start(call, OWNER, world.ada))


def test_without_a_device_the_settings_may_ask_to_register_one(world: World, steps: Steps) -> None:
    settle(world, without_device=WithoutDevice.REGISTER)
    assert steps.password() == Register((DeviceKind.WEBAUTHN, DeviceKind.TOTP))
    visit = steps.browser.visit
    world.core.write(lambda call: second_step.start_app(call, visit))
    enrolment = world.core.read(lambda call: second_step.enrolment(call, visit))
    assert enrolment is not None
    code = AuthenticatorApp(enrolment.seed.reveal()).code(world.core.clock.now())
    outcome, codes = world.core.write(
        lambda call: second_step.complete_app(call, visit, NOTHING_HELD, code=code, name="Phone")
    )
    assert isinstance(outcome, SignedIn)
    assert outcome.session.proven == (Factor.PASSWORD, Factor.TOTP)
    assert len(codes) == 10


def test_without_a_device_the_settings_may_let_nobody_in(world: World, steps: Steps) -> None:
    settle(world, without_device=WithoutDevice.BLOCK)
    with pytest.raises(Refused) as refused:
        steps.password()
    assert refused.value.reason == flow.DEVICE_REQUIRED
    assert world.events("UserAuthentication") == []


def test_nobody_registers_a_device_in_a_sign_in_that_asks_for_one_they_have(
    world: World, steps: Steps, app: AuthenticatorApp
) -> None:
    settle(world, without_device=WithoutDevice.REGISTER)
    steps.password()
    with pytest.raises(Refused) as refused:
        world.core.write(lambda call: second_step.start_app(call, steps.browser.visit))
    assert refused.value.reason == second_step.NOT_UNDER_WAY


def test_removing_the_last_device_ends_the_recovery_codes(world: World, app: AuthenticatorApp) -> None:
    make_codes(world, world.ada)
    [device] = world.core.read(lambda call: devices.list_of_user(call, world.ada.user_id))
    world.core.write(lambda call: devices.remove(call, world.ada, device.device_id))
    assert world.core.read(lambda call: recovery.count(call, world.ada.user_id)) == 0
    assert world.core.runtime.database.read(lambda tx: tx.all(store.totp.totp_seeds.select())) == []
