"""An administrator's work with people, by keyboard alone: adding, finding, helping, keeping out, deleting, importing."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.console.conftest import ADMINISTRATION, Office
from tests.browser.keyboard import Keyboard
from tests.journeys import pages
from tests.servers import axe
from tests.servers.chromium import Window


def type_details(keys: Keyboard, user_name: str) -> None:
    """Type the first step of *Add user*: the first field has the focus already."""
    email = f"{user_name}@people.example.com"
    expect(keys.page.get_by_label("User name")).to_be_focused()
    for text in (user_name, email, email, "Rosa", "Lindqvist"):
        keys.page.keyboard.type(text)
        keys.page.keyboard.press("Tab")
    keys.page.keyboard.press("Enter")
    expect(keys.page.get_by_role("searchbox", name="Group name begins with")).to_be_visible()
    keys.skip()


def hand_over_password(keys: Keyboard, name: str) -> None:
    """Make a one-time password for the user whose page is open, and copy it."""
    page = keys.page
    keys.press(page.get_by_role("link", name="One-time password"))
    keys.arrive(f"One-time password for {name}?")
    keys.press(page.get_by_role("button", name="Make a one-time password"))
    keys.arrive(f"One-time password for {name}")
    keys.press(page.get_by_role("button", name="Copy: the one-time password"))
    expect(page.locator("[data-announcer]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#one-time-password").inner_text()
    keys.press(page.get_by_role("link", name=name))
    keys.arrive(name)


def test_somebody_comes_and_goes(office: Office, open_window: Callable[..., Window]) -> None:
    """From the portal into the console; there somebody is added, found, helped, kept out, let in again and deleted."""
    company = office.company
    name, group = company.name("rosa"), company.name("Harbour")
    company.group(group)
    page = open_window().page
    keys = Keyboard(page)
    pages.open_portal(page, company.url, office.person.user_name)
    keys.press(
        page.get_by_role("button", name=f"Management console: {office.roles[ADMINISTRATION]} in Management").first
    )
    expect(page).to_have_url(f"{company.url}/console")
    keys.follow("Users")

    keys.press(page.get_by_role("link", name="Add user"))
    type_details(keys, name)
    keys.type(page.get_by_role("searchbox", name="Group name begins with"), group.upper())
    expect(page.get_by_role("checkbox")).to_have_count(1)
    keys.tick(page.get_by_role("checkbox", name=group))
    keys.press(page.get_by_role("button", name="Next: review"))
    expect(page.get_by_text(f"An invitation goes to {name}@people.example.com")).to_be_visible()
    keys.push("Add user", "The user is there, and an invitation is on its way")
    expect(page.get_by_role("link", name=group, exact=True)).to_be_visible()
    keys.push("Send invitation again", "A new link is on its way.")
    company.mailbox.wait(f"{name}@people.example.com", number=2)

    keys.press(page.get_by_role("link", name="Disable"))
    keys.arrive("Disable Rosa Lindqvist?")
    keys.push("Disable Rosa Lindqvist", "The user cannot sign in any more")
    keys.press(page.get_by_role("link", name="Users", exact=True).last)
    keys.arrive("Users")
    keys.press(page.get_by_role("link", name="Disabled", exact=True))
    expect(page).to_have_url(re.compile("status=DISABLED"))
    keys.skip()
    search = page.get_by_role("searchbox")
    keys.type(search, name)
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(search).to_be_focused()
    keys.press(page.get_by_role("link", name=name))
    keys.arrive("Rosa Lindqvist")
    keys.push("Enable", "The user can sign in again.")

    hand_over_password(keys, "Rosa Lindqvist")
    keys.press(page.get_by_role("link", name="Delete"))
    keys.arrive(f"Delete {name}?")
    keys.type(page.get_by_label("To go on, type the user name"), name)
    keys.push(f"Delete {name}", "The user is deleted.")

    keys.type(page.get_by_role("searchbox"), office.person.user_name)
    expect(page.locator("tbody tr")).to_have_count(1)
    keys.press(page.get_by_role("link", name=office.person.user_name, exact=True))
    keys.arrive(office.person.user_name)
    keys.push("Send a link to a new password", "A link to a new password is on its way.")


def test_people_are_imported_with_progress_and_a_report(
    office: Office, seated: Callable[..., Window], tmp_path: Path
) -> None:
    name, group = office.company.name("ivan"), office.company.name("Imported")
    lines = ["user_name,email,given_name,family_name,groups", f"{name},{name}@people.example.com,Ivan,Horvat,{group}"]
    file = tmp_path / "people.csv"
    file.write_text("\n".join([*lines, "nobody,nowhere,No,Body,"]), encoding="utf-8")
    window = seated("phone", "dark")
    page = window.page
    keys = Keyboard(page)
    keys.press(page.get_by_role("button", name="Menu"))
    keys.follow("Users")
    keys.press(page.get_by_role("link", name="Import"))
    keys.arrive("Import users")
    keys.pick(page.get_by_label("CSV file"), file)
    keys.press(page.get_by_role("button", name="Look at it"))
    expect(page.get_by_text("Line 3: nowhere is not an e-mail address.")).to_be_visible()
    keys.skip()
    window.screenshot("console-import-preview")
    assert not axe.violations(page)
    keys.press(page.get_by_role("button", name="Import 1"))
    expect(page.locator("#progress").get_by_text("1 person was added")).to_be_visible()
    keys.skip()
    window.screenshot("console-import-done")
    assert not axe.violations(page)
    keys.press(page.get_by_role("link", name="Go to the users"))
    keys.arrive("Users")
    keys.type(page.get_by_role("searchbox"), name)
    expect(page.locator("tbody tr")).to_have_count(1)
    keys.press(page.get_by_role("link", name=name))
    expect(page.get_by_role("link", name=group, exact=True)).to_be_visible()
