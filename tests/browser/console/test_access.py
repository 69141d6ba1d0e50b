"""An administrator decides who may do what, by keyboard alone: groups, permission sets, assignments, and looking at all of it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.console.conftest import Office
from tests.browser.keyboard import Keyboard, tab_to
from tests.journeys.company import Person
from tests.servers import axe
from tests.servers.chromium import Window


def open_list(keys: Keyboard, name: str) -> None:
    """Open a list of the console on a phone, where the list of places is behind a button."""
    keys.press(keys.page.get_by_role("button", name="Menu"))
    keys.follow(name)


def see_it_done(keys: Keyboard) -> None:
    """Wait for the progress, which renews itself, and go back to where it was asked for."""
    expect(keys.page.locator("#progress").get_by_text("Done", exact=True).first).to_be_visible()
    keys.press(keys.page.get_by_role("link", name="Back", exact=True))


def test_a_group_is_made_filled_and_deleted(office: Office, seated: Callable[..., Window]) -> None:
    person, name = office.company.user(office.company.name("wilma")), office.company.name("Night")
    page = seated("phone", "dark").page
    keys = Keyboard(page)
    open_list(keys, "Groups")
    keys.press(page.get_by_role("link", name="Add group"))
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    keys.arrive(name)
    search = page.get_by_role("searchbox", name="Add somebody: their name begins with")
    keys.type(search, person.user_name)
    add = page.get_by_role("button", name=f"Add {person.user_name}")
    expect(add).to_be_visible()
    expect(search).to_be_focused()
    keys.press(add)
    expect(page.get_by_text("The user is in the group.")).to_be_visible()
    keys.skip()
    keys.press(page.get_by_role("link", name=f"Remove: {person.user_name}"))
    keys.arrive(re.compile("^Remove .* from"))
    keys.press(page.get_by_role("button", name=re.compile("^Remove")))
    expect(page.get_by_text("The user is no longer in the group.")).to_be_visible()
    keys.skip()
    keys.press(page.get_by_role("link", name="Delete"))
    keys.arrive(f"Delete {name}?")
    keys.push(f"Delete {name}", "The group is deleted.")


def write_policy(page: Page) -> None:
    """Type a policy with the completion of its actions, and be told what is wrong on the way."""
    editor, verdict = page.get_by_label("Policy"), page.locator("#verdict")
    expect(verdict).to_contain_text("can be saved")
    tab_to(page, editor)
    page.keyboard.press("Control+A")
    page.keyboard.type('{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Resource": "*", "Action": "s3"}}')
    expect(verdict).to_contain_text("Actions/Conditions must be prefaced by a vendor")
    for _ in range(3):
        page.keyboard.press("Backspace")
    page.keyboard.type(":getb")
    expect(page.get_by_role("group", name="Known actions that begin so").get_by_role("button").first).to_be_visible()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Enter")
    expect(editor).to_be_focused()
    page.keyboard.type("}}")
    expect(editor).to_have_value(re.compile(r'"Action": "s3:GetB[A-Za-z*]+"}}$'))
    expect(verdict).to_contain_text("can be saved")
    assert not axe.violations(page)


def assign_from_user(keys: Keyboard, office: Office, person: Person, name: str) -> None:
    """Assign a permission set by the user's page, and take it back there."""
    page = keys.page
    office.go(page, f"/users/{person.user_id}")
    keys.skip()
    keys.press(page.get_by_role("link", name="Assign"))
    keys.arrive("Assign")
    expect(page.get_by_role("checkbox", name=person.user_name)).to_be_checked()
    keys.tick(page.get_by_role("checkbox", name="Management"))
    keys.type(page.get_by_role("searchbox", name="Permission set's name begins with"), name)
    expect(page.locator("#pick-set").get_by_role("checkbox")).to_have_count(1)
    keys.tick(page.get_by_role("checkbox", name=name))
    keys.press(page.get_by_role("button", name="Assign"))
    expect(page.locator("#progress").get_by_text("Done", exact=True).first).to_be_visible()
    keys.press(page.get_by_role("link", name="Back", exact=True))
    keys.arrive(person.user_name.title())
    keys.press(page.get_by_role("link", name=f"Remove: {name} in Management"))
    keys.arrive("Remove this assignment?")
    keys.press(page.get_by_role("button", name="Remove"))
    see_it_done(keys)
    expect(page.get_by_text("No accounts so far.")).to_be_visible()


