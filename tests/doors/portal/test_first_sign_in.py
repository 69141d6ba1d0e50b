"""The pages of somebody who signs in for the first time, by a code from a mail."""

import re

import pytest

from gatepost.core.directory import users
from gatepost.core.directory.model import UserAttributes
from tests.doors.portal.conftest import Browser, Installation
from tests.doors.portal.test_second_factor import settle

PAGE, CODE = "/first-sign-in", "/first-sign-in/code"
PASSWORD = "quite another set of words"


@pytest.fixture
def newcomer(gatepost: Installation) -> None:
    """Somebody whom a program has made, who was not invited; the instance offers a code."""
    settle(gatepost, first_sign_in_code=True)
    store_id = gatepost.made.instance.identity_store_id
    person = UserAttributes.person(user_name="maria", given_name="Maria", family_name="Ito", email="maria@example.com")
    gatepost.write(lambda call: users.create(call, identity_store_id=store_id, attributes=person, invite=False))


def ask(browser: Browser, name: str = "maria") -> str:
    browser.get(f"{PAGE}?return_to=/security")
    browser.submit({"user_name": name}, at=PAGE)
    return browser.text()


def code_in(gatepost: Installation) -> str:
    gatepost.work()
    subject = gatepost.mails()[-1]["Subject"]
    found = re.match(r"\d{6}", subject)
    assert found is not None
    return found[0]


@pytest.mark.usefixtures("newcomer")
def test_a_newcomer_gets_in_by_the_code_and_a_password(gatepost: Installation, browser: Browser) -> None:
    browser.get("/sign-in?return_to=/security")
    assert "Here for the first time" in browser.text()
    assert "six digits is on its way" in ask(browser)
    browser.submit({"code": code_in(gatepost)}, at=CODE)
    link = browser.page.location
    assert link.startswith("/reset-password/gpi_")
    browser.get(link)
    browser.submit({"password": PASSWORD, "password_again": PASSWORD}, at=link)
    assert browser.page.location == "/security"
    assert gatepost.browser().sign_in("maria", PASSWORD).location == "/"
    events = gatepost.events("CredentialVerification")
    assert "EMAIL_OTP" in {event["additionalEventData"]["CredentialType"] for event in events}


@pytest.mark.usefixtures("newcomer")
def test_the_answer_is_the_same_for_everybody(gatepost: Installation, browser: Browser) -> None:
    answers = {ask(gatepost.browser(), name).replace(name, "…") for name in ("maria", "admin", "nobody")}
    assert len(answers) == 1
    gatepost.work()
    assert len(gatepost.mails()) == 1


@pytest.mark.usefixtures("newcomer")
@pytest.mark.parametrize(
    "code", ["", "000", "x" * 5_000, "<script>alert(1)</script>", "\u202e123456", "🦊🦊🦊🦊🦊🦊", "1\r\n2"]
)
def test_a_wrong_code_is_told_and_the_name_is_kept(browser: Browser, code: str) -> None:
    ask(browser)
    assert browser.submit({"code": code}, at=CODE).status_code == 400
    assert "This is not the code of the last mail" in browser.text()
    assert browser.fields()["user_name"] == "maria"
    assert "script>alert" not in browser.page.text


@pytest.mark.usefixtures("newcomer")
@pytest.mark.parametrize("name", ["x" * 5_000, "<b>maria</b>", "maria\r\nBcc: x@example.com", "\u202eairam", "🦊"])
def test_hostile_names_are_names_of_nobody(gatepost: Installation, browser: Browser, name: str) -> None:
    assert "six digits is on its way" in ask(browser, name)
    assert "<b>maria" not in browser.page.text
    gatepost.work()
    assert gatepost.mails() == []


@pytest.mark.usefixtures("newcomer")
def test_forms_of_another_browser_or_of_yesterday_are_refused(gatepost: Installation, browser: Browser) -> None:
    other = gatepost.browser()
    for each in (browser, other):
        each.get(PAGE)
    assert browser.post(PAGE, {**other.fields(), "user_name": "maria"}).status_code == 403
    ask(browser)
    form = {**browser.fields(), "code": code_in(gatepost)}
    assert gatepost.browser().post(CODE, form).status_code == 403
    assert browser.post(CODE, form).status_code == 303
    assert browser.post(CODE, form).location == "/sign-in"
    gatepost.clock.advance(days=2)
    assert browser.post(CODE, form).status_code == 403


def test_where_it_is_not_offered_there_is_no_such_page(gatepost: Installation, browser: Browser) -> None:
    browser.get("/sign-in")
    assert "Here for the first time" not in browser.text()
    form = {**browser.fields(), "user_name": "maria"}
    assert browser.get(PAGE).status_code == 404
    assert browser.post(PAGE, form).status_code == 404
