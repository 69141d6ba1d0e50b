"""The pages on which a person sees who they are here and where they are signed in."""

from urllib.parse import quote

import pytest

from gatepost.core.directory import groups, memberships
from gatepost.core.directory.model import GroupAttributes
from tests.doors.portal.conftest import Browser, Installation, element

FORM = ".//main//ul//form"


def test_every_session_is_shown_with_its_device_place_and_last_use(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    gatepost.clock.advance(minutes=5)
    gatepost.browser("2001:db8::7").sign_in()
    browser.get("/sessions")
    text = browser.text()
    assert "test browser This browser From 198.51.100.7, signed in 1 June 2026" in text
    assert "2001:db8::7" in text
    assert "gps_" not in browser.page.text


def test_one_session_is_ended(gatepost: Installation, browser: Browser) -> None:
    other = gatepost.browser("203.0.113.9")
    for each in (browser, other):
        each.sign_in()
    browser.get("/sessions")
    target = element(browser.page.text, FORM).get("action", "")
    assert browser.submit({}, at=target, form=FORM).location == "/sessions"
    assert other.get("/").status_code == 303
    assert browser.get("/").status_code == 200
    browser.get("/sessions")
    assert "203.0.113.9" not in browser.text()
    [event] = gatepost.events("EndSession")
    assert event["userIdentity"]["type"] == "IdentityCenterUser"


def test_all_others_are_ended(gatepost: Installation, browser: Browser) -> None:
    others = [gatepost.browser() for _ in range(3)]
    for each in (browser, *others):
        each.sign_in()
    browser.get("/sessions")
    browser.submit({}, at="/sessions/others/end")
    assert [each.get("/").status_code for each in others] == [303, 303, 303]
    assert browser.get("/sessions").status_code == 200
    assert "End all others" not in browser.text()
    assert browser.get("/sessions/others/end").location == "/sessions"


@pytest.mark.parametrize("session_id", ["nothing", "x" * 500, "%00", "..%2F", "%F0%9F%A6%8A"])
def test_a_session_that_is_not_there_has_ended(browser: Browser, session_id: str) -> None:
    browser.sign_in()
    browser.get("/")
    token = browser.fields(".//form[@action='/sign-out']")["csrf_token"]
    assert browser.post(f"/sessions/{session_id}/end", {"csrf_token": token}).status_code in {303, 404}
    assert browser.get("/sessions").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(gatepost: Installation, browser: Browser) -> None:
    gatepost.person("maria")
    maria = gatepost.browser()
    maria.sign_in("maria")
    other = gatepost.browser()
    for each in (browser, other):
        each.sign_in()
    browser.get("/sessions")
    target = element(browser.page.text, FORM).get("action", "")
    maria.get("/sessions")
    token = maria.fields(".//form[@action='/sign-out']")["csrf_token"]
    assert maria.post(target, {"csrf_token": token}).status_code == 303
    assert other.get("/").status_code == 200
    assert browser.post(target, {"csrf_token": token}).status_code == 403
    assert other.get("/").status_code == 200


def test_who_is_not_signed_in_sees_none_of_it(browser: Browser) -> None:
    for path in ("/sessions", "/profile", "/security/password"):
        assert browser.get(path).location == f"/sign-in?return_to={quote(path, safe='')}"
    for path in ("/sessions/others/end", "/sessions/x/end", "/security/password"):
        assert browser.post(path).status_code == 303


def test_the_profile_tells_who_one_is(gatepost: Installation, browser: Browser) -> None:
    store_id, user_id = gatepost.made.instance.identity_store_id, gatepost.made.admin.user_id

    def join(name: str) -> None:
        group = gatepost.write(
            lambda call: groups.create(call, identity_store_id=store_id, attributes=GroupAttributes(display_name=name))
        )
        gatepost.write(
            lambda call: memberships.create(call, identity_store_id=store_id, group_id=group.group_id, user_id=user_id)
        )

    join("On call")
    join("<b>Engineering</b>")
    browser.sign_in()
    browser.get("/profile")
    assert "User nameadmin E-mail address admin@example.com" in browser.text()
    assert "<b>Engineering</b> On call" in browser.text()
    assert browser.page.headers["Cache-Control"] == "no-store"


def test_the_pages_lead_to_each_other(browser: Browser) -> None:
    browser.sign_in()
    for path in ("/profile", "/security", "/sessions"):
        browser.get(path)
        links = element(browser.page.text, ".//nav[@aria-label='Your account']").findall("a")
        assert [each.get("href") for each in links] == ["/profile", "/security", "/sessions"]
        assert [each.get("href") for each in links if each.get("aria-current")] == [path]
