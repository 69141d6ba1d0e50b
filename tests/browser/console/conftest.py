"""One company for all of the console's browser tests, with somebody who administers it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import pages
from tests.journeys.company import Company, Person
from tests.servers.chromium import Window

ADMINISTRATION = "Administration"
LOOKING = "Looking"
SETS = {ADMINISTRATION: "AdministratorAccess", LOOKING: "ReadOnlyAccess"}


@dataclass(frozen=True)
class Office:
    """A company, and who administers it with either of two roles."""

    company: Company
    person: Person
    roles: Mapping[str, str]
    set_id: str
    group_id: str

    def open(self, page: Page, role: str = ADMINISTRATION) -> None:
        """Sign in and open the console with a role."""
        pages.open_portal(page, self.company.url, self.person.user_name)
        # A role that was used of late stands above the accounts too.
        page.get_by_role("button", name=f"Management console: {self.roles[role]} in Management").first.click()
        expect(page).to_have_url(f"{self.company.url}/console")

    def go(self, page: Page, path: str) -> None:
        """Open a page of the console by its address."""
        page.goto(f"{self.company.url}/console{path}")

    def connect(self, page: Page, name: str) -> str:
        """Add an application of the catalogue and return where its page is in the console."""
        self.go(page, "/applications")
        page.get_by_role("link", name="Add application").click()
        page.get_by_role("link", name="Grafana").click()
        page.get_by_label("Name").fill(name)
        page.get_by_label("Domain").fill(f"{name.casefold()}.example.com")
        page.get_by_role("button", name="Add application").click()
        expect(page.get_by_role("heading", name=name)).to_be_visible()
        return page.url.partition("/console")[2].partition("?")[0]


@pytest.fixture(scope="module")
def office(companies: Callable[[str], Company], chromium: Browser) -> Office:
    """The office, whose administrator has accepted their invitation; a page does not know which database it comes from."""
    company = companies("sqlite")
    person = company.user(company.name("adele"))
    roles, set_id = {}, ""
    for kind, policy in SETS.items():
        roles[kind] = company.name(kind)
        arn = company.permission_set(roles[kind], policy)
        set_id = set_id or arn.rpartition("/")[2]
        company.assign(company.account_id, arn, person)
    context = chromium.new_context()
    pages.accept_invitation(context.new_page(), pages.link_in(company.invitation(person).part("plain")))
    context.close()
    return Office(company, person, roles, set_id, company.group(company.name("Harbour"), person))


@pytest.fixture
def seated(office: Office, open_window: Callable[..., Window]) -> Callable[..., Window]:
    """`seated(device, colours, role=…)` gives the administrator's window, with the console open."""

    def sit(device: str = "desktop", colours: str = "light", role: str = ADMINISTRATION) -> Window:
        window = open_window(device, colours)
        office.open(window.page, role)
        return window

    return sit
