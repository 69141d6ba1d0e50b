"""The invitation's page, from outside."""

import pytest
from lxml import html

from tests.doors.portal.conftest import PASSWORD, Browser, Installation

NEW_PASSWORD = "quite another set of words"


def accept(browser: Browser, link: str, password: str = NEW_PASSWORD, again: str | None = None) -> int:
    browser.get(link)
    fields = {"password": password, "password_again": password if again is None else again}
    return browser.submit(fields, at=link).status_code


def test_the_link_opens_a_form_for_its_person(gatepost: Installation, browser: Browser) -> None:
    page = browser.get(gatepost.invite())
    assert page.status_code == 200
    assert "you sign in as admin or with admin@example.com" in browser.text()
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    fields = html.fromstring(page.text).findall(".//input[@type='password']")
    assert [(each.get("name"), each.get("autocomplete")) for each in fields] == [
        ("password", "new-password"),
        ("password_again", "new-password"),
    ]


def test_a_password_is_set_and_the_person_is_in(gatepost: Installation, browser: Browser) -> None:
    assert accept(browser, gatepost.invite()) == 303
    assert browser.page.location == "/"
    assert browser.get("/").status_code == 200
    assert "AdministratorAccess" in browser.text()
    assert gatepost.browser().sign_in(password=NEW_PASSWORD).status_code == 303
    assert gatepost.browser().sign_in(password=PASSWORD).status_code == 400


def test_opening_the_link_changes_nothing(gatepost: Installation, browser: Browser) -> None:
    link = gatepost.invite()
    for _ in range(3):
        gatepost.browser().get(link)
        gatepost.browser().head(link)
    assert accept(browser, link) == 303


def test_the_link_works_once(gatepost: Installation, browser: Browser) -> None:
    link = gatepost.invite()
    late = gatepost.browser()
    late.get(link)
    accept(browser, link)
    assert gatepost.browser().get(link).status_code == 410
    again = {"password": "a third set of many words", "password_again": "a third set of many words"}
    assert late.submit(again, at=link).status_code == 410
    assert "has been used" in late.text()
    assert late.cookie("gatepost") is None
    assert gatepost.browser().sign_in(password="a third set of many words").status_code == 400


def test_the_link_expires(gatepost: Installation, browser: Browser) -> None:
    link = gatepost.invite()
    gatepost.clock.advance(days=7)
    assert browser.get(link).status_code == 410
    assert "has expired" in browser.text()


def test_a_newer_link_replaces_it(gatepost: Installation, browser: Browser) -> None:
    older, newer = gatepost.invite(), gatepost.invite()
    assert browser.get(older).status_code == 404
    assert "is not known" in browser.text()
    assert accept(browser, newer) == 303


@pytest.mark.parametrize("token", ["x", "gpi_" + "x" * 43, "x" * 5_000, "%F0%9F%A6%8A", "..%2F"])
def test_an_unknown_link_is_unknown(browser: Browser, token: str) -> None:
    assert browser.get(f"/invitation/{token}").status_code == 404


def test_a_disabled_person_cannot_use_it(gatepost: Installation, browser: Browser) -> None:
    link = gatepost.invite()
    browser.get(link)
    gatepost.disable_admin()
    fields = {"password": NEW_PASSWORD, "password_again": NEW_PASSWORD}
    assert browser.submit(fields, at=link).status_code == 404
    assert browser.cookie("gatepost") is None


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "Use at least 15 characters."),
        ("kT9 vQ2-zW7_mX", "Use at least 15 characters."),
        ("passwordpassword", "This is one of the passwords that are guessed first. Choose another."),
        ("admin@example.com", "Leave out your own name and address, and the organisation's name, or add to them."),
        ("x" * 1_025, "Use at most 1024 characters."),
    ],
)
def test_a_password_that_is_not_accepted(
    gatepost: Installation, browser: Browser, password: str, sentence: str
) -> None:
    link = gatepost.invite()
    assert accept(browser, link, password) == 400
    assert sentence in browser.text()
    assert browser.cookie("gatepost") is None
    assert accept(browser, link) == 303


def test_two_different_passwords_are_not_accepted(gatepost: Installation, browser: Browser) -> None:
    assert accept(browser, gatepost.invite(), again="quite another set of word") == 400
    assert "The two passwords are not the same." in browser.text()


@pytest.mark.parametrize("length", [64, 200, 1_024])
def test_long_passwords_are_accepted_whole(gatepost: Installation, browser: Browser, length: int) -> None:
    password = ("correct horse battery staple " * 40)[: length - 1]
    assert accept(browser, gatepost.invite(), password + "!") == 303
    assert gatepost.browser().sign_in(password=password + "?").status_code == 400
    assert gatepost.browser().sign_in(password=password + "!").status_code == 303


def test_a_reset_ends_the_sessions_before_it(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    assert accept(gatepost.browser(), gatepost.invite()) == 303
    assert browser.get("/").status_code == 303


def test_a_form_without_its_token_is_refused(gatepost: Installation, browser: Browser) -> None:
    link = gatepost.invite()
    browser.get(link)
    fields = {"password": NEW_PASSWORD, "password_again": NEW_PASSWORD}
    assert gatepost.browser().post(link, fields).status_code == 403
    assert browser.submit(fields | {"csrf_token": "1.2"}, at=link).status_code == 403
    assert accept(browser, link) == 303


def test_a_use_is_recorded_without_its_secrets(gatepost: Installation, browser: Browser) -> None:
    link = gatepost.invite()
    accept(browser, link, "canary canary canary canary")
    [set_] = gatepost.events("UpdatePassword")
    assert set_["eventSource"] == "sso-directory.amazonaws.com"
    assert set_["userIdentity"]["onBehalfOf"]["userId"] == gatepost.made.admin.user_id
    browser.get(link)
    everything = str([gatepost.events(name) for name in ("UpdatePassword", "DescribeInvitation", "UserAuthentication")])
    assert "canary" not in everything
    assert link.rpartition("/")[2] not in everything


def test_no_log_line_holds_the_link(
    gatepost: Installation, browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    link = gatepost.invite()
    capsys.readouterr()
    accept(browser, link)
    browser.get(link)
    logged = capsys.readouterr()
    assert "/invitation/" in logged.out
    assert link not in logged.out + logged.err
