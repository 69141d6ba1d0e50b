"""One-time passwords, made by an administrator's program and used by whom they are for."""

import pytest

from tests.doors.api.programs import Program
from tests.doors.portal.conftest import PASSWORD, Browser, Installation
from tests.doors.portal.test_second_factor import add_app

OWN = "quite another set of words"


def make(gatepost: Installation, administrator: Program) -> str:
    answer = administrator.send("POST", f"/users/{gatepost.made.admin.user_id}/one-time-password")
    assert answer.status_code == 201
    assert answer.json is not None
    return str(answer.json["password"])


def choose(browser: Browser, password: str = OWN) -> None:
    """Choose a password on the page that the browser was sent to."""
    link = browser.page.location
    browser.get(link)
    browser.submit({"password": password, "password_again": password}, at=link)


def test_it_is_told_once_and_leads_to_a_password_of_ones_own(
    gatepost: Installation, browser: Browser, administrator: Program
) -> None:
    password = make(gatepost, administrator)
    gatepost.clock.advance(days=6)
    browser.sign_in(password=password, return_to="/security")
    assert browser.page.location.startswith("/reset-password/gpi_")
    assert browser.page.location.endswith("?return_to=%2Fsecurity")
    assert browser.get("/").status_code == 303
    browser.sign_in(password=password, return_to="/security")
    choose(browser)
    assert browser.page.location == "/security"
    assert browser.get("/security").status_code == 200
    assert gatepost.browser().sign_in(password=password).status_code == 400
    assert gatepost.browser().sign_in(password=OWN).location == "/"


def test_it_may_not_be_kept(gatepost: Installation, browser: Browser, administrator: Program) -> None:
    password = make(gatepost, administrator)
    browser.sign_in(password=password)
    choose(browser, password)
    assert "This is the password that you have now." in browser.text()


def test_the_old_password_and_every_session_end_and_the_person_is_told(
    gatepost: Installation, browser: Browser, administrator: Program
) -> None:
    browser.sign_in()
    make(gatepost, administrator)
    assert browser.get("/").status_code == 303
    assert browser.sign_in(password=PASSWORD).status_code == 400
    gatepost.work()
    [mail] = gatepost.mails()
    assert mail["Subject"].startswith("An administrator has given you a one-time password")


def test_the_second_factor_stays(gatepost: Installation, browser: Browser, administrator: Program) -> None:
    browser.sign_in()
    app, _ = add_app(gatepost, browser)
    password = make(gatepost, administrator)
    browser.sign_in(password=password)
    choose(browser)
    assert browser.page.location == "/sign-in/factor"
    gatepost.clock.advance(minutes=1)
    browser.get("/sign-in/factor")
    browser.submit({"code": app.code(gatepost.clock.now())}, at="/sign-in/factor")
    assert browser.page.location == "/"


def test_it_stands_in_no_event_no_mail_and_no_log(
    gatepost: Installation, browser: Browser, administrator: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    password = make(gatepost, administrator)
    gatepost.work()
    browser.sign_in(password=password)
    logged = capsys.readouterr().out
    assert "path=/sign-in" in logged
    assert password not in logged
    assert browser.page.location.partition("?")[0].rpartition("/")[2] not in logged
    [event] = gatepost.events("CreateOneTimePassword")
    assert event["requestParameters"] == {"user_id": gatepost.made.admin.user_id}
    assert password not in str(event)
    assert not [mail for mail in gatepost.mails() if password in mail.as_string()]


def test_policies_decide_who_may(gatepost: Installation, browser: Browser, reader: Program) -> None:
    path = f"/users/{gatepost.made.admin.user_id}/one-time-password"
    assert reader.send("POST", path).status_code == 403
    browser.sign_in()
    assert browser.post(f"/api/v1{path}").status_code in {400, 403}
    assert gatepost.browser().sign_in().location == "/"


def test_nobody_gets_none(gatepost: Installation, administrator: Program) -> None:
    for user_id in ("nobody", "x" * 500):
        assert administrator.send("POST", f"/users/{user_id}/one-time-password").status_code in {400, 404}
    gatepost.disable_admin()
    assert administrator.send("POST", f"/users/{gatepost.made.admin.user_id}/one-time-password").status_code == 409
