"""What is seen while a part of a page is awaited, and when it does not come: a slow answer, a broken server, a lost connection."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.console.conftest import Office
from tests.browser.keyboard import Keyboard
from tests.servers import axe
from tests.servers.chromium import Window

FAILED = "This did not load."


@contextmanager
def held(page: Page, address: re.Pattern[str]) -> Iterator[list[Route]]:
    """Keep what the page asks for back, until its route goes on."""
    routes: list[Route] = []
    page.route(address, lambda route: routes.append(route))  # noqa: PLW0108 - Playwright marks what it is given
    yield routes
    page.unroute(address)


def expect_waiting(part: Locator) -> None:
    expect(part).to_have_attribute("aria-busy", "true")


def place_of(element: Locator) -> tuple[float, float]:
    box = element.bounding_box()
    assert box is not None
    return box["y"], box["height"]


def fail_and_try_again(window: Window, part: Locator, address: re.Pattern[str], act: Callable[[], None]) -> None:
    """See a part fail by a lost connection, then by a broken server, each time with a button that asks again."""
    page = window.page
    page.route(address, lambda route: route.abort())
    act()
    failure = part.get_by_role("alert")
    expect(failure).to_contain_text(FAILED)
    page.unroute(address)
    page.route(address, lambda route: route.fulfill(status=503, body="The database is away."))
    keys = Keyboard(page)
    keys.press(failure.get_by_role("button", name="Try again"))
    expect(part).to_be_focused()
    expect(failure).to_contain_text(FAILED)
    expect(part).to_have_attribute("aria-busy", "false")
    assert not axe.violations(page)
    page.unroute(address)
    keys.press(failure.get_by_role("button", name="Try again"))
    expect(failure).to_have_count(0)
    assert window.problems, "a browser names what did not load"
    window.problems.clear()


def test_a_list_that_is_searched(office: Office, seated: Callable[..., Window]) -> None:
    names = [office.company.name("xaver") for _ in range(2)]
    for name in names:
        office.company.user(name)
    window = seated("phone", "dark")
    page = window.page
    office.go(page, "/users")
    field, results, rows = page.get_by_role("searchbox"), page.locator("#results"), page.locator("tbody tr")
    address = re.compile(r"/console/users\?.*q=")
    before = place_of(results)
    with held(page, address) as asked:
        field.press_sequentially("xaver")
        expect_waiting(results)
        expect(page.locator("[data-announcer]")).to_have_text("Loading …")
        assert place_of(results) == before
        window.screenshot("console-waiting")
        assert not axe.violations(page)
        asked[-1].continue_()
        expect(rows).to_have_count(2)
    expect(page.locator("[data-announcer]")).to_have_text("Found: 2")
    expect(field).to_be_focused()
    fail_and_try_again(window, results, address, lambda: field.press_sequentially(names[1][5:]))
    expect(rows).to_have_count(1)
    field.fill("nobody at all")
    expect(page.locator("[data-announcer]")).to_have_text("Nobody by that name")


def test_what_is_typed_last_counts(office: Office, seated: Callable[..., Window]) -> None:
    name = office.company.name("zora")
    office.company.user(name)
    page = seated().page
    office.go(page, "/users")
    field = page.get_by_role("searchbox")
    with held(page, re.compile(r"q=zor$")) as asked:
        field.press_sequentially("zor")
        expect_waiting(page.locator("#results"))
        field.press_sequentially("a")
        expect(page.locator("tbody tr")).to_have_count(1)
        for route in asked:
            route.abort()
    expect(page.locator("#results").get_by_role("alert")).to_have_count(0)


def test_the_pages_of_a_list(office: Office, seated: Callable[..., Window]) -> None:
    for _ in range(55):
        office.company.user(office.company.name("leaves"))
    window = seated()
    page = window.page
    keys = Keyboard(page)
    office.go(page, "/users?q=leaves")
    first = page.locator("tbody th").first.inner_text()
    results, pager = page.locator("#results"), page.get_by_role("navigation", name="Pages of this list")
    address = re.compile(r"/console/users\?.*after=")
    fail_and_try_again(window, results, address, lambda: keys.press(pager.get_by_role("link", name="Next")))
    expect(page.locator("tbody tr")).to_have_count(5)
    expect(page).to_have_url(address)
    expect(page.get_by_role("group", name="Users")).to_be_focused()
    keys.press(pager.get_by_role("link", name="Previous"))
    expect(page.locator("tbody tr")).to_have_count(50)
    page.go_back()
    expect(page.locator("tbody tr")).to_have_count(5)
    page.wait_for_load_state()
    page.go_back()
    expect(page.locator("tbody th").first).to_have_text(first)


def test_events_and_their_chart(office: Office, seated: Callable[..., Window]) -> None:
    window = seated()
    page = window.page
    chart = page.locator("#drawing")
    with held(page, re.compile(r"/console/events/chart")) as asked:
        office.go(page, "/events")
        expect_waiting(chart)
        form = page.get_by_role("search", name="Events")
        before = place_of(form)
        window.screenshot("console-waiting-chart")
        asked[-1].continue_()
        expect(chart.locator("svg")).to_be_visible()
    top, height = place_of(form)
    assert (round(top), round(height)) == (round(before[0]), round(before[1]))
    page.get_by_label("Look for").select_option("User")
    page.get_by_label("Exactly").fill("nobody")
    look_up = page.get_by_role("button", name="Look up")
    address = re.compile(r"/console/events\?.*value=nobody")
    fail_and_try_again(window, page.locator("#found"), address, lambda: look_up.press("Enter"))
    expect(page.get_by_role("heading", name="No such events")).to_be_visible()
    page.get_by_label("From (UTC)").fill("2026-11-24")
    page.get_by_label("To (UTC)").fill("2026-11-23")
    look_up.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("The first day is after the last one.")
    expect(look_up).to_be_focused()
    assert len(window.problems) <= 1, "the answer 400 to the page's own form"
    window.problems.clear()


def test_a_form_that_is_sent_and_a_page_that_is_left(office: Office, seated: Callable[..., Window]) -> None:
    """Each says that it is under way, and a form is sent once. A browser that gets a 204 stays where it is, to be looked at."""
    page = seated().page
    keys = Keyboard(page)
    office.go(page, "/groups/new")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type(office.company.name("Slow"))
    sent: list[str] = []

    def answer(route: Route) -> None:
        sent.append(route.request.method)
        route.fulfill(status=204)

    page.route(re.compile("/console/groups/new$"), answer)
    button = page.get_by_role("button", name="Add group")
    keys.press(button)
    expect_waiting(button)
    page.keyboard.press("Enter")
    office.go(page, "/users")
    assert sent == ["POST"]
    page.route(re.compile("status=DISABLED"), answer)
    keys.press(page.get_by_role("link", name="Disabled", exact=True))
    expect_waiting(page.get_by_role("main"))


def test_progress_that_cannot_be_renewed_stays_readable(office: Office, seated: Callable[..., Window]) -> None:
    """The page as it is a moment after somebody has assigned: its progress renews itself, and here it cannot."""
    company = office.company
    person, name = company.user(company.name("ursula")), company.name("Watch")
    set_id = company.permission_set(name, "SecurityAudit").rpartition("/")[2]
    window = seated("phone", "dark")
    page = window.page
    keys = Keyboard(page)
    address = re.compile("/console/requests")

    def as_it_was(route: Route) -> None:
        if "hx-request" in route.request.headers:
            route.abort()
            return
        answer = route.fetch()
        renewing = f'id="progress" hx-get="{page.url}" hx-trigger="load, again" hx-select="#progress"'
        route.fulfill(response=answer, body=answer.text().replace('id="progress"', f'{renewing} hx-swap="outerHTML"'))

    office.go(page, f"/assign?principal=USER:{person.user_id}&account={company.account_id}&set={set_id}")
    keys.skip()
    keys.press(page.get_by_role("button", name="Assign", exact=True))
    progress = page.locator("#progress")
    expect(progress.get_by_text("Done").first).to_be_visible()
    page.route(address, as_it_was)
    page.reload()
    expect(progress.get_by_role("alert")).to_contain_text(FAILED)
    expect(progress.get_by_text(name)).to_be_visible()
    window.screenshot("console-progress-failed")
    assert not axe.violations(page)
    page.unroute(address)
    keys.press(progress.get_by_role("button", name="Try again"))
    expect(progress.get_by_role("alert")).to_have_count(0)
    assert window.problems, "a browser names what did not load"
    window.problems.clear()


def test_a_sign_in_that_has_ended_meanwhile(office: Office, seated: Callable[..., Window]) -> None:
    page = seated().page
    office.go(page, "/groups")
    page.context.clear_cookies()
    page.get_by_role("searchbox").press_sequentially("harbour")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
