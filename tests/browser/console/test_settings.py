"""An administrator decides for everybody, by keyboard alone: sessions, a Region that comes by itself, a token that is shown once."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.console.conftest import Office
from tests.servers import axe
from tests.servers.chromium import Window


def tab_to(page: Page, name: str) -> None:
    """Move by keyboard to the element with this name or these words, however many others stand before it."""
    says = "(({ name, ariaLabel, innerText }) => name || ariaLabel || innerText.trim())(document.activeElement)"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(says) == name:
            return
    raise AssertionError(f"Tab does not lead to {name}")


def follow(page: Page, name: str) -> None:
    """Open a page of the settings by keyboard: its heading is what its link says."""
    tab_to(page, name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def test_settings_are_changed_by_keyboard_alone(office: Office, seated: Callable[..., Window]) -> None:
    window = seated()
    page = window.page
    office.go(page, "/settings")
    follow(page, "Sessions")
    tab_to(page, "session_minutes")
    page.keyboard.type("5")
    tab_to(page, "Save")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="The change is saved.")).to_be_visible()
    expect(page.get_by_label("A sign-in lasts", exact=True)).to_have_value("5")
    follow(page, "Regions")
    tab_to(page, "region")
    page.keyboard.type("af-south-1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Remove: af-south-1")).to_be_visible()
    tab_to(page, "Remove: af-south-1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Remove af-south-1?")).to_be_visible()
    tab_to(page, "Remove af-south-1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("af-south-1", exact=True)).to_have_count(0)


def test_a_token_for_scim_is_shown_once_and_deleted(office: Office, seated: Callable[..., Window]) -> None:
    window = seated("phone", "dark")
    page = window.page
    office.go(page, "/settings/provisioning")
    page.get_by_role("button", name="Make a token").press("Enter")
    token = page.get_by_role("group", name="the access token").inner_text()
    assert token.startswith("gpp_")
    window.screenshot("console-provisioning-token")
    assert not axe.violations(page)
    page.get_by_role("button", name="Copy: the access token").press("Enter")
    assert page.evaluate("navigator.clipboard.readText()") == token
    page.get_by_role("link", name="Provisioning").press("Enter")
    expect(page.get_by_text(token)).to_be_hidden()
    page.get_by_role("link", name="Delete: ").press("Enter")
    page.get_by_role("button", name="Delete the token").press("Enter")
    expect(page.get_by_text("The token is deleted, and good for nothing.")).to_be_visible()
