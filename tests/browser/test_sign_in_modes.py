"""Each way in that an instance can be set to, on a running server: the modes, what happens without a device, what may be one."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from playwright.sync_api import Page, expect

from gatepost.kit.clock import SystemClock
from tests.browser.test_second_factors import add_app, add_passkey, save_codes, sign_out
from tests.journeys import pages
from tests.journeys.company import REGION, Company, Person
from tests.servers.authenticator import AuthenticatorApp
from tests.servers.chromium import Window
from tests.servers.soft_authenticator import AAGUID
from tests.servers.virtual_authenticator import VirtualAuthenticator

Settings = Callable[..., None]
OpenWindow = Callable[..., Window]

PORTAL = "Your accounts"
CONFIRM = "Confirm that it is you"
DEFAULTS = {
    "mfa_mode": "ALWAYS",
    "without_device": "ALLOW",
    "device_kinds": ["WEBAUTHN", "TOTP"],
    "aaguids": [],
    "passkey_alone": True,
    "self_management": True,
    "email_change": False,
    "first_sign_in_code": False,
}


@pytest.fixture(scope="module")
def company(companies: Callable[[str], Company]) -> Company:
    """One company, on SQLite: a browser does not know which database is behind a page."""
    return companies("sqlite")


@pytest.fixture
def settings(company: Company) -> Iterator[Settings]:
    """Change how people sign in, as a program of an administrator; afterwards all is as it was."""

    def change(**changes: Any) -> None:
        url, body = f"{company.url}/api/v1/sign-in-settings", json.dumps(changes).encode()
        request = AWSRequest("PATCH", url, headers={"Content-Type": "application/json"}, data=body)
        keys = Credentials(company.keys.access_key_id, company.keys.secret_access_key)
        SigV4Auth(keys, "gatepost", REGION).add_auth(request)
        with urllib.request.urlopen(urllib.request.Request(url, body, dict(request.headers), method="PATCH")) as answer:
            assert answer.status == 200

    yield change
    change(**DEFAULTS)


def somebody(company: Company, page: Page, name: str) -> Person:
    """Return a person who has accepted their invitation in this window, and signed out again."""
    person = company.user(company.name(name))
    pages.accept_invitation(page, pages.link_in(company.invitation(person).part("plain")))
    sign_out(page)
    return person


def come(page: Page, company: Company, person: Person, then: str) -> None:
    """Sign in with the password, and see a page of this heading."""
    page.goto(f"{company.url}/start")
    pages.sign_in(page, person.user_name)
    expect(page.get_by_role("heading", name=then)).to_be_visible()


def test_a_device_is_registered_at_sign_in_and_asked_for_where_the_context_is_new(
    company: Company, settings: Settings, open_window: OpenWindow
) -> None:
    page = open_window("desktop").page
    person = somebody(company, page, "rosa")

    settings(without_device="REGISTER", device_kinds=["TOTP"])
    come(page, company, person, "Add a device")
    expect(page.get_by_role("button", name="Passkey")).to_have_count(0)
    page.get_by_role("button", name="Authenticator app").click()
    page.get_by_text("The camera does not work?").click()
    app = AuthenticatorApp("".join(page.locator("#seed").inner_text().split()))
    page.get_by_label("Code that the app shows now").fill(app.code(SystemClock().now()))
    page.get_by_role("button", name="Add the app").click()
    assert len(save_codes(page)) == 10
    expect(page.get_by_role("heading", name=PORTAL)).to_be_visible()
    sign_out(page)

    settings(mfa_mode="CONTEXT_AWARE")
    come(page, company, person, CONFIRM)
    page.get_by_label("Do not ask again in this browser").check()
    page.get_by_label("Code from your app").fill(app.code(SystemClock().now() + timedelta(seconds=30)))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name=PORTAL)).to_be_visible()
    sign_out(page)
    come(page, company, person, PORTAL)
    sign_out(page)

    another = open_window("desktop").page
    come(another, company, person, CONFIRM)
    settings(mfa_mode="NEVER")
    come(another, company, person, PORTAL)
    settings(mfa_mode="ALWAYS")
    come(page, company, person, CONFIRM)


def test_without_a_device_a_code_comes_by_mail_or_nobody_gets_in(
    company: Company, settings: Settings, desktop: Window
) -> None:
    page = desktop.page
    person = somebody(company, page, "sami")
    settings(without_device="EMAIL_CODE")
    come(page, company, person, CONFIRM)
    code = next(word for word in company.mailbox.wait(person.email, number=2).part("plain").split() if word.isdigit())
    page.get_by_label("Code from the mail").fill(code)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name=PORTAL)).to_be_visible()
    sign_out(page)
    settings(without_device="BLOCK")
    page.goto(f"{company.url}/start")
    pages.sign_in(page, person.user_name)
    expect(page.get_by_role("alert")).to_contain_text("Ask your administrator for help.")
    settings(without_device="ALLOW")
    come(page, company, person, PORTAL)


def test_models_kinds_and_who_manages_them_are_the_organisations_choice(
    company: Company, settings: Settings, desktop: Window
) -> None:
    page = desktop.page
    person = company.user(company.name("tove"))
    pages.accept_invitation(page, pages.link_in(company.invitation(person).part("plain")))
    authenticator = VirtualAuthenticator(page)
    settings(aaguids=["00000000-0000-0000-0000-00000000ffff"])
    add_passkey(page, company.url)
    expect(page.get_by_role("alert")).to_contain_text("Your organisation does not allow this model.")
    settings(aaguids=["00000000-0000-0000-0000-00000000ffff", AAGUID])
    add_passkey(page, company.url)
    save_codes(page)
    assert authenticator.credentials

    settings(device_kinds=["TOTP"])
    page.goto(f"{company.url}/security")
    expect(page.get_by_role("link", name="Add a passkey")).to_have_count(0)
    expect(page.get_by_role("button", name="Add an authenticator app")).to_be_visible()
    settings(self_management=False)
    page.reload()
    expect(page.get_by_role("button", name="Add an authenticator app")).to_have_count(0)
    expect(page.get_by_role("link", name="Rename or remove")).to_have_count(0)

    settings(device_kinds=["WEBAUTHN", "TOTP"], passkey_alone=False)
    authenticator.answer(presence=False)
    sign_out(page)
    page.goto(f"{company.url}/start")
    expect(page.get_by_role("button", name="Use a passkey instead")).to_have_count(0)
    authenticator.answer(presence=True)
    come(page, company, person, CONFIRM)
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", name=PORTAL)).to_be_visible()


def test_there_are_eight_devices_at_most(company: Company, desktop: Window) -> None:
    page = desktop.page
    person = company.user(company.name("ulla"))
    pages.accept_invitation(page, pages.link_in(company.invitation(person).part("plain")))
    for number in range(8):
        add_app(page, company.url)
        if number == 0:
            save_codes(page)
        expect(page.get_by_role("link", name="Rename or remove")).to_have_count(number + 1)
    expect(page.get_by_role("button", name="Add an authenticator app")).to_have_count(0)
    expect(page.get_by_text("You have 8 devices, which is the limit.")).to_be_visible()
    VirtualAuthenticator(page)
    page.goto(f"{company.url}/security/passkey")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Security", exact=True)).to_be_visible()
