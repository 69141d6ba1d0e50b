"""Every page of a running Gatepost as people see it: whole, not wider than the window, and kept as a picture to look at."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

from tests.journeys import pages
from tests.journeys.company import Company, client
from tests.servers.chromium import Window

CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.fixture(scope="module")
def company(companies: Callable[[str], Company]) -> Company:
    """One company, on SQLite: a page does not know which database its words come from."""
    return companies("sqlite")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_every_page(company: Company, open_window: Callable[..., Window], device: str, colours: str) -> None:
    window = open_window(device, colours)
    page = window.page
    person = company.user(company.name("maria"))
    link = pages.link_in(company.invitation(person).part("plain"))
    wide = []

    def see(name: str) -> None:
        window.screenshot(name)
        if window.overflows():
            wide.append(name)

    page.goto(f"{company.url}/start")
    see("sign-in")
    pages.sign_in(page, person.user_name, "five words in this row")
    see("sign-in-refused")
    page.goto(link)
    see("invitation")
    pages.accept_invitation(page, link)
    see("portal-empty")
    company.assign(company.account_id, company.permission_set(company.name("Build"), "ReadOnlyAccess"), person)
    page.reload()
    see("portal")
    page.get_by_role("button", name="Access keys").first.click()
    page.get_by_role("dialog").wait_for()
    see("portal-access-keys")
    page.goto(link)
    see("invitation-used")
    page.goto(f"{company.url}/invitation/gpi_{'x' * 43}")
    see("invitation-unknown")
    _device(company, page, see)
    page.goto(_authorize(company))
    see("authorize")
    page.goto(f"{company.url}/nothing/here")
    see("error")
    page.goto(company.url)
    page.locator(".user-button").click()
    page.get_by_role("button", name="Sign out").click()
    see("signed-out")
    assert not wide


def _device(company: Company, page: Page, see: Callable[[str], None]) -> None:
    page.goto(f"{company.url}/device")
    see("device")
    page.get_by_label("Code").fill("ABCD-EFGH")
    page.get_by_role("button", name="Continue").click()
    see("device-unknown")
    for decision, name in (("Allow", "device-allowed"), ("Deny", "device-denied")):
        page.goto(_device_page(company))
        see("device-confirm")
        page.get_by_role("button", name=decision).click()
        page.get_by_role("heading").wait_for()
        see(name)


def _device_page(company: Company) -> str:
    oidc = client("sso-oidc", company.url)
    registered = oidc.register_client(clientName="botocore-client-gatepost", clientType="public")
    asked = oidc.start_device_authorization(
        clientId=registered["clientId"], clientSecret=registered["clientSecret"], startUrl=company.facts["start_url"]
    )
    return str(asked["verificationUriComplete"])


def _authorize(company: Company) -> str:
    registered = client("sso-oidc", company.url).register_client(
        clientName="botocore-client-gatepost",
        clientType="public",
        grantTypes=["authorization_code", "refresh_token"],
        redirectUris=["http://127.0.0.1/oauth/callback"],
    )
    query = {
        "response_type": "code",
        "client_id": registered["clientId"],
        "redirect_uri": "http://127.0.0.1:53682/oauth/callback",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    return f"{company.url}/authorize?{urlencode(query)}"
