"""By keyboard alone an administrator connects applications, assigns a group, and looks at what one would be told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import pictures
from tests.browser.console.conftest import Office
from tests.browser.keyboard import Keyboard, tab_to
from tests.doors.api.test_saml_drafts import METADATA
from tests.servers import axe
from tests.servers.chromium import Window


def add_from_catalogue(keys: Keyboard, name: str) -> None:
    """Add an application that is ready but for its domain."""
    page = keys.page
    keys.press(page.get_by_role("link", name="Add application"))
    keys.arrive("Add application")
    keys.press(page.get_by_role("link", name="Grafana"))
    keys.arrive("Add Grafana")
    keys.type(page.get_by_label("Name"), name)
    keys.type(page.get_by_label("Domain"), f"{name}.charts.example.com")
    keys.push("Add application", "The application is there.")


def test_an_application_is_connected_by_its_metadata_and_assigned(
    office: Office, seated: Callable[..., Window]
) -> None:
    company = office.company
    name, group = company.name("Wiki"), company.name("Writers")
    company.group(group, office.person)
    window = seated("phone")
    page = window.page
    keys = Keyboard(page)
    office.go(page, "/applications/new")
    keys.skip()
    keys.press(page.get_by_role("link", name="From its metadata"))
    expect(page.get_by_label("The metadata themselves")).to_be_visible()
    keys.skip()
    tab_to(page, page.get_by_label("The metadata themselves"))
    page.keyboard.insert_text(METADATA.replace("wiki.example.com", f"{name}.example.com"))
    keys.press(page.get_by_role("button", name="Read the metadata"))
    expect(page.get_by_label("Entity ID")).to_have_value(f"https://{name}.example.com/saml")
    keys.skip()
    keys.type(page.get_by_label("Name", exact=True), name)
    keys.type(page.get_by_label("Attribute 1", exact=True), "teams")
    keys.type(page.get_by_label("Value of attribute 1"), "${user:groups}")
    window.screenshot("console-application-from-metadata")
    keys.push("Add application", "The application is there.")
    keys.type(page.get_by_role("searchbox", name="Assign: group or user name begins with"), group)
    assign = page.get_by_role("button", name=f"Assign {group}, group")
    expect(assign).to_be_visible()
    keys.press(assign)
    expect(page.get_by_text("They may enter the application.")).to_be_visible()
    keys.skip()
    keys.type(page.get_by_label("User name to look at"), office.person.user_name)
    keys.press(page.get_by_role("button", name="Look at an example"))
    expect(page.get_by_text("it would be told")).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text=group)).to_be_visible()
    keys.press(page.get_by_role("link", name=f"Remove: {group}"))
    keys.arrive(f"Remove {group} from {name}?")
    window.screenshot("console-question")
    assert not window.overflows()
    assert not axe.violations(page)
    keys.press(page.get_by_role("link", name="Cancel"))
    keys.arrive(name)
    keys.press(page.get_by_role("link", name=f"Remove: {group}"))
    keys.arrive(f"Remove {group} from {name}?")
    keys.push(f"Remove {group} from {name}", "They may not enter the application any more by this.")
    keys.press(page.get_by_role("link", name="Delete"))
    keys.arrive(f"Delete {name}?")
    keys.type(page.get_by_label("To go on, type the name"), name)
    keys.push(f"Delete {name}", "The application is deleted.")

    add_from_catalogue(keys, f"{name}-charts")


def test_an_application_gets_a_logo_that_people_see(
    office: Office, seated: Callable[..., Window], tmp_path: Path
) -> None:
    window = seated("phone", "dark")
    page = window.page
    name = office.company.name("Gallery")
    path = office.connect(page, name)
    page.get_by_role("link", name="Open it to everybody").press("Enter")
    page.get_by_role("button", name=f"Open {name} to everybody").press("Enter")
    expect(page.get_by_text("Everybody in the directory.")).to_be_visible()
    page.get_by_role("link", name="Add a logo").press("Enter")
    wrong, right = tmp_path / "wrong.png", tmp_path / "right.png"
    wrong.write_bytes(pictures.png(4000, 1))
    right.write_bytes(pictures.png(64, 64))
    page.get_by_label("Picture").set_input_files(wrong)
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("at most 2048 pixels a side")).to_be_visible()
    window.screenshot("console-application-logo-wrong")
    assert not axe.violations(page)
    page.get_by_label("Picture").set_input_files(right)
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("The logo is saved.")).to_be_visible()
    window.screenshot("console-application-with-logo")
    assert not axe.violations(page)
    assert not window.overflows()
    page.goto(office.company.url)
    tile = page.get_by_role("link", name=name).get_by_role("presentation")
    expect(tile).to_have_js_property("naturalWidth", 64)
    window.screenshot("portal-with-logo")
    office.go(page, path)
    page.get_by_role("link", name="Change the logo").press("Enter")
    page.get_by_role("link", name="Remove the logo").press("Enter")
    page.get_by_role("button", name=f"Remove the logo of {name}").press("Enter")
    expect(page.get_by_role("link", name="Add a logo")).to_be_visible()


@pytest.mark.parametrize(("device", "colours"), [("desktop", "light"), ("phone", "dark")])
def test_a_client_of_oauth_gets_scopes_and_trusts_an_issuer(
    office: Office, seated: Callable[..., Window], device: str, colours: str
) -> None:
    window = seated(device, colours)
    page = window.page
    name, login = office.company.name("Tools"), office.company.name("Login")
    office.go(page, "/applications")
    page.get_by_role("link", name="Trusted token issuers").press("Enter")
    page.get_by_role("link", name="Add an issuer").first.press("Enter")
    page.get_by_label("Name").fill(login)
    page.get_by_label("Address of the issuer").fill("https://login.example.com")
    page.get_by_role("button", name="Add the issuer").press("Enter")
    expect(page.get_by_text("The issuer is trusted.")).to_be_visible()
    looked_at(window, "console-issuers")
    page.get_by_role("link", name=login, exact=True).press("Enter")
    page.get_by_label("Claim of its tokens").fill("upn")
    looked_at(window, "console-issuer")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_role("row", name=login)).to_contain_text("upn")
    office.go(page, "/applications/new/oauth")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Redirect URIs").fill("https://tools.example.com/callback")
    page.get_by_role("button", name="Add application").press("Enter")
    page.get_by_role("link", name="Trust an issuer").press("Enter")
    page.get_by_label("Issuer").select_option(login)
    page.get_by_label("Meant for").fill("tools")
    looked_at(window, "console-trust-an-issuer")
    page.get_by_role("button", name="Trust its tokens").press("Enter")
    page.get_by_role("link", name="Add a scope").press("Enter")
    page.get_by_label("Scope").fill("files:read")
    looked_at(window, "console-scope")
    page.get_by_role("button", name="Add the scope").press("Enter")
    page.get_by_role("button", name="Add: token exchange").press("Enter")
    expect(page.get_by_role("link", name="Remove: token exchange")).to_be_visible()
    looked_at(window, "console-client")
    page.get_by_role("link", name="Remove: files:read").press("Enter")
    page.get_by_role("button", name=f"Remove the scope files:read from {name}").press("Enter")
    expect(page.get_by_role("link", name="Edit: files:read")).to_have_count(0)
    page.get_by_role("link", name=f"Remove: {login}").press("Enter")
    page.get_by_role("button", name=f"Trust tokens of {login} no more at {name}").press("Enter")
    expect(page.get_by_text("Nobody's so far.")).to_be_visible()
    office.go(page, "/applications/issuers")
    page.get_by_role("link", name=login, exact=True).press("Enter")
    page.get_by_role("link", name="Delete").press("Enter")
    page.get_by_role("button", name=f"Delete {login}").press("Enter")
    expect(page.get_by_text("The issuer is deleted")).to_be_visible()


def looked_at(window: Window, name: str) -> None:
    """Keep a picture of a page, and find no fault with it."""
    window.screenshot(name)
    assert not window.overflows()
    assert not axe.violations(window.page)
