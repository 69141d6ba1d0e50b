"""Coming and going with a browser: by keyboard alone, with a session that ends where it should, asked by programs too."""

from datetime import datetime, timedelta

import pytest
import requests
from playwright.sync_api import Page, expect

from gatepost.kit.clock import SystemClock
from tests.journeys import pages
from tests.journeys.company import PASSWORD, Company, Person
from tests.kit import PATIENCE_SECONDS
from tests.servers.chromium import Window

COOKIE = "gatepost"


@pytest.fixture
def person(company: Company, window: Window) -> Person:
    """Somebody who has accepted their invitation, in a browser that knows nothing of it any more."""
    person = company.user(company.name("maria"))
    pages.accept_invitation(window.page, pages.link_in(company.invitation(person).part("plain")))
    window.page.context.clear_cookies()
    return person


def session_cookie(page: Page) -> dict[str, str]:
    [value] = [each["value"] for each in page.context.cookies() if each["name"] == COOKIE]
    return {COOKIE: value}


def test_by_keyboard_alone(company: Company, window: Window, person: Person) -> None:
    page = window.page
    page.goto(company.facts["start_url"])
    expect(page.get_by_label("User name or e-mail")).to_be_focused()
    page.keyboard.type(person.user_name)
    page.keyboard.press("Tab")
    page.keyboard.type("not the right password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("The user name or the password is not right.")
    expect(page.get_by_label("User name or e-mail")).to_have_value(person.user_name)
    page.get_by_label("Password", exact=True).focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your accounts")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.locator(".user-button").focus()
    page.keyboard.press("Enter")
    for name in ("Profile", "Security", "Sessions"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name=name)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Sign out")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()


def test_a_cookie_that_was_copied_is_worth_nothing_after_the_sign_out(
    company: Company, window: Window, person: Person
) -> None:
    page, me = window.page, f"{company.url}/api/v1/me"
    pages.open_portal(page, company.url, person.user_name)
    copied = session_cookie(page)
    assert requests.get(me, cookies=copied, timeout=PATIENCE_SECONDS).status_code == 200
    page.locator(".user-button").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    assert requests.get(me, cookies=copied, timeout=PATIENCE_SECONDS).status_code == 401
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_the_api_says_who_is_signed_in(company: Company, window: Window, person: Person) -> None:
    address = f"{company.url}/api/v1/me"
    refused = requests.get(address, timeout=PATIENCE_SECONDS)
    assert refused.status_code == 401
    assert refused.headers["Content-Type"] == "application/problem+json"
    pages.open_portal(window.page, company.url, person.user_name)
    answer = requests.get(address, cookies=session_cookie(window.page), timeout=PATIENCE_SECONDS)
    me = answer.json()
    assert set(me) == {"user_id", "user_name", "display_name", "session_expires_at"}
    assert (me["user_id"], me["user_name"]) == (person.user_id, person.user_name)
    left = datetime.fromisoformat(me["session_expires_at"]) - SystemClock().now()
    assert timedelta(hours=7, minutes=55) < left <= timedelta(hours=8)
    assert answer.headers["x-amzn-RequestId"]


def test_the_start_url_points_programs_to_its_alias_and_people_to_the_portal(
    company: Company, window: Window, person: Person
) -> None:
    """The AWS CLI takes a start URL on another host only where HEAD leads to one of AWS's."""
    start_url, alias = company.facts["start_url"], company.facts["start_url_alias"]
    asked = requests.head(start_url, allow_redirects=False, timeout=PATIENCE_SECONDS)
    assert (asked.status_code, asked.headers["Location"]) == (302, alias)
    window.page.goto(start_url)
    pages.sign_in(window.page, person.user_name)
    expect(window.page.get_by_role("heading", name="Your accounts")).to_be_visible()
    assert pages.path_of(window.page) == "/start"


def test_a_disabled_person_is_out_at_once(company: Company, window: Window, person: Person) -> None:
    pages.open_portal(window.page, company.url, person.user_name)
    company.set_status(person, "DISABLED")
    window.page.reload()
    pages.sign_in(window.page, person.user_name)
    expect(window.page.get_by_text("The user name or the password is not right.")).to_be_visible()
