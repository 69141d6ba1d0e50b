"""Links that prove an address, and change it to another one, on both databases."""

import pytest

from gatepost.core.directory import users
from gatepost.core.directory.model import User
from gatepost.core.signin import email_links, invitations, links, passwords, signin_settings, verified_emails
from gatepost.core.signin.model import LinkPurpose
from gatepost.kit.errors import Conflict, Denied, Invalid, Refused
from gatepost.kit.secret import Secret
from tests.store.signin.conftest import Browser, World
from tests.store.signin.test_resets import mails


def send(world: World, user: User) -> None:
    world.core.write(lambda call: email_links.send(call, world.instance.identity_store_id, user.user_id))


def tokens(world: World) -> list[Secret]:
    """Return the tokens that were mailed, the first first."""
    return [
        Secret(context["verify_url"].rpartition("/")[2])
        for _, template, context in mails(world)
        if template == "verify_email"
    ]


def confirm(world: World, token: Secret) -> User:
    return world.core.write(lambda call: email_links.confirm(call, token))


def is_verified(world: World, user: User) -> bool:
    now = world.core.read(lambda call: users.get(call, world.instance.identity_store_id, user.user_id))
    return world.core.read(lambda call: verified_emails.find(call, now)) is not None


def allow_change(world: World) -> None:
    world.core.write(lambda call: signin_settings.change(call, world.instance.instance_id, {"email_change": True}))


def ask_for_change(world: World, browser: Browser, address: str) -> None:
    """Ask as Ada who has just signed in."""
    world.own(browser.sign_in().session, lambda call: email_links.ask_for_change(call, address))


def test_the_link_proves_the_address_once_within_a_day(world: World) -> None:
    send(world, world.ada)
    assert not is_verified(world, world.ada)
    [token] = tokens(world)
    world.core.clock.advance(hours=23)
    confirm(world, token)
    assert is_verified(world, world.ada)
    with pytest.raises(Refused, match="has been used"):
        confirm(world, token)
    [event] = world.events("VerifyEmail")
    assert event["userIdentity"]["onBehalfOf"]["userId"] == world.ada.user_id
    with pytest.raises(Conflict):
        send(world, world.ada)


def test_the_link_expires_and_a_newer_one_replaces_it(world: World) -> None:
    send(world, world.ada)
    send(world, world.ada)
    older, newer = tokens(world)
    with pytest.raises(Refused, match="not known"):
        confirm(world, older)
    world.core.clock.advance(days=1)
    with pytest.raises(Refused, match="has expired"):
        confirm(world, newer)


def test_a_link_of_one_kind_is_none_of_another(world: World, browser: Browser) -> None:
    """Who reads the mail about an address must not set a password by it, nor the other way round."""
    send(world, world.ada)
    [token] = tokens(world)
    with pytest.raises(Refused, match="not known"):
        world.core.write(lambda call: invitations.use(call, token, passwords.NO_PASSWORD, visit=browser.visit))
    _, reset = world.core.write(lambda call: links.make(call, world.ada.user_id, LinkPurpose.RESET))
    with pytest.raises(Refused, match="not known"):
        confirm(world, reset)


def test_another_address_is_not_proved_by_the_first(world: World) -> None:
    send(world, world.ada)
    confirm(world, tokens(world)[0])
    store_id = world.instance.identity_store_id
    world.core.write(
        lambda call: users.update(
            call,
            identity_store_id=store_id,
            user_id=world.ada.user_id,
            change=lambda before: before.with_primary_email("ada@elsewhere.example"),
        )
    )
    assert not is_verified(world, world.ada)


def test_a_reset_by_mail_proves_the_address_too(world: World, browser: Browser) -> None:
    made, token = world.core.write(
        lambda call: links.make(call, world.ada.user_id, LinkPurpose.RESET, mailed_to="ada@example.com")
    )
    assert made.address == "ada@example.com"
    world.core.write(lambda call: invitations.use(call, token, passwords.NO_PASSWORD, visit=browser.visit))
    assert is_verified(world, world.ada)


def test_people_change_their_address_where_that_is_allowed(world: World, browser: Browser) -> None:
    with pytest.raises(Denied):
        ask_for_change(world, browser, "ada@new.example")
    allow_change(world)
    ask_for_change(world, browser, " Ada@New.example ")
    told_by = {template: to for to, template, _ in mails(world)}
    assert told_by == {"security_notice": "ada@example.com", "verify_email": "Ada@New.example"}
    wanted = world.core.read(lambda call: email_links.find_wanted(call, world.ada))
    assert wanted == "Ada@New.example"
    changed = confirm(world, tokens(world)[0])
    assert (changed.primary_email, changed.updated_by) == ("Ada@New.example", world.ada.arn)
    assert is_verified(world, world.ada)
    [told] = [to for to, _, context in mails(world) if context.get("notice") == "email_changed"]
    assert told == "ada@example.com"
    browser.sign_in("ada@new.example")


def test_an_address_of_somebody_else_is_taken_and_nothing_says_so_before(world: World, browser: Browser) -> None:
    allow_change(world)
    world.person("bo", "bo@example.com")
    ask_for_change(world, browser, "BO@example.com")
    with pytest.raises(Refused) as refused:
        confirm(world, tokens(world)[0])
    assert refused.value.reason == email_links.TAKEN
    browser.sign_in("ada@example.com")


def test_a_reset_ends_a_change_that_somebody_else_may_have_begun(world: World, browser: Browser) -> None:
    allow_change(world)
    ask_for_change(world, browser, "thief@elsewhere.example")
    _, reset = world.core.write(lambda call: links.make(call, world.ada.user_id, LinkPurpose.RESET))
    world.core.write(lambda call: invitations.use(call, reset, passwords.NO_PASSWORD, visit=browser.visit))
    with pytest.raises(Refused, match="not known"):
        confirm(world, tokens(world)[0])


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "ada@",
        "@example.com",
        "ada@localhost",
        "ada@example.com, bo@example.com",
        "ada@example.com\r\nBcc: bo@example.com",
        "ada@exam\u202eple.com",
        "<ada@example.com>",
        "a" * 250 + "@example.com",
        "ada@example.com",
    ],
)
def test_what_is_no_other_address_is_not_mailed(world: World, browser: Browser, address: str) -> None:
    allow_change(world)
    with pytest.raises(Invalid):
        ask_for_change(world, browser, address)
    assert mails(world) == []


def test_it_needs_a_sign_in_that_has_just_been_and_no_hurry(world: World, browser: Browser) -> None:
    allow_change(world)
    session = browser.sign_in().session
    for number in range(5):
        world.own(session, lambda call, number=number: email_links.ask_for_change(call, f"ada{number}@new.example"))  # type: ignore[misc]
    with pytest.raises(Refused) as refused:
        world.own(session, lambda call: email_links.ask_for_change(call, "ada@new.example"))
    assert refused.value.details["retry_after_seconds"] == 60
    world.core.clock.advance(minutes=10)
    with pytest.raises(Refused) as refused:
        world.own(session, lambda call: email_links.ask_for_change(call, "ada@new.example"))
    assert refused.value.reason == "FreshSignInRequired"


def test_who_is_disabled_or_has_no_address_gets_no_link(world: World) -> None:
    with pytest.raises(Conflict):
        send(world, world.person("bo", None))
    world.disable(world.ada)
    with pytest.raises(Conflict):
        send(world, world.ada)
