"""The ways back in, and a person's own pages, in a real browser: at both widths, with mails that really arrive."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_second_factors import sign_out
from tests.browser.test_sign_in_modes import Settings, settings
from tests.journeys import pages
from tests.journeys.company import PASSWORD, Company, Person
from tests.servers import axe
from tests.servers.chromium import Window

__all__ = ["settings"]

NEW = "quite another set of words"
THIRD = "a third set of many words"


@pytest.fixture(scope="module")
def company(companies: Callable[[str], Company]) -> Company:
    """One company, on SQLite: a browser does not know which database is behind a page."""
    return companies("sqlite")


@pytest.fixture
def person(company: Company, window: Window) -> Person:
    """Somebody who has just accepted their invitation, in this window."""
    person = company.user(company.name("maria"))
    pages.accept_invitation(window.page, pages.link_in(company.invitation(person).part("plain")))
    return person


def mailed(company: Company, person: Person, number: int, subject: str) -> str:
    """Return the text of somebody's mail, the `number`-th with their invitation, which has this subject."""
    delivery = company.mailbox.wait(person.email, number=number)
    assert delivery.message["Subject"].startswith(subject)
    assert delivery.part("html")
    return delivery.part("plain")


def choose(page: Page, password: str, button: str) -> None:
    page.get_by_label("New password", exact=True).fill(password)
    page.get_by_label("The same password again").fill(password)
    page.get_by_role("button", name=button).click()


def see(window: Window, name: str) -> None:
    """Keep a picture of the page, which must be sound and not wider than the window."""
    window.screenshot(name)
    assert not window.overflows(), name
    assert not axe.violations(window.page), name


def test_a_forgotten_password(company: Company, window: Window, person: Person) -> None:
    page = window.page
    page.context.clear_cookies()
    page.goto(f"{company.url}/start")
    page.get_by_role("link", name="Forgotten your password?").click()
    page.get_by_label("User name or e-mail").fill(person.email)
    see(window, "forgotten-password")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.goto(pages.link_in(mailed(company, person, 2, "Choose a new password")))
    choose(page, PASSWORD, "Set password and sign in")
    expect(page.get_by_text("This is the password that you have now.")).to_be_visible()
    see(window, "reset-refused")
    choose(page, NEW, "Set password and sign in")
    expect(page.get_by_role("heading", name="Your accounts")).to_be_visible()
    mailed(company, person, 3, "Your password was changed")
    page.context.clear_cookies()
    page.goto(f"{company.url}/start")
    pages.sign_in(page, person.user_name, PASSWORD)
    expect(page.get_by_role("alert")).to_have_text("The user name or the password is not right.")
    pages.sign_in(page, person.user_name, NEW)
    expect(page.get_by_role("heading", name="Your accounts")).to_be_visible()


def test_a_password_is_changed_and_every_other_browser_is_signed_out(
    company: Company, window: Window, person: Person, open_window: Callable[..., Window]
) -> None:
    page, other = window.page, open_window("phone").page
    pages.open_portal(other, company.url, person.user_name)
    page.locator(".user-button").click()
    page.get_by_role("link", name="Security").click()
    page.get_by_role("link", name="Change it").click()
    page.get_by_label("Password that you have now").fill("not the right password")
    choose(page, NEW, "Change the password")
    expect(page.get_by_text("This is not the password that you have now.")).to_be_visible()
    see(window, "change-password-refused")
    page.get_by_label("Password that you have now").fill(PASSWORD)
    choose(page, NEW, "Change the password")
    expect(page.get_by_text("Your password is changed.")).to_be_visible()
    see(window, "security-password-changed")
    other.reload()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    mailed(company, person, 2, "Your password was changed")


def test_the_passwords_must_be_the_same_before_they_are_sent(window: Window, company: Company, person: Person) -> None:
    page = window.page
    page.goto(f"{company.url}/security/password")
    page.get_by_label("Password that you have now").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill(NEW)
    page.get_by_label("The same password again").fill(THIRD)
    page.get_by_role("button", name="Change the password").click()
    field = page.get_by_label("The same password again")
    assert field.evaluate("field => field.validationMessage") == "The two passwords are not the same."
    assert pages.path_of(page) == "/security/password"


