"""Second factors in a real browser: passkeys of Chromium's virtual authenticator, codes of oathtool, and the ways back in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from gatepost.kit.clock import SystemClock
from tests.journeys import pages
from tests.journeys.company import Company, Person
from tests.servers.authenticator import AuthenticatorApp
from tests.servers.chromium import Window
from tests.servers.virtual_authenticator import VirtualAuthenticator


@pytest.fixture(scope="module")
def company(companies: Callable[[str], Company]) -> Company:
    """One company, on SQLite: a browser does not know which database is behind a page."""
    return companies("sqlite")


@pytest.fixture
def person(company: Company, window: Window) -> Person:
    """Somebody who has just accepted their invitation."""
    person = company.user(company.name("maria"))
    pages.accept_invitation(window.page, pages.link_in(company.invitation(person).part("plain")))
    return person


def add_passkey(page: Page, url: str, name: str = "") -> None:
    page.goto(f"{url}/security")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Add a passkey").click()


def add_app(page: Page, url: str) -> AuthenticatorApp:
    page.goto(f"{url}/security")
    page.get_by_role("button", name="Add an authenticator app").click()
    page.get_by_text("The camera does not work?").click()
    app = AuthenticatorApp("".join(page.locator("#seed").inner_text().split()))
    page.get_by_label("Code that the app shows now").fill(app.code(SystemClock().now()))
    page.get_by_role("button", name="Add the app").click()
    return app


def use_passkey(page: Page, url: str) -> None:
    """Come to a page that offers no passkey by itself, which would be taken before the button is pressed; then press it."""
    page.add_init_script("PublicKeyCredential.isConditionalMediationAvailable = async () => false")
    page.goto(url)
    page.get_by_role("button", name="Use a passkey instead").click()


def subjects(company: Company, person: Person) -> set[str]:
    """Return what was mailed to a person beside their invitation, by its subjects."""
    mails = [each.message["Subject"] for each in company.mailbox.deliveries if person.email in each.recipients]
    return {subject.partition(" at ")[0] for subject in mails if not subject.startswith("Your access")}


def sign_out(page: Page) -> None:
    page.locator(".user-button").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()


def save_codes(page: Page) -> list[str]:
    expect(page.get_by_role("heading", name="Save your recovery codes")).to_be_visible()
    codes = page.locator("#codes").inner_text().split()
    page.get_by_role("link", name="I have saved them").click()
    return codes


def test_a_passkey_is_added_and_signs_in_by_itself(company: Company, window: Window, person: Person) -> None:
    page = window.page
    authenticator = VirtualAuthenticator(page)
    add_passkey(page, company.url, "My laptop")
    assert len(save_codes(page)) == 10
    expect(page.get_by_text("My laptop")).to_be_visible()
    [credential] = authenticator.credentials
    assert credential["isResidentCredential"]
    assert credential["rpId"] == "localhost"
    sign_out(page)
    use_passkey(page, f"{company.url}/sign-in?return_to=/security")
    expect(page.get_by_role("heading", name="Security")).to_be_visible()
    expect(page.get_by_text("My laptop")).to_be_visible()
    company.mailbox.wait(person.email, number=3)
    assert subjects(company, person) == {"A device was added to your sign-in", "You have new recovery codes"}


def test_a_passkey_is_offered_in_the_field_for_the_name(company: Company, window: Window, person: Person) -> None:
    page = window.page
    authenticator = VirtualAuthenticator(page)
    add_passkey(page, company.url)
    save_codes(page)
    authenticator.answer(presence=False)
    sign_out(page)
    page.goto(f"{company.url}/start")
    expect(page.get_by_label("User name or e-mail")).to_have_attribute("autocomplete", "username webauthn")
    authenticator.answer(presence=True)
    page.reload()
    expect(page.get_by_role("heading", name="Your accounts")).to_be_visible()


def test_a_passkey_is_the_second_step(company: Company, window: Window, person: Person) -> None:
    page = window.page
    authenticator = VirtualAuthenticator(page)
    add_passkey(page, company.url)
    save_codes(page)
    authenticator.answer(presence=False)
    sign_out(page)
    page.goto(f"{company.url}/start")
    pages.sign_in(page, person.user_name)
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    authenticator.answer(presence=True)
    authenticator.verify(verifies=False)
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("stopped waiting")
    authenticator.verify(verifies=True)
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", name="Your accounts")).to_be_visible()


def test_a_copied_passkey_is_not_taken(company: Company, window: Window, person: Person) -> None:
    page = window.page
    authenticator = VirtualAuthenticator(page)
    add_passkey(page, company.url)
    save_codes(page)
    authenticator.set_count(50)
    sign_out(page)
    use_passkey(page, f"{company.url}/start")
    expect(page.get_by_role("heading", name="Your accounts")).to_be_visible()
    authenticator.set_count(3)
    sign_out(page)
    use_passkey(page, f"{company.url}/start")
    expect(page.get_by_text("This passkey did not work here")).to_be_visible()
    company.mailbox.wait(person.email, number=4)
    assert "A passkey may have been copied" in subjects(company, person)


def test_the_same_key_is_not_added_twice(company: Company, desktop: Window) -> None:
    page = desktop.page
    person = company.user(company.name("nora"))
    pages.accept_invitation(page, pages.link_in(company.invitation(person).part("plain")))
    VirtualAuthenticator(page)
    add_passkey(page, company.url)
    save_codes(page)
    add_passkey(page, company.url)
    expect(page.get_by_role("alert")).to_contain_text("registered already")


def test_an_app_is_added_and_asked_for_and_a_recovery_code_stands_in_for_it(
    company: Company, window: Window, person: Person
) -> None:
    page = window.page
    app = add_app(page, company.url)
    codes = save_codes(page)
    sign_out(page)
    page.goto(f"{company.url}/start")
    pages.sign_in(page, person.user_name)
    expect(page.get_by_label("Code from your app")).to_be_focused()
    # The code that has registered the app, or one before it: that of now may be the next one already.
    page.keyboard.type(app.code(SystemClock().now() - timedelta(seconds=30)))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").or_(page.get_by_text("used already"))).to_be_visible()
    page.get_by_role("link", name="Use a recovery code").click()
    page.get_by_label("Recovery code").fill(codes[0].lower())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your accounts")).to_be_visible()
    page.goto(f"{company.url}/security")
    expect(page.get_by_text("9 of your codes are left")).to_be_visible()


def test_a_lost_device_is_removed_and_another_added(company: Company, window: Window, person: Person) -> None:
    page = window.page
    add_app(page, company.url)
    save_codes(page)
    page.get_by_role("link", name="Rename or remove").click()
    page.get_by_role("button", name="Remove this device").click()
    expect(page.get_by_text("You have no device yet")).to_be_visible()
    add_app(page, company.url)
    assert len(save_codes(page)) == 10
