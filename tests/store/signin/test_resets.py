"""Forgotten passwords: who asks learns nothing, and the link goes where it should, on both databases."""

from datetime import timedelta

import pytest

from gatepost.core import mailing
from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.queue import store as queue
from gatepost.core.signin import invitations, links, passwords, resets
from gatepost.core.signin.model import LinkPurpose
from gatepost.core.signin.outcomes import SignedIn
from gatepost.kit.errors import Conflict, Refused
from gatepost.kit.secret import Secret
from tests.store.signin.conftest import PASSWORD, Browser, World

NEW_PASSWORD = Secret("quite another set of words")
NEW_HASH = passwords.hash_password(NEW_PASSWORD)


def ask(world: World, login: str) -> None:
    """Ask for a link, and do the job that sends it."""

    def send(call: Call) -> None:
        for job in queue.due_jobs(call.tx, resets.SEND_RESET, call.now, 10):
            resets.send_asked(call, job.payload)
            queue.delete_job(call.tx, job.job_id)

    world.core.write(lambda call: resets.ask(call, login))
    world.core.write(send)


def mails(world: World) -> list[tuple[str, str, dict[str, str]]]:
    runtime = world.core.runtime
    jobs = runtime.database.read(lambda tx: queue.due_jobs(tx, mailing.SEND_MAIL, world.core.clock.now(), 10))
    return [
        (to, template, dict(context))
        for to, template, context in (mailing.open_letter(runtime.vault, job.payload) for job in jobs)
    ]


def token_in(world: World) -> Secret:
    [(_, _, context)] = mails(world)
    return Secret(context["reset_url"].rpartition("/")[2])


@pytest.mark.parametrize("login", ["ada", " ADA ", "ada@example.com"])
def test_the_link_goes_to_the_persons_own_address(world: World, login: str) -> None:
    ask(world, login)
    [(to, template, context)] = mails(world)
    assert (to, template) == ("ada@example.com", "password_reset")
    assert context["user_name"] == "ada"
    assert "/reset-password/gpi_" in context["reset_url"]


def test_the_link_sets_a_password_once_within_an_hour(world: World, browser: Browser) -> None:
    earlier = browser.sign_in()
    ask(world, "ada")
    token = token_in(world)
    world.core.clock.advance(minutes=59)

    step = world.core.write(lambda call: invitations.use(call, token, NEW_HASH, visit=browser.visit))

    assert isinstance(step, SignedIn)
    assert step.session.session_id != earlier.session.session_id
    assert browser.is_refused("ada", PASSWORD)
    browser.sign_in("ada", NEW_PASSWORD)
    with pytest.raises(Refused, match="has been used"):
        world.core.read(lambda call: invitations.require_open(call, token))


def test_after_an_hour_it_has_expired(world: World) -> None:
    ask(world, "ada")
    token = token_in(world)
    world.core.clock.advance(hours=1)
    with pytest.raises(Refused, match="has expired"):
        world.core.read(lambda call: invitations.require_open(call, token))
    assert LinkPurpose.RESET.lifetime == timedelta(hours=1)


def test_asking_changes_no_password(world: World, browser: Browser) -> None:
    ask(world, "ada")
    browser.sign_in("ada", PASSWORD)


def test_an_invitation_stays_open_whoever_asks(world: World) -> None:
    _, invitation = world.core.write(lambda call: links.make(call, world.ada.user_id))
    ask(world, "ada")
    assert world.core.read(lambda call: invitations.require_open(call, invitation))[1] == world.ada


def test_one_link_that_is_used_ends_the_others(world: World, browser: Browser) -> None:
    _, invitation = world.core.write(lambda call: links.make(call, world.ada.user_id))
    ask(world, "ada")
    world.core.write(lambda call: invitations.use(call, token_in(world), NEW_HASH, visit=browser.visit))
    with pytest.raises(Refused, match="is not known"):
        world.core.read(lambda call: invitations.require_open(call, invitation))


@pytest.mark.parametrize("login", ["nobody", "", "ada\r\nBcc: all@example.com", "x" * 300])
def test_nobody_gets_nothing_and_the_answer_is_the_same(world: World, login: str) -> None:
    ask(world, login)
    assert mails(world) == []
    [event] = world.events("Call")[-1:]
    assert "errorCode" not in event


def test_a_disabled_person_gets_nothing(world: World) -> None:
    world.disable(world.ada)
    ask(world, "ada")
    assert mails(world) == []


def test_somebody_without_an_address_gets_nothing(world: World) -> None:
    world.person("grace", None)
    ask(world, "grace")
    assert mails(world) == []


@pytest.mark.parametrize("login", ["ada", "nobody"])
def test_a_name_that_is_asked_for_too_often_waits(world: World, login: str) -> None:
    for _ in range(3):
        ask(world, login)
    with pytest.raises(Refused) as refused:
        ask(world, login)
    assert refused.value.details["retry_after_seconds"] == 300
    world.core.clock.advance(minutes=5)
    ask(world, login)


def test_what_was_typed_lies_sealed(world: World) -> None:
    world.core.write(lambda call: resets.ask(call, "my secret password"))
    jobs = world.core.runtime.database.read(
        lambda tx: queue.due_jobs(tx, resets.SEND_RESET, world.core.clock.now(), 10)
    )
    assert "my secret password" not in repr(jobs)


def test_an_administrator_is_told_why_no_link_can_be_sent(world: World) -> None:
    grace = world.person("grace", None)
    with pytest.raises(Conflict, match="no e-mail address"):
        world.core.write(lambda call: resets.send(call, grace))
    world.disable(world.ada)
    ada = world.core.read(lambda call: users.get(call, world.instance.identity_store_id, world.ada.user_id))
    with pytest.raises(Conflict, match="is disabled"):
        world.core.write(lambda call: resets.send(call, ada))
