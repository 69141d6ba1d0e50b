"""The forms of sign-in, sent twice, from two tabs, by the back button, or long after they were shown."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from gatepost.core.signin import sessions
from gatepost.core.signin.factors import recovery
from tests.doors.portal.conftest import PASSWORD, Browser, Installation
from tests.doors.portal.test_second_factor import FACTOR, add_app
from tests.servers.authenticator import AuthenticatorApp

COOKIES = ("gatepost", "gatepost-visit")


@pytest.fixture
def app(gatepost: Installation, browser: Browser) -> AuthenticatorApp:
    """The administrator's app; their browser has signed out."""
    browser.sign_in()
    added, _ = add_app(gatepost, browser)
    sign_out(browser)
    return added


def sign_out(browser: Browser) -> None:
    browser.get("/")
    browser.submit({}, at="/sign-out", form=".//form[@action='/sign-out']")


def open_sessions(gatepost: Installation) -> int:
    return len(gatepost.write(lambda call: sessions.list_for_user(call, gatepost.made.admin.user_id)))


def same_browser(gatepost: Installation, browser: Browser) -> Browser:
    """Return the browser as it is now, for requests that it sends at the same moment."""
    copy = gatepost.browser()
    for name in COOKIES:
        if (value := browser.cookie(name)) is not None:
            copy.give_cookie(name, value)
    return copy


def test_a_second_tab_finds_its_person_signed_in(gatepost: Installation, browser: Browser) -> None:
    browser.get("/sign-in", query_string={"return_to": "/start"})
    second_tab = browser.fields() | {"user_name": "admin", "password": PASSWORD}
    browser.sign_in()
    assert browser.post("/sign-in", second_tab).location == "/start"
    assert browser.get("/").status_code == 200
    assert open_sessions(gatepost) == 1


def test_a_second_tab_does_not_look_at_what_was_typed_into_it(gatepost: Installation, browser: Browser) -> None:
    browser.get("/sign-in")
    second_tab = browser.fields() | {"user_name": "somebody else", "password": "canary password value"}
    browser.sign_in()
    assert browser.post("/sign-in", second_tab).location == "/"
    assert len(gatepost.events("CredentialVerification")) == 1


def test_the_back_button_after_signing_out_shows_the_form_anew(gatepost: Installation, browser: Browser) -> None:
    browser.get("/sign-in")
    earlier = browser.fields() | {"user_name": "admin", "password": PASSWORD}
    browser.sign_in()
    sign_out(browser)
    assert browser.post("/sign-in", earlier).status_code == 403
    assert "This form belongs to an earlier visit, so nothing was done. Type your password again." in browser.text()
    assert browser.fields()["user_name"] == "admin"
    assert PASSWORD not in browser.page.text
    assert open_sessions(gatepost) == 0
    assert browser.submit({"password": PASSWORD}, at="/sign-in").status_code == 303


