"""An administrator adds somebody, finds them, and keeps them out: by keyboard, on a phone, with parts that load by themselves."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.console.conftest import Office
from tests.journeys import pages
from tests.servers import axe
from tests.servers.chromium import Window


def fill_in(page: Page, user_name: str) -> None:
    """Type the first step of *Add user* by keyboard alone: the first field has the focus."""
    email = f"{user_name}@people.example.com"
    for text in (user_name, email, email, "Rosa", "Lindqvist"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_somebody_is_added_by_keyboard_and_comes_in(
    office: Office, seated: Callable[..., Window], open_window: Callable[..., Window]
) -> None:
    name, group = office.company.name("rosa"), office.company.name("Harbour")
    office.company.group(group)
    page = seated().page
    office.go(page, "/users/new")
    fill_in(page, name)
    page.get_by_role("searchbox", name="Group name begins with").press_sequentially(group.upper())
    expect(page.get_by_role("checkbox")).to_have_count(1)
    page.get_by_role("checkbox", name=group).press("Space")
    page.get_by_role("button", name="Next: review").press("Enter")
    expect(page.get_by_text(f"An invitation goes to {name}@people.example.com")).to_be_visible()
    page.get_by_role("button", name="Add user").press("Enter")
    expect(page.get_by_text("The user is there, and an invitation is on its way")).to_be_visible()
    expect(page.get_by_role("heading", name="Rosa Lindqvist")).to_be_visible()
    expect(page.get_by_role("list").get_by_text(group)).to_be_visible()
    other = open_window("phone").page
    delivery = office.company.mailbox.wait(f"{name}@people.example.com", number=1)
    pages.accept_invitation(other, pages.link_in(delivery.part("plain")))


def test_the_list_narrows_as_one_types(office: Office, seated: Callable[..., Window]) -> None:
    name = office.company.name("quentin")
    office.company.user(name)
    window = seated("phone")
    page = window.page
    office.go(page, "/users")
    page.get_by_role("searchbox").press_sequentially(name[:9])
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page).to_have_url(f"{office.company.url}/console/users?q={name[:9]}")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name="Quentin")).to_be_visible()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Home").click()
    expect(page).to_have_url(f"{office.company.url}/console")


def test_somebody_is_disabled_and_deleted(office: Office, seated: Callable[..., Window]) -> None:
    person = office.company.user(office.company.name("viktor"))
    page = seated().page
    office.go(page, f"/users/{person.user_id}")
    page.get_by_role("link", name="Disable").press("Enter")
    page.get_by_role("button", name="Disable Viktor").press("Enter")
    expect(page.get_by_text("The user cannot sign in any more")).to_be_visible()
    page.get_by_role("link", name="Delete").click()
    page.get_by_label("To go on, type the user name").fill(person.user_name)
    page.get_by_role("button", name=f"Delete {person.user_name}").click()
    expect(page.get_by_text("The user is deleted.")).to_be_visible()


def test_people_are_imported_with_progress_and_a_report(
    office: Office, seated: Callable[..., Window], tmp_path: Path
) -> None:
    name, group = office.company.name("ivan"), office.company.name("Imported")
    lines = ["user_name,email,given_name,family_name,groups", f"{name},{name}@people.example.com,Ivan,Horvat,{group}"]
    file = tmp_path / "people.csv"
    file.write_text("\n".join([*lines, "nobody,nowhere,No,Body,"]), encoding="utf-8")
    window = seated("phone")
    page = window.page
    office.go(page, "/users")
    page.get_by_role("link", name="Import").click()
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("Line 3: nowhere is not an e-mail address.")).to_be_visible()
    window.screenshot("console-import-preview")
    assert not axe.violations(page)
    page.get_by_role("button", name="Import 1").click()
    expect(page.locator("#progress").get_by_text("1 person was added")).to_be_visible()
    window.screenshot("console-import-done")
    assert not axe.violations(page)
    office.go(page, f"/users?q={name}")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("link", name=group, exact=True)).to_be_visible()
