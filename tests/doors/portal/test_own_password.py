"""A person changes their password in the portal."""

import pytest

from tests.doors.portal.conftest import PASSWORD, Browser, Installation, element

PAGE = "/security/password"
NEW = "quite another set of words"
SIGN_IN = "/sign-in?return_to=%2Fsecurity%2Fpassword"
HOSTILE = "<script>alert(1)</script>\u202e🦊 or 1=1 --"


def change(
    browser: Browser, current: str = PASSWORD, password: str = NEW, again: str | None = None, **fields: str
) -> int:
    browser.get(PAGE)
    typed = {"current": current, "password": password, "password_again": password if again is None else again}
    return browser.submit({**typed, **fields}, at=PAGE).status_code


def test_the_new_password_signs_in_and_the_old_one_does_not(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    assert change(browser) == 303
    assert browser.page.location == "/security?done=password-changed"
    browser.get(browser.page.location)
    assert "Your password is changed" in browser.text()
    assert gatepost.browser().sign_in(password=NEW).status_code == 303
    assert gatepost.browser().sign_in().status_code == 400
    [event] = gatepost.events("UpdatePassword")
    assert event["userIdentity"]["onBehalfOf"]["userId"] == gatepost.made.admin.user_id
    assert NEW not in str(event)


def test_a_password_manager_knows_what_to_fill_in(browser: Browser) -> None:
    browser.sign_in()
    browser.get(PAGE)
    fields = element(browser.page.text, ".//main//form").findall(".//input")
    known = {each.get("name"): each.get("autocomplete") for each in fields if each.get("autocomplete")}
    assert known == {
        None: "username",
        "current": "current-password",
        "password": "new-password",
        "password_again": "new-password",
    }
    assert not [each for each in fields if each.get("maxlength") or each.get("onpaste")]


def test_other_sessions_end_and_the_own_one_goes_on_under_another_token(
    gatepost: Installation, browser: Browser
) -> None:
    other = gatepost.browser()
    for each in (browser, other):
        each.sign_in()
    before = browser.cookie("gatepost")
    change(browser)
    assert browser.get("/").status_code == 200
    assert other.get("/").status_code == 303
    thief = gatepost.browser()
    thief.give_cookie("gatepost", before or "")
    assert thief.get("/").status_code == 303


def test_the_person_is_told_by_mail(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    change(browser)
    gatepost.work()
    [mail] = gatepost.mails()
    assert mail["Subject"].startswith("Your password was changed at ")
    assert mail["To"] == "admin@example.com"
    for part in mail.iter_parts():
        assert "Wherever else you were signed in, you are signed out." in " ".join(part.get_content().split())
        assert "198.51.100.7" in part.get_content()


def test_a_wrong_current_password_changes_nothing_and_is_held_up(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    for _ in range(5):
        assert change(browser, current="not the right password") == 400
        assert "This is not the password that you have now." in browser.text()
    assert browser.get(PAGE).status_code == 429
    assert browser.page.headers["Retry-After"] == "30"
    gatepost.clock.advance(seconds=31)
    assert change(browser) == 303
    assert len(gatepost.events("UpdatePassword")) == 6


@pytest.mark.parametrize(
    ("password", "again", "problem"),
    [
        (NEW, "quite another set of word", "The two passwords are not the same."),
        ("too short", None, "Use at least 15 characters."),
        ("", None, "Use at least 15 characters."),
        ("x" * 1025, None, "Use at most 1024 characters."),
        ("passwordpassword", None, "guessed first"),
        ("admin@example.com", None, "Leave out your own name"),
        (PASSWORD, None, "This is the password that you have now."),
    ],
)
def test_what_is_no_password_is_explained_beside_its_field(
    browser: Browser, password: str, again: str | None, problem: str
) -> None:
    browser.sign_in()
    assert change(browser, password=password, again=again) == 400
    assert problem in browser.text()
    assert not [value for name, value in browser.fields().items() if "password" in name or name == "current" if value]


def test_any_characters_make_a_password(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    assert change(browser, password=HOSTILE) == 303
    assert gatepost.browser().sign_in(password=HOSTILE).status_code == 303


def test_what_no_form_of_ours_sends_is_refused(browser: Browser) -> None:
    browser.sign_in()
    assert change(browser, current="x" * 20_000) == 413
    assert change(browser, current="nul\x00byte") == 400
    browser.get(PAGE)
    assert (
        browser.post(PAGE, b"current=%ff&password=%ff", content_type="application/x-www-form-urlencoded").status_code
        == 400
    )
    assert browser.post(PAGE, b"{}", content_type="application/json").status_code == 415


def test_a_form_of_yesterday_of_another_session_or_of_none_is_refused(gatepost: Installation, browser: Browser) -> None:
    other = gatepost.browser()
    for each in (browser, other):
        each.sign_in()
        each.get(PAGE)
    theirs = other.fields()["csrf_token"]
    typed = {"current": PASSWORD, "password": NEW, "password_again": NEW}
    for token in (theirs, "", "1764000000.0f", "x" * 300):
        assert browser.post(PAGE, {**typed, "csrf_token": token}).status_code == 403
    assert gatepost.browser().sign_in().status_code == 303


def test_sent_twice_it_is_done_once(gatepost: Installation, browser: Browser) -> None:
    """The second of two presses, the back button and a second tab all send a form whose session has another token by now."""
    browser.sign_in()
    browser.get(PAGE)
    stale = {**browser.fields(), "current": PASSWORD, "password": NEW, "password_again": NEW}
    assert browser.post(PAGE, stale).status_code == 303
    assert browser.post(PAGE, stale).status_code == 403
    assert len(gatepost.events("UpdatePassword")) == 1


def test_after_the_session_has_ended_one_signs_in_first(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    browser.get(PAGE)
    form = {**browser.fields(), "current": PASSWORD, "password": NEW, "password_again": NEW}
    gatepost.clock.advance(hours=9)
    assert browser.post(PAGE, form).location == SIGN_IN
    assert browser.get(PAGE).location == SIGN_IN
    assert gatepost.browser().sign_in().status_code == 303


def test_a_changed_password_makes_no_sign_in_fresh(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    gatepost.clock.advance(minutes=11)
    change(browser)
    browser.get("/security")
    assert browser.submit({}, at="/security/app").location.startswith("/sign-in?fresh=1")
