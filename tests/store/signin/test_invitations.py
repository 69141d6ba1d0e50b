"""Invitations: made, mailed, used once, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from gatepost.core import mailing
from gatepost.core.queue import store as queue
from gatepost.core.signin import invitations, links, passwords, sessions, store
from gatepost.core.signin.links import EXPIRED, UNKNOWN, USED
from gatepost.core.signin.outcomes import SignedIn
from gatepost.kit.errors import Refused
from gatepost.kit.secret import Secret
from tests.store.signin.conftest import PASSWORD, Browser, World

NEW_PASSWORD = Secret("quite another set of words")
NEW_HASH = passwords.hash_password(NEW_PASSWORD)


def invite(world: World) -> Secret:
    return world.core.write(lambda call: links.make(call, world.ada.user_id))[1]


def use(world: World, token: Secret, browser: Browser) -> SignedIn:
    step = world.core.write(lambda call: invitations.use(call, token, NEW_HASH, visit=browser.visit))
    assert isinstance(step, SignedIn)
    return step


def why_not(world: World, token: Secret, browser: Browser) -> str | None:
    """Return why an invitation is refused: opening it and using it must agree."""
    reasons = set()
    for attempt in (
        lambda: world.core.read(lambda call: invitations.require_open(call, token)),
        lambda: use(world, token, browser),
    ):
        try:
            attempt()
        except Refused as refused:
            reasons.add(refused.reason)
        else:
            reasons.add(None)
    assert len(reasons) == 1
    return reasons.pop()


def mails(world: World) -> list[tuple[str, str, dict[str, str]]]:
    runtime = world.core.runtime
    jobs = runtime.database.read(lambda tx: queue.due_jobs(tx, mailing.SEND_MAIL, world.core.clock.now(), 10))
    return [
        (to, template, dict(context))
        for to, template, context in (mailing.open_letter(runtime.vault, job.payload) for job in jobs)
    ]


def test_a_token_has_256_bits_and_is_stored_as_a_digest_only(world: World) -> None:
    token = invite(world)
    assert len(token.reveal().removeprefix("gpi_")) == 43
    rows = world.core.runtime.database.read(lambda tx: tx.all(store.invitations.invitations.select()))
    assert token.reveal() not in repr(rows)


def test_an_invitation_holds_for_seven_days(world: World, browser: Browser) -> None:
    invitation, token = world.core.write(lambda call: links.make(call, world.ada.user_id))
    assert invitation.expires_at == world.core.clock.now() + timedelta(days=7)
    world.core.clock.advance(days=7, seconds=-1)
    assert world.core.read(lambda call: invitations.require_open(call, token))[1] == world.ada
    world.core.clock.advance(seconds=1)
    assert why_not(world, token, browser) == EXPIRED


def test_opening_an_invitation_changes_nothing(world: World, browser: Browser) -> None:
    token = invite(world)
    for _ in range(3):
        world.core.read(lambda call: invitations.require_open(call, token))
    use(world, token, browser)


def test_using_it_sets_the_password_and_signs_in(world: World, browser: Browser) -> None:
    signed_in = use(world, invite(world), browser)
    assert signed_in.session.person.user_id == world.ada.user_id
    assert signed_in.return_to == "/"
    assert world.core.read(lambda call: sessions.find(call, signed_in.token)) is not None
    assert browser.is_refused("ada", PASSWORD)
    browser.sign_in("ada", NEW_PASSWORD)


def test_it_works_once(world: World, browser: Browser) -> None:
    token = invite(world)
    use(world, token, browser)
    assert why_not(world, token, browser) == USED
    world.core.clock.advance(days=8)
    assert why_not(world, token, browser) == USED


def test_of_two_uses_at_the_same_moment_one_wins(world: World, browser: Browser) -> None:
    token = invite(world)

    def attempt(_: int) -> str | None:
        try:
            use(world, token, browser)
        except Refused as refused:
            return refused.reason
        return None

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(attempt, range(8)))
    assert outcomes.count(None) == 1
    assert outcomes.count(USED) == 7


def test_a_newer_invitation_replaces_the_older(world: World, browser: Browser) -> None:
    older, newer = invite(world), invite(world)
    assert why_not(world, older, browser) == UNKNOWN
    use(world, newer, browser)


def test_a_token_that_never_was_is_unknown(world: World, browser: Browser) -> None:
    invite(world)
    assert why_not(world, Secret("gpi_" + "x" * 43), browser) == UNKNOWN


def test_a_disabled_person_learns_nothing(world: World, browser: Browser) -> None:
    token = invite(world)
    world.disable(world.ada)
    assert why_not(world, token, browser) == UNKNOWN


def test_a_deleted_persons_invitation_goes_with_them(world: World, browser: Browser) -> None:
    token = invite(world)
    world.delete(world.ada)
    assert why_not(world, token, browser) == UNKNOWN


def test_using_it_ends_the_sessions_that_the_old_password_opened(world: World, browser: Browser) -> None:
    before = browser.sign_in()
    after = use(world, invite(world), browser)
    assert world.core.read(lambda call: sessions.find(call, before.token)) is None
    assert world.core.read(lambda call: sessions.find(call, after.token)) is not None


def test_the_browser_that_used_it_is_known(world: World, browser: Browser) -> None:
    known = browser.with_cookie(use(world, invite(world), browser).visit)
    for number in range(1, 60):
        browser.elsewhere(f"192.0.2.{number}").is_refused()
    known.sign_in("ada", NEW_PASSWORD)


def test_using_it_leaves_events_of_its_person(world: World, browser: Browser) -> None:
    token = invite(world)
    use(world, token, browser)
    events = {event["eventName"]: event for event in world.events(user_name="ada")}
    assert events["UserAuthentication"]["userIdentity"]["onBehalfOf"]["userId"] == world.ada.user_id
    assert token.reveal() not in repr(world.events())


def test_a_job_invites_by_mail(world: World) -> None:
    world.core.write(lambda call: invitations.send_invitation(call, {"user_id": world.ada.user_id}))
    [(to, template, context)] = mails(world)
    assert (to, template) == ("ada@example.com", "invitation")
    assert context["user_name"] == "ada"
    assert context["display_name"] == world.ada.display_name
    address, token = context["invitation_url"].rsplit("/", 1)
    assert address == "http://localhost:8080/invitation"
    assert world.core.read(lambda call: invitations.require_open(call, Secret(token)))[1] == world.ada
    assert datetime.fromisoformat(context["expires_at"]) == world.core.clock.now() + timedelta(days=7)


@pytest.mark.parametrize("who", ["gone", "disabled", "without an address"])
def test_a_job_for_somebody_who_cannot_be_invited_sends_nothing(world: World, who: str) -> None:
    bob = world.person("bob", None if who == "without an address" else "bob@example.com")
    if who == "gone":
        world.delete(bob)
    elif who == "disabled":
        world.disable(bob)
    world.core.write(lambda call: invitations.send_invitation(call, {"user_id": bob.user_id}))
    assert mails(world) == []
