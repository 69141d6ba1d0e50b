"""The portal's ways to a role in a real browser, by keyboard alone: search, favourites, what was used last, and shortcuts."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import tab_to
from tests.journeys import pages
from tests.journeys.company import Company, Person
from tests.servers import axe
from tests.servers.chromium import Window

MORE_THAN_A_PAGE = 26
"""So many roles stand on two pages: the server is asked for what is searched, where one page narrows itself."""


@pytest.fixture(scope="module")
def company(companies: Callable[[str], Company]) -> Company:
    """One company, on SQLite: a browser does not know which database is behind a page."""
    return companies("sqlite")


@pytest.fixture(scope="module")
def roles(company: Company) -> list[str]:
    """The permission sets of a group of people with many roles, by name."""
    return [company.name(f"Role{number:02d}-") for number in range(MORE_THAN_A_PAGE)]


@pytest.fixture(scope="module")
def group(company: Company, roles: list[str]) -> str:
    """The group that has every one of the roles in the organisation's own account."""
    group_id = company.group(company.name("Engineers"))
    for name in roles:
        company.assign(company.account_id, company.permission_set(name, "ReadOnlyAccess"), group_id)
    return group_id


def come_in(company: Company, window: Window, person: Person) -> Page:
    pages.accept_invitation(window.page, pages.link_in(company.invitation(person).part("plain")))
    return window.page


def see(window: Window, name: str) -> None:
    window.screenshot(name)
    assert not window.overflows(), name
    assert not axe.violations(window.page), name


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_favourites_and_roles_used_last(
    company: Company, open_window: Callable[..., Window], device: str, colours: str
) -> None:
    window = open_window(device, colours)
    person = company.user(company.name("maria"))
    build, look = company.name("Build"), company.name("Look")
    for name in (build, look):
        company.assign(company.account_id, company.permission_set(name, "ReadOnlyAccess"), person)
    page = come_in(company, window, person)
    quick = page.locator(".quick .role-name")
    expect(quick).to_have_count(0)

    tab_to(page, page.get_by_role("button", name=f"Favourite: {look} in Management"))
    page.keyboard.press("Enter")
    expect(quick).to_have_text([look])
    star = page.locator(".quick").get_by_role("button", name=f"Favourite: {look} in Management")
    expect(star).to_have_attribute("aria-pressed", "true")

    pages.open_access_keys(page, build, "Management")
    page.keyboard.press("Escape")
    page.reload()
    expect(quick).to_have_text([look, build])
    see(window, "portal-favourites")

    tab_to(page, star)
    page.keyboard.press("Enter")
    expect(quick).to_have_text([build])


def test_a_search_that_the_server_answers_as_one_types(
    company: Company, window: Window, group: str, roles: list[str]
) -> None:
    person = company.user(company.name("maria"))
    company.join_group(group, person)
    page = come_in(company, window, person)
    expect(page.get_by_role("navigation", name="Pages")).to_contain_text("26 roles: page 1 of 2")
    see(window, "portal-many-roles")

    tab_to(page, page.get_by_role("searchbox"))
    page.keyboard.type(roles[-1].lower())
    expect(page.locator("#accounts .role-name")).to_have_text([roles[-1]])
    page.keyboard.press("Enter")
    expect(page.locator(".account summary")).to_be_focused()
    see(window, "portal-found")

    tab_to(page, page.get_by_role("button", name=f"Access keys: {roles[-1]} in Management"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("heading", name=f"Access keys for {roles[-1]}")).to_be_visible()
    page.keyboard.press("Escape")

    page.get_by_role("searchbox").fill("nothing is called so")
    expect(page.get_by_role("heading", name="Nothing by that name")).to_be_visible()


def test_what_does_not_come_can_be_asked_for_again(
    company: Company, open_window: Callable[..., Window], group: str, roles: list[str]
) -> None:
    """The connection goes: in a search, and before a dialog opens."""
    window = open_window("phone", "dark")
    person = company.user(company.name("maria"))
    company.join_group(group, person)
    page = come_in(company, window, person)
    results = page.locator("#results")
    page.route("**/?q=*", lambda route: route.abort())
    tab_to(page, page.get_by_role("searchbox"))
    page.keyboard.type(roles[0].lower())
    expect(results.get_by_role("alert")).to_contain_text("This did not load.")
    expect(results).to_have_attribute("aria-busy", "false")
    see(window, "portal-search-failed")
    page.unroute("**/?q=*")
    tab_to(page, page.get_by_role("button", name="Try again"))
    page.keyboard.press("Enter")
    expect(page.locator("#accounts .role-name")).to_have_text([roles[0]])

    page.route("**/access-keys", lambda route: route.abort())
    tab_to(page, page.get_by_role("button", name=f"Access keys: {roles[0]} in Management"))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("alert")).to_contain_text("This did not load.")
    see(window, "portal-dialog-failed")
    page.unroute("**/access-keys")
    tab_to(page, dialog.get_by_role("button", name="Try again"))
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("heading", name=f"Access keys for {roles[0]}")).to_be_visible()
    assert window.problems, "a browser names what did not load"
    window.problems.clear()


@pytest.mark.parametrize("form", ["/?", "/start/#/console?"])
def test_a_shortcut_leads_through_the_sign_in_to_its_role(company: Company, desktop: Window, form: str) -> None:
    """The second is the form of AWS's access portal, of which the server sees nothing behind the #."""
    person = company.user(company.name("maria"))
    name = company.name("Build")
    company.assign(company.account_id, company.permission_set(name, "ReadOnlyAccess"), person)
    page = come_in(company, desktop, person)
    if form == "/?":  # what stands behind the # does not outlive a sign-in
        page.context.clear_cookies()
    page.goto(f"{company.url}{form}{urlencode({'account_id': company.account_id, 'role_name': name})}")
    if form == "/?":
        pages.sign_in(page, person.user_name)
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    see(desktop, "portal-shortcut")
    tab_to(page, page.locator(".chosen").get_by_role("button", name="Access keys"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("heading", name=f"Access keys for {name}")).to_be_visible()


def test_a_shortcut_to_what_one_does_not_have(company: Company, desktop: Window) -> None:
    page = come_in(company, desktop, company.user(company.name("maria")))
    page.goto(f"{company.url}/?{urlencode({'account_id': company.account_id, 'role_name': 'Owner'})}")
    expect(page.get_by_text("which you do not have")).to_be_visible()
    see(desktop, "portal-shortcut-refused")


def test_a_browser_would_install_it(company: Company, desktop: Window) -> None:
    """Chromium's own judgement of the manifest, its icons and its scope."""
    page = come_in(company, desktop, company.user(company.name("maria")))
    devtools = page.context.new_cdp_session(page)
    assert devtools.send("Page.getAppManifest")["errors"] == []
    found = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A window of its own, as every test has, is an incognito one: the one thing that Chromium finds missing.
    assert [each["errorId"] for each in found] == ["in-incognito"]
