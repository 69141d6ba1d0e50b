"""An administrator decides for everybody, by keyboard alone: each page of the settings, and a token that is shown once."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.console.conftest import Office
from tests.browser.keyboard import Keyboard, tab_to
from tests.servers import axe
from tests.servers.chromium import Window

SAVED = "The change is saved."
LOGO = Path(__file__).parents[3] / "src/gatepost/web/static/icons/icon-192.png"


def test_settings_are_changed_by_keyboard_alone(office: Office, seated: Callable[..., Window]) -> None:
    window = seated()
    page = window.page
    keys = Keyboard(page)
    keys.follow("Settings")

    keys.follow("Second factors", "Settings")
    tab_to(page, page.get_by_role("radio", name="At every sign-in"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="When something is new")).to_be_checked()
    page.keyboard.press("ArrowUp")
    keys.tick(page.get_by_role("checkbox", name="Change their own e-mail address"))
    keys.push("Save", SAVED)

    keys.follow("Passwords", "Settings")
    keys.type(page.get_by_label("Words that no password may be made of"), "lighthouse")
    keys.push("Save", SAVED)
    expect(page.get_by_label("Words that no password may be made of")).to_have_value(re.compile("^lighthouse"))

    keys.follow("Sessions", "Settings")
    keys.type(page.get_by_label("A sign-in lasts", exact=True), "5")
    keys.choose(page.get_by_label("Unit: A sign-in lasts"), "days")
    keys.push("Save", SAVED)
    expect(page.get_by_label("A sign-in lasts", exact=True)).to_have_value("5")
    # As long as before: the company is others' too, who look at how long.
    keys.type(page.get_by_label("A sign-in lasts", exact=True), "8")
    keys.choose(page.get_by_label("Unit: A sign-in lasts"), "hours")
    keys.push("Save", SAVED)
    expect(page.get_by_label("A sign-in lasts", exact=True)).to_have_value("8")

    keys.follow("Attributes", "Settings")
    keys.press(page.get_by_role("button", name="Switch them on"))
    keys.skip()
    keys.type(page.get_by_label("Key of the tag"), "team")
    keys.type(page.get_by_label("Attribute of the person"), "${path:enterprise.department}")
    keys.press(page.get_by_role("button", name="Add attribute"))
    keys.press(page.get_by_role("link", name="Remove: team"))
    keys.arrive("Remove the attribute team?")
    keys.press(page.get_by_role("button", name="Remove the attribute team"))
    keys.skip()

    keys.follow("Regions", "Settings")
    keys.type(page.get_by_label("Region", exact=True), "af-south-1")
    page.keyboard.press("Enter")
    remove = page.get_by_role("link", name="Remove: af-south-1")
    expect(remove).to_be_visible()
    keys.press(remove)
    keys.arrive("Remove af-south-1?")
    keys.press(page.get_by_role("button", name="Remove af-south-1"))
    expect(page.get_by_text("af-south-1", exact=True)).to_have_count(0)

    keys.follow("Look", "Settings")
    keys.pick(page.get_by_label("Logo"), LOGO)
    keys.push("Save", SAVED)
    expect(page.get_by_alt_text("The logo as it is")).to_be_visible()
    keys.tick(page.get_by_role("checkbox", name="Take the logo away"))
    keys.push("Save", SAVED)


def test_identity_providers_are_let_in_by_keyboard_alone(office: Office, seated: Callable[..., Window]) -> None:
    """The identity source, and a token for SCIM, which is shown once and deleted."""
    window = seated("phone", "dark")
    page = window.page
    keys = Keyboard(page)
    keys.press(page.get_by_role("button", name="Menu"))
    keys.follow("Settings")
    keys.follow("Identity source", "Settings")
    keys.press(page.get_by_role("button", name="Copy: the entity ID"))
    expect(page.locator("[data-announcer]")).to_have_text("Copied")
    keys.press(page.get_by_role("link", name="Sign in through an identity provider"))
    expect(page).to_have_url(re.compile("/identity-source/external$"))
    keys.skip()
    keys.press(page.get_by_role("link", name="Cancel"))
    expect(page).to_have_url(re.compile("/identity-source$"))
    keys.skip()

    keys.follow("Provisioning", "Settings")
    keys.press(page.get_by_role("button", name="Make a token"))
    token = page.get_by_role("group", name="the access token").inner_text()
    assert token.startswith("gpp_")
    window.screenshot("console-provisioning-token")
    keys.press(page.get_by_role("button", name="Copy: the access token"))
    expect(page.locator("[data-announcer]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == token
    assert not axe.violations(page)
    keys.press(page.get_by_role("link", name="Provisioning"))
    expect(page.get_by_text(token)).to_be_hidden()
    keys.press(page.get_by_role("link", name="Delete: "))
    keys.arrive(re.compile("^Delete the token"))
    keys.press(page.get_by_role("button", name=re.compile("^Delete the token")))
    expect(page.get_by_text("The token is deleted, and good for nothing.")).to_be_visible()


def test_the_certificate_that_an_identity_provider_knows_is_renewed(
    office: Office, seated: Callable[..., Window]
) -> None:
    window = seated("phone")
    page = window.page
    page.request.get(f"{office.company.url}/saml/sp/metadata")  # makes the first
    office.go(page, "/settings/identity-source")
    page.get_by_role("link", name="Certificates").press("Enter")
    page.get_by_role("button", name="Make the next one").press("Enter")
    expect(page.get_by_role("heading", name="Next until")).to_be_visible()
    window.screenshot("console-certificates-next")
    assert not axe.violations(page)
    assert not window.overflows()
    page.get_by_role("link", name="Let the next one sign").press("Enter")
    page.get_by_role("button", name="Let the next certificate sign").press("Enter")
    expect(page.get_by_role("heading", name="Earlier until")).to_be_visible()
    page.get_by_role("link", name="Delete").press("Enter")
    page.get_by_role("button", name="Delete the certificate").press("Enter")
    expect(page.get_by_role("heading", name="Signs until")).to_be_visible()
    expect(page.get_by_role("heading", name="Earlier until")).to_be_hidden()
