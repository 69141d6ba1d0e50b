"""Codes by mail, on both databases: for whoever has no device, where the settings say so."""

from concurrent.futures import ThreadPoolExecutor

import orjson
import pytest

from gatepost.core import mailing
from gatepost.core.queue import store as queue
from gatepost.core.signin import flow, second_step, store
from gatepost.core.signin.attempts import THROTTLED
from gatepost.core.signin.model import Factor
from gatepost.core.signin.outcomes import SignedIn
from gatepost.core.signin.policy import Prove, WithoutDevice
from gatepost.kit.errors import Refused
from gatepost.kit.secret import Secret
from tests.store.signin.conftest import Browser, World
from tests.store.signin.factors import Steps, add_app, settle

WRONG = second_step.WRONG_FACTOR


@pytest.fixture
def steps(world: World, browser: Browser) -> Steps:
    settle(world, without_device=WithoutDevice.EMAIL_CODE)
    return Steps(world, browser)


def codes(world: World) -> list[str]:
    """Return the codes that were mailed, oldest first."""
    now = world.core.clock.now()
    jobs = world.core.runtime.database.read(lambda tx: queue.due_jobs(tx, mailing.SEND_MAIL, now, 100))
    letters = [mailing.open_letter(world.core.runtime.vault, job.payload) for job in jobs]
    return [context["code"] for _, template, context in letters if template == "email_code"]


def other_code(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_the_password_sends_a_code_which_completes_the_sign_in(world: World, steps: Steps) -> None:
    assert steps.password() == Prove((Factor.EMAIL_OTP,))
    [code] = codes(world)
    assert len(code) == 6
    signed_in = steps.code(Factor.EMAIL_OTP, f" {code[:3]} {code[3:]}")
    assert isinstance(signed_in, SignedIn)
    assert signed_in.session.proven == (Factor.PASSWORD, Factor.EMAIL_OTP)
    [done] = world.events("UserAuthentication")
    assert done["additionalEventData"]["CredentialType"] == "PASSWORD,EMAIL_OTP"


def test_a_wrong_password_sends_nothing(world: World, steps: Steps) -> None:
    with pytest.raises(Refused):
        steps.password(password=Secret("five words in this row"))
    assert codes(world) == []


def test_a_code_counts_once_in_parallel_too(world: World, steps: Steps) -> None:
    steps.password()
    [code] = codes(world)
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: steps.is_refused(Factor.EMAIL_OTP, code), range(10)))
    assert answers.count(None) == 1
    steps.password()
    assert steps.is_refused(Factor.EMAIL_OTP, code) in {WRONG, THROTTLED}


def test_a_code_counts_for_ten_minutes(world: World, steps: Steps) -> None:
    steps.password()
    [code] = codes(world)
    world.core.clock.advance(minutes=10)
    assert steps.is_refused(Factor.EMAIL_OTP, code) == WRONG


def test_a_code_is_bound_to_the_sign_in_that_it_was_mailed_for(world: World, steps: Steps) -> None:
    steps.password()
    [first] = codes(world)
    other = Steps(world, steps.browser.with_cookie(Secret("another-visit-0000000")))
    other.password()
    assert other.is_refused(Factor.EMAIL_OTP, first) == WRONG
    assert steps.is_refused(Factor.EMAIL_OTP, first) is None


def test_another_code_ends_the_one_before(world: World, steps: Steps) -> None:
    steps.password()
    [before] = codes(world)
    world.core.clock.advance(seconds=1)
    world.core.write(lambda call: second_step.send_code(call, steps.browser.visit))
    [after] = [code for code in codes(world) if code != before]
    assert steps.is_refused(Factor.EMAIL_OTP, before) == WRONG
    assert steps.is_refused(Factor.EMAIL_OTP, after) is None


def test_guesses_are_throttled(world: World, steps: Steps) -> None:
    steps.password()
    [code] = codes(world)
    for _ in range(5):
        assert steps.is_refused(Factor.EMAIL_OTP, other_code(code)) == WRONG
    assert steps.is_refused(Factor.EMAIL_OTP, code) == THROTTLED


def test_mails_are_throttled(world: World, steps: Steps) -> None:
    for _ in range(8):
        steps.password()
    assert len(codes(world)) == 5
    with pytest.raises(Refused) as refused:
        world.core.write(lambda call: second_step.send_code(call, steps.browser.visit))
    assert refused.value.reason == THROTTLED
    world.core.clock.advance(minutes=1)
    world.core.write(lambda call: second_step.send_code(call, steps.browser.visit))
    assert len(codes(world)) == 6


def test_whoever_has_a_device_is_asked_for_it(world: World, steps: Steps) -> None:
    add_app(world, world.ada)
    assert steps.password() == Prove((Factor.TOTP,))
    assert codes(world) == []
    with pytest.raises(Refused):
        world.core.write(lambda call: second_step.send_code(call, steps.browser.visit))


def test_whoever_has_no_address_stays_out(world: World, steps: Steps) -> None:
    eve = world.person("eve", None)
    world.set_password(eve)
    with pytest.raises(Refused) as refused:
        steps.password("eve")
    assert refused.value.reason == flow.DEVICE_REQUIRED


def test_no_code_stands_in_an_event_or_in_the_database(world: World, steps: Steps) -> None:
    steps.password()
    [code] = codes(world)
    database = world.core.runtime.database
    rows = database.read(
        lambda tx: [*tx.all(store.challenges.signin_challenges.select()), *tx.all(queue.jobs.select())]
    )
    for text in (repr(rows), orjson.dumps(world.events()).decode()):
        assert f"'{code}'" not in text
        assert f'"{code}"' not in text