def delete_set(keys: Keyboard, name: str) -> None:
    """Find a permission set and delete it."""
    page = keys.page
    keys.follow("Permission sets")
    keys.type(page.get_by_role("searchbox"), name)
    expect(page.locator("tbody tr")).to_have_count(1)
    keys.press(page.get_by_role("link", name=name))
    keys.arrive(name)
    keys.press(page.get_by_role("link", name="Delete"))
    keys.arrive(f"Delete {name}?")
    keys.push(f"Delete {name}", "The permission set is deleted.")


def test_a_permission_set_is_made_and_assigned_from_either_end(office: Office, seated: Callable[..., Window]) -> None:
    company = office.company
    person, name = company.user(company.name("wolf")), company.name("Reports")
    window = seated("desktop", "dark")
    page = window.page
    keys = Keyboard(page)
    keys.follow("Permission sets")
    keys.press(page.get_by_role("link", name="Add permission set"))
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type(name)
    keys.choose(page.get_by_label("How long a session lasts"), "4 hours")
    keys.push("Add permission set", "The permission set is there.")
    keys.press(page.get_by_role("link", name="Write a policy"))
    keys.arrive("Inline policy")
    write_policy(page)
    keys.press(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("group", name="Inline policy")).to_contain_text("s3:GetB")
    keys.skip()
    keys.choose(page.get_by_label("AWS managed policy", exact=True), "SecurityAudit")
    keys.press(page.get_by_role("button", name="Add policy").first)
    keys.press(page.get_by_role("link", name="Remove: SecurityAudit"))
    keys.arrive(re.compile("SecurityAudit"))
    keys.press(page.get_by_role("button", name=re.compile("^Remove")))
    expect(page.get_by_role("link", name="Remove: SecurityAudit")).to_have_count(0)
    keys.arrive(name)

    keys.press(page.get_by_role("link", name="Assign"))
    keys.arrive("Assign")
    keys.type(page.get_by_role("searchbox", name="Group or user name begins with"), person.user_name)
    expect(page.locator("#pick-principal").get_by_role("checkbox")).to_have_count(1)
    keys.tick(page.get_by_role("checkbox", name=person.user_name))
    keys.tick(page.get_by_role("checkbox", name="Management"))
    expect(page.get_by_role("checkbox", name=name)).to_be_checked()
    keys.press(page.get_by_role("button", name="Assign"))
    expect(page.locator("#progress").get_by_text("Done", exact=True).first).to_be_visible()
    window.screenshot("console-progress")
    see_it_done(keys)
    keys.arrive(name)
    keys.press(page.get_by_role("link", name="Management", exact=True))
    keys.arrive("Management")
    keys.press(page.get_by_role("link", name=f"Remove: {name} of {person.user_name}"))
    keys.arrive("Remove this assignment?")
    keys.press(page.get_by_role("button", name="Remove"))
    see_it_done(keys)
    keys.arrive("Management")

    assign_from_user(keys, office, person, name)

    delete_set(keys, name)


def test_events_are_looked_up_and_access_is_explained(office: Office, seated: Callable[..., Window]) -> None:
    page = seated("phone").page
    keys = Keyboard(page)
    open_list(keys, "Event history")
    expect(page.locator("#drawing svg.chart")).to_be_visible()
    keys.choose(page.get_by_label("Look for"), "Event")
    keys.type(page.get_by_label("Exactly"), "CreateGroup")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("value=CreateGroup"))
    expect(page.locator(".event .event-name").first).to_have_text("CreateGroup")
    keys.press(page.locator(".event summary").first)
    expect(page.locator(".event pre").first).to_contain_text('"eventName": "CreateGroup"')

    keys.press(page.get_by_role("button", name="Menu"))
    keys.follow("Who has access")
    keys.type(page.get_by_role("searchbox"), office.person.user_name)
    person = page.locator("#results").get_by_role("link")
    expect(person).to_have_count(1)
    keys.press(person)
    expect(page.locator("svg.graph")).to_be_visible()
    keys.skip()
    take_file(keys, office, "access-of-user.csv")
    keys.press(page.get_by_role("link", name="Who has access").last)
    keys.arrive("Who has access")
    keys.press(page.get_by_role("link", name="Management", exact=True))
    keys.arrive("Management")
    take_file(keys, office, f"access-to-{office.company.account_id}.csv", office.person.user_name)


def take_file(keys: Keyboard, office: Office, name: str, holds: str = "Management") -> None:
    """Take the page away as a file."""
    with keys.page.expect_download() as download:
        keys.press(keys.page.get_by_role("link", name="CSV file"))
    assert download.value.suggested_filename == name
    assert holds in download.value.path().read_text(encoding="utf-8-sig")