def test_sessions_elsewhere_are_seen_and_ended(
    company: Company, window: Window, person: Person, open_window: Callable[..., Window]
) -> None:
    page, other = window.page, open_window("phone").page
    pages.open_portal(other, company.url, person.user_name)
    page.goto(f"{company.url}/sessions")
    rows = page.locator(".row-of-list")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("This browser")
    expect(rows.nth(1)).to_contain_text("127.0.0.1")
    see(window, "own-sessions")
    rows.nth(1).get_by_role("button").click()
    expect(rows).to_have_count(1)
    other.reload()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()


def test_an_address_is_confirmed_from_the_profile(company: Company, window: Window, person: Person) -> None:
    page = window.page
    page.goto(f"{company.url}/security")
    page.get_by_role("navigation", name="Your account").get_by_role("link", name="Profile").click()
    expect(page.get_by_text("Confirmed", exact=True)).to_be_visible()  # by the invitation, which came by mail
    see(window, "profile")
    company.client("identitystore").update_user(
        IdentityStoreId=company.facts["identity_store_id"],
        UserId=person.user_id,
        Operations=[{"AttributePath": "emails", "AttributeValue": [{"Value": f"new.{person.email}", "Primary": True}]}],
    )
    page.reload()
    page.get_by_role("button", name="Confirm it").click()
    expect(page.get_by_text("A mail with a link is on its way")).to_be_visible()
    mail = company.mailbox.wait(f"new.{person.email}")
    page.goto(pages.link_in(mail.part("plain")))
    see(window, "verify-email")
    page.get_by_role("button", name="Yes, it is mine").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.goto(f"{company.url}/profile")
    expect(page.get_by_text("Confirmed", exact=True)).to_be_visible()


def test_an_address_is_changed_by_a_link_to_the_new_one(
    company: Company, window: Window, person: Person, settings: Settings
) -> None:
    page, other = window.page, f"other.{person.email}"
    settings(email_change=True)
    page.goto(f"{company.url}/profile")
    page.get_by_role("link", name="Change it").click()
    page.get_by_label("New e-mail address").fill(person.email)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("This is the address that you have now.")).to_be_visible()
    see(window, "own-email-refused")
    page.get_by_label("New e-mail address").fill(other)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text(f"You have asked to change it to {other}")).to_be_visible()
    page.goto(pages.link_in(company.mailbox.wait(other).part("plain")))
    page.get_by_role("button", name="Yes, it is mine").click()
    page.get_by_role("link", name="To your accounts").click()
    sign_out(page)
    page.goto(f"{company.url}/start")
    pages.sign_in(page, other)
    expect(page.get_by_role("heading", name="Your accounts")).to_be_visible()
    mailed(company, person, 3, "Your e-mail address was changed")


def test_a_first_sign_in_by_a_code_from_a_mail(company: Company, window: Window, settings: Settings) -> None:
    page, person = window.page, company.user(company.name("nils"))
    company.invitation(person)
    settings(first_sign_in_code=True)
    page.goto(f"{company.url}/security")
    page.get_by_role("link", name="Here for the first time, without a password?").click()
    page.get_by_label("User name or e-mail").fill(person.user_name)
    see(window, "first-sign-in")
    page.get_by_role("button", name="Send the code").click()
    code = company.mailbox.wait(person.email, number=2).message["Subject"][:6]
    page.get_by_label("Code from the mail").fill("000000" if code != "000000" else "000001")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("This is not the code of the last mail")).to_be_visible()
    see(window, "first-sign-in-refused")
    page.get_by_label("Code from the mail").fill(code)
    page.get_by_role("button", name="Continue").click()
    choose(page, NEW, "Set password and sign in")
    expect(page.get_by_role("heading", name="Security")).to_be_visible()


def test_the_own_pages_in_the_dark(company: Company, open_window: Callable[..., Window]) -> None:
    window = open_window("phone", "dark")
    person = company.user(company.name("nora"))
    pages.accept_invitation(window.page, pages.link_in(company.invitation(person).part("plain")))
    for path in ("/profile", "/security", "/sessions", "/security/password"):
        window.page.goto(f"{company.url}{path}")
        expect(window.page.get_by_role("heading", level=1)).to_be_visible()
        see(window, re.sub(r"\W+", "-", path.strip("/")))
