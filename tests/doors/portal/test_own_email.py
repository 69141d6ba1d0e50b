"""A person has their own address confirmed, or changes it, in the portal."""

import re

import pytest

from gatepost.core.signin import signin_settings
from tests.doors.portal.conftest import Browser, Installation

CONFIRM = ".//form[@action='/profile/email/verification']"
PAGE = "/profile/email"


def allow_change(gatepost: Installation) -> None:
    instance_id = gatepost.made.instance.instance_id
    gatepost.write(lambda call: signin_settings.change(call, instance_id, {"email_change": True}))


def link_to(gatepost: Installation, address: str) -> str:
    """Return the link of the last mail to an address."""
    gatepost.work()
    mail = [each for each in gatepost.mails() if each["To"] == address][-1].get_body(("plain",))
    assert mail is not None
    found = re.search(r"/verify-email/\S+", mail.get_content())
    assert found is not None
    return found[0]


def test_the_address_is_confirmed_by_a_mail(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    browser.get("/profile")
    assert "admin@example.com Not confirmed" in browser.text()
    assert browser.submit({}, at="/profile/email/verification", form=CONFIRM).location == "/profile?done=email-sent"
    link = link_to(gatepost, "admin@example.com")
    other = gatepost.browser()
    other.get(link)
    other.submit({}, at=link)
    browser.get("/profile")
    assert "admin@example.com Confirmed" in browser.text()
    assert "Confirm it" not in browser.text()


def test_it_is_not_asked_for_without_end(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    browser.get("/profile")
    for _ in range(5):
        assert browser.submit({}, at="/profile/email/verification", form=CONFIRM).status_code == 303
        browser.get("/profile")
    assert browser.submit({}, at="/profile/email/verification", form=CONFIRM).status_code == 429


def test_the_address_is_changed_by_a_link_to_the_new_one(gatepost: Installation, browser: Browser) -> None:
    allow_change(gatepost)
    browser.sign_in()
    browser.get(PAGE)
    assert browser.submit({"email": "new@example.com"}, at=PAGE).location == "/profile?done=email-asked"
    browser.get("/profile")
    assert "You have asked to change it to new@example.com" in browser.text()
    assert gatepost.browser().sign_in("new@example.com").status_code == 400
    link = link_to(gatepost, "new@example.com")
    browser.get(link)
    browser.submit({}, at=link)
    assert gatepost.browser().sign_in("new@example.com").location == "/"
    assert gatepost.browser().sign_in("admin@example.com").status_code == 400
    gatepost.work()
    told = [mail["Subject"].partition(" at ")[0] for mail in gatepost.mails() if mail["To"] == "admin@example.com"]
    assert sorted(told) == ["Another e-mail address was asked for", "Your e-mail address was changed"]


@pytest.mark.parametrize(
    "typed", ["", "nobody", "a@b", "<script>alert(1)</script>@example.com", "a@exam\u202eple.com", "🦊", "x" * 5_000]
)
def test_what_is_no_address_is_kept_to_be_mended(gatepost: Installation, browser: Browser, typed: str) -> None:
    allow_change(gatepost)
    browser.sign_in()
    browser.get(PAGE)
    assert browser.submit({"email": typed}, at=PAGE).status_code == 400
    assert "This is not an e-mail address" in browser.text()
    assert browser.fields()["email"] == typed[:320]
    gatepost.work()
    assert gatepost.mails() == []


def test_line_breaks_make_no_second_header(gatepost: Installation, browser: Browser) -> None:
    allow_change(gatepost)
    browser.sign_in()
    browser.get(PAGE)
    assert browser.submit({"email": "a@example.com\r\nBcc: b@example.com"}, at=PAGE).status_code == 400
    gatepost.work()
    assert gatepost.mails() == []


def test_it_needs_a_sign_in_that_has_just_been(gatepost: Installation, browser: Browser) -> None:
    allow_change(gatepost)
    browser.sign_in()
    browser.get(PAGE)
    form = {**browser.fields(), "email": "new@example.com"}
    gatepost.clock.advance(minutes=11)
    again = "/sign-in?fresh=1&return_to=%2Fprofile%2Femail"
    assert browser.get(PAGE).location == again
    assert browser.post(PAGE, form).location == again


def test_where_people_may_not_change_it_there_is_no_way(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    browser.get("/profile")
    assert "Change it" not in browser.text()
    assert browser.get(PAGE).status_code == 403
    browser.get("/profile")
    form = {**browser.fields(CONFIRM), "email": "new@example.com"}
    assert browser.post(PAGE, form).status_code == 403
    assert "looks after the addresses" in browser.text()


def test_a_form_of_another_session_is_refused(gatepost: Installation, browser: Browser) -> None:
    allow_change(gatepost)
    other = gatepost.browser()
    for each in (browser, other):
        each.sign_in()
        each.get(PAGE)
    stolen = {**other.fields(), "email": "thief@example.com"}
    assert browser.post(PAGE, stolen).status_code == 403
    gatepost.clock.advance(hours=9)
    assert browser.post(PAGE, stolen).location == "/sign-in?return_to=%2Fprofile%2Femail"
