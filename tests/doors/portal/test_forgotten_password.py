"""A forgotten password, from outside."""

import email
import re
from email import policy

import pytest

from gatepost import app
from tests.doors.portal.conftest import PASSWORD, Browser, Installation
from tests.doors.portal.test_second_factor import FACTOR, add_app

PAGE = "/forgot-password"
NEW_PASSWORD = "quite another set of words"


def ask(browser: Browser, user_name: str) -> int:
    browser.get(PAGE)
    return browser.submit({"user_name": user_name}, at=PAGE).status_code


def link_of(gatepost: Installation) -> str:
    """Send what is to be sent, and return the path of the link in the newest mail."""
    app.make_runner(gatepost.runtime).drain()
    mails = sorted((gatepost.runtime.settings.data_dir / "mail").iterdir(), key=lambda file: file.stat().st_mtime_ns)
    text = email.message_from_bytes(mails[-1].read_bytes(), policy=policy.default).get_body(("plain",))
    assert text is not None
    found = re.search(r"(/reset-password/gpi_[\w-]{43})\s", text.get_content())
    assert found is not None
    return found[1]


def test_the_way_back_in(gatepost: Installation, browser: Browser) -> None:
    browser.get("/sign-in")
    assert f'href="{PAGE}"' in browser.page.text
    assert ask(browser, "admin") == 200
    link = link_of(gatepost)
    page = browser.get(link)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "A new password" in browser.text()
    again = {"password": NEW_PASSWORD, "password_again": NEW_PASSWORD}
    assert browser.submit(again, at=link).status_code == 303
    assert browser.get("/").status_code == 200
    assert gatepost.browser().sign_in(password=NEW_PASSWORD).status_code == 303
    assert gatepost.browser().sign_in(password=PASSWORD).status_code == 400
    browser.get(link)
    assert "This link has been used" in browser.text()


def test_a_new_password_does_not_stand_in_for_the_second_factor(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    app_of_person, _ = add_app(gatepost, browser)
    stranger = gatepost.browser("203.0.113.9")
    ask(stranger, "admin")
    link = link_of(gatepost)
    stranger.get(link)
    again = {"password": NEW_PASSWORD, "password_again": NEW_PASSWORD}
    assert stranger.submit(again, at=link).location == FACTOR
    assert stranger.cookie("gatepost") is None
    stranger.get(FACTOR)
    assert stranger.submit({"code": app_of_person.code(gatepost.clock.now())}, at=FACTOR).location == "/"


def test_known_and_unknown_names_get_the_same_answer(gatepost: Installation) -> None:
    gatepost.person("maria")
    answers = []
    for name in ("maria", "mario"):
        browser = gatepost.browser()
        assert ask(browser, name) == 200
        answers.append(browser.page.text.replace(name, "NAME"))
    assert answers[0] == answers[1]


def test_an_expired_link_offers_another(gatepost: Installation, browser: Browser) -> None:
    ask(browser, "admin")
    link = link_of(gatepost)
    gatepost.clock.advance(hours=1)
    assert browser.get(link).status_code == 410
    assert f'href="{PAGE}"' in browser.page.text


def test_whoever_asks_too_often_is_told_to_wait(browser: Browser) -> None:
    for _ in range(3):
        assert ask(browser, "admin") == 200
    assert ask(browser, "admin") == 429
    assert browser.page.headers["Retry-After"] == "300"
    assert browser.fields()["user_name"] == "admin"


@pytest.mark.parametrize("name", ["", "   "])
def test_nothing_typed_is_told_at_the_field(browser: Browser, name: str) -> None:
    assert ask(browser, name) == 400
    assert "Type your user name or e-mail address." in browser.text()


def test_a_form_from_elsewhere_asks_for_nothing(browser: Browser) -> None:
    assert browser.post(PAGE, {"user_name": "admin"}).status_code == 403


def test_the_request_is_recorded_and_names_nobody(gatepost: Installation, browser: Browser) -> None:
    ask(browser, "admin")
    [event] = gatepost.events("ForgotPassword")
    assert event["eventSource"] == "signin.amazonaws.com"
    assert "admin" not in str(event.get("requestParameters"))


def test_no_log_line_holds_the_link(
    gatepost: Installation, browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(browser, "admin")
    link = link_of(gatepost)
    capsys.readouterr()
    browser.get(link)
    logged = capsys.readouterr()
    assert "/reset-password/" in logged.out + logged.err
    assert link.rpartition("/")[2] not in logged.out + logged.err
