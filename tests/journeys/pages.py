"""What people do in their browsers, page by page."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.journeys.company import PASSWORD


def link_in(text: str) -> str:
    """Return the only link of a mail's text."""
    [link] = set(re.findall(r"https?://\S+", text))
    return str(link)


def accept_invitation(page: Page, url: str, password: str = PASSWORD) -> None:
    """Open an invitation and set a password: the portal opens."""
    page.goto(url)
    page.get_by_label("New password").fill(password)
    page.get_by_label("The same password again").fill(password)
    page.get_by_role("button", name="Set password and sign in").click()
    expect(page.get_by_role("heading", name="Your accounts")).to_be_visible()


def sign_in(page: Page, login: str, password: str = PASSWORD) -> None:
    """Fill in the sign-in page that is open and send it."""
    page.get_by_label("User name or e-mail").fill(login)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def open_portal(page: Page, url: str, login: str, password: str = PASSWORD) -> None:
    """Come to the start URL and sign in."""
    page.goto(f"{url}/start")
    sign_in(page, login, password)
    expect(page.get_by_role("heading", name="Your accounts")).to_be_visible()


def entitlements(page: Page) -> dict[str, list[str]]:
    """Return the accounts that the portal shows, by their names, and the names of the roles in each."""
    return {
        account.locator(".account-name").inner_text(): account.locator(".role-name").all_text_contents()
        for account in page.locator(".account").all()
    }


def open_access_keys(page: Page, role: str, account: str) -> Locator:
    """Open the dialog with a role's keys and return it."""
    button = page.get_by_role("button", name=f"Access keys: {role} in {account}")
    if not button.is_visible():
        page.locator(".account", has=page.get_by_text(account, exact=True)).locator("summary").click()
    button.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name=f"Access keys for {role}")).to_be_visible()
    return dialog


def copy_from(page: Page, dialog: Locator, way: str, block: str) -> str:
    """Open one of the dialog's ways, press the button that copies its block, and return what is on the clipboard."""
    details = dialog.locator("details", has_text=way)
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    details.get_by_role("button", name=f"Copy: {block}").click()
    expect(dialog.locator("[data-announcer]")).to_have_text("Copied")
    return str(page.evaluate("navigator.clipboard.readText()"))


def path_of(page: Page) -> str:
    """Return the path of the page that is open."""
    return urlsplit(page.url).path