def test_a_page_that_was_open_for_too_long_keeps_what_was_typed(gatepost: Installation, browser: Browser) -> None:
    browser.get("/sign-in", query_string={"return_to": "/start"})
    gatepost.clock.advance(hours=13)
    sent = browser.submit({"user_name": "\u202eadmin \U0001f98a", "password": PASSWORD}, at="/sign-in")
    assert sent.status_code == 403
    assert "This page was open for too long, so nothing was done. Type your password again." in browser.text()
    assert browser.fields()["user_name"] == "\u202eadmin \U0001f98a"
    back = browser.submit({"user_name": "admin", "password": PASSWORD}, at="/sign-in")
    assert back.location == "/start"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_site_sends_is_not_shown_again(browser: Browser, site: str) -> None:
    browser.get("/sign-in")
    fields = browser.fields() | {"user_name": "canary", "csrf_token": "1.2"}
    answer = browser.post("/sign-in", fields, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert "canary" not in answer.text
    assert "was started by another web site" in browser.text()


def test_a_confirmation_is_not_skipped_because_somebody_is_signed_in(browser: Browser) -> None:
    """A form that asks who is signed in to prove it anew never leads on without that, from whatever tab it comes."""
    browser.sign_in()
    browser.get("/sign-in", query_string={"fresh": "1", "return_to": "/security"})
    earlier = browser.fields() | {"password": PASSWORD}
    browser.get("/sign-in", query_string={"fresh": "1", "return_to": "/security"})
    assert browser.submit({"password": PASSWORD}, at="/sign-in").location == "/security"
    assert browser.post("/sign-in", earlier).status_code == 403


def test_a_code_that_one_tab_has_used_opens_nothing_in_another(
    gatepost: Installation, browser: Browser, app: AuthenticatorApp
) -> None:
    browser.sign_in()
    browser.get(FACTOR)
    sent = browser.fields() | {"code": app.code(gatepost.clock.now())}
    tab = same_browser(gatepost, browser)
    assert browser.post(FACTOR, sent).location == "/"
    assert tab.post(FACTOR, sent).location == "/sign-in", "the sign-in that it belonged to is over"
    assert tab.cookie("gatepost") is None
    assert open_sessions(gatepost) == 1


def test_a_code_that_is_sent_many_times_at_once_opens_one_session(
    gatepost: Installation, browser: Browser, app: AuthenticatorApp
) -> None:
    browser.sign_in()
    browser.get(FACTOR)
    sent = browser.fields() | {"code": app.code(gatepost.clock.now())}
    tabs = [same_browser(gatepost, browser) for _ in range(8)]
    with ThreadPoolExecutor(len(tabs)) as pool:
        places = list(pool.map(lambda tab: tab.post(FACTOR, sent).location, tabs))
    assert sorted(str(place) for place in places) == ["/", *["/sign-in"] * 7]
    assert open_sessions(gatepost) == 1


def test_a_code_of_one_person_opens_nothing_for_another(
    gatepost: Installation, browser: Browser, app: AuthenticatorApp
) -> None:
    gatepost.person("eve")
    other = gatepost.browser("203.0.113.5")
    other.sign_in("eve")
    eves, _ = add_app(gatepost, other)
    browser.sign_in()
    browser.get(FACTOR)
    assert browser.submit({"code": eves.code(gatepost.clock.now())}, at=FACTOR).status_code == 400
    assert browser.submit({"code": app.code(gatepost.clock.now())}, at=FACTOR).location == "/"


def test_the_back_button_to_the_code_leads_on_where_its_person_is_signed_in(
    gatepost: Installation, browser: Browser, app: AuthenticatorApp
) -> None:
    browser.sign_in()
    browser.get(FACTOR)
    browser.submit({"code": app.code(gatepost.clock.now())}, at=FACTOR)
    assert browser.get(FACTOR).location == "/sign-in"
    assert browser.get("/sign-in").location == "/"


def test_the_password_can_be_typed_again_while_the_code_is_waited_for(
    gatepost: Installation, browser: Browser, app: AuthenticatorApp
) -> None:
    browser.sign_in()
    browser.get(FACTOR)
    earlier = browser.fields()
    assert browser.sign_in().location == FACTOR
    assert browser.post(FACTOR, earlier | {"code": app.code(gatepost.clock.now())}).location == "/"


def test_a_recovery_code_that_is_sent_twice_is_used_up_once(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    _, codes = add_app(gatepost, browser)
    sign_out(browser)
    browser.sign_in()
    browser.get(f"{FACTOR}?way=recovery-code")
    sent = browser.fields() | {"code": codes[0]}
    tab = same_browser(gatepost, browser)
    assert browser.post(FACTOR, sent).location == "/"
    assert tab.post(FACTOR, sent).location == "/sign-in"
    left = gatepost.write(lambda call: recovery.count(call, gatepost.made.admin.user_id))
    assert left == len(codes) - 1
