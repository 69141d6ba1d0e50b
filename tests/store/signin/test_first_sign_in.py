"""First sign-ins by a code from a mail: for whoever has no password, once, in the browser that asked; on both databases."""

import pytest

from gatepost.core.call import Call
from gatepost.core.directory.model import User
from gatepost.core.queue import store as queue
from gatepost.core.signin import events, first_sign_in, second_step, signin_settings, verified_emails
from gatepost.core.signin.outcomes import NewPassword
from gatepost.kit.errors import NotFound, Refused
from gatepost.kit.secret import Secret
from tests.store.signin.conftest import World
from tests.store.signin.test_resets import mails

VISIT = Secret("visit-1111111111111111")


@pytest.fixture
def bo(world: World) -> User:
    """Somebody whom a program has made, at an instance that offers a code."""
    settle(world, first_sign_in_code=True)
    return world.person("bo", "bo@example.com")


def settle(world: World, **changes: bool) -> None:
    world.core.write(lambda call: signin_settings.change(call, world.instance.instance_id, changes))


def ask(world: World, login: str = "bo", visit: Secret = VISIT) -> None:
    """Ask for a code, and do the job that sends it."""

    def send(call: Call) -> None:
        for job in queue.due_jobs(call.tx, first_sign_in.SEND_CODE, call.now, 10):
            first_sign_in.send_asked(call, job.payload)
            queue.delete_job(call.tx, job.job_id)

    world.core.write(lambda call: first_sign_in.ask(call, visit, login, "/device"))
    world.core.write(send)


def codes(world: World) -> list[str]:
    return [context["code"] for _, template, context in mails(world) if template == "first_sign_in_code"]


def answer(world: World, code: str, visit: Secret = VISIT) -> NewPassword:
    return world.core.write(lambda call: first_sign_in.answer(call, visit, code))


def test_the_code_leads_to_a_password_and_proves_the_address(world: World, bo: User) -> None:
    ask(world, " BO ")
    [code] = codes(world)
    assert len(code) == 6
    step = answer(world, f" {code[:3]} {code[3:]} ")
    assert step.return_to == "/device"
    assert world.core.read(lambda call: verified_emails.find(call, bo)) is not None
    with pytest.raises(Refused):
        answer(world, code)


def test_who_has_a_password_or_no_address_or_is_nobody_gets_none(world: World, bo: User) -> None:
    world.person("no-mail", None)
    for login in ("ada", "no-mail", "nobody", "ada@example.com"):
        ask(world, login)
    assert codes(world) == []
    with pytest.raises(Refused):
        answer(world, "123456")


def test_a_code_counts_in_the_browser_that_asked_for_ten_minutes(world: World, bo: User) -> None:
    ask(world)
    [code] = codes(world)
    other = Secret("visit-2222222222222222")
    with pytest.raises(Refused) as refused:
        answer(world, code, other)
    assert refused.value.reason == second_step.NOT_UNDER_WAY
    ask(world, "nobody", other)
    with pytest.raises(Refused):
        answer(world, code, other)
    world.core.clock.advance(minutes=10)
    with pytest.raises(Refused) as refused:
        answer(world, code)
    assert refused.value.reason == first_sign_in.WRONG


def test_codes_are_not_guessed(world: World, bo: User) -> None:
    ask(world)
    [code] = codes(world)
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(5):
        with pytest.raises(Refused) as refused:
            answer(world, wrong)
        assert refused.value.reason == first_sign_in.WRONG
    with pytest.raises(Refused) as refused:
        answer(world, code)
    assert refused.value.details["retry_after_seconds"] == 30
    world.core.clock.advance(seconds=30)
    assert answer(world, code).return_to == "/device"


def test_nobodys_mailbox_is_filled(world: World, bo: User) -> None:
    for _ in range(3):
        ask(world)
    with pytest.raises(Refused) as refused:
        ask(world)
    assert refused.value.details["retry_after_seconds"] == 300
    assert len(codes(world)) == 3


def test_it_is_off_unless_it_is_switched_on(world: World, bo: User) -> None:
    ask(world)
    [code] = codes(world)
    settle(world, first_sign_in_code=False)
    with pytest.raises(NotFound):
        answer(world, code)
    with pytest.raises(NotFound):
        ask(world)


def test_a_password_that_was_set_meanwhile_makes_the_code_worth_nothing(world: World, bo: User) -> None:
    ask(world)
    world.set_password(bo)
    with pytest.raises(Refused):
        answer(world, codes(world)[0])


def test_its_events_are_those_of_a_sign_in(world: World, bo: User) -> None:
    ask(world)
    assert events.EVENT_SOURCE == "signin.amazonaws.com"
    answer(world, codes(world)[0])
    [verified] = world.events("VerifyEmail")
    assert verified["userIdentity"]["onBehalfOf"]["userId"] == bo.user_id
