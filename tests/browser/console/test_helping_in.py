"""An administrator helps somebody in, by a one-time password or a link: two windows, at both widths."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.console.conftest import Office
from tests.journeys import pages
from tests.servers import axe
from tests.servers.chromium import Window

OWN = "quite another set of words"


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_one_time_password_leads_to_ones_own(
    office: Office, seated: Callable[..., Window], open_window: Callable[..., Window], device: str
) -> None:
    person = office.company.user(office.company.name("otto"))
    desk = seated(device)
    office.go(desk.page, f"/users/{person.user_id}")
    expect(desk.page.get_by_text("Not confirmed")).to_be_visible()
    desk.page.get_by_role("link", name="One-time password").click()
    desk.screenshot("console-one-time-password-asks")
    assert not axe.violations(desk.page)
    desk.page.get_by_role("button", name="Make a one-time password").click()
    desk.screenshot("console-one-time-password")
    assert not desk.overflows()
    assert not axe.violations(desk.page)
    password = desk.page.locator("#one-time-password").inner_text()

    window = open_window(device)
    window.page.goto(f"{office.company.url}/security")
    pages.sign_in(window.page, person.user_name, password)
    expect(window.page.get_by_role("heading", name="A new password")).to_be_visible()
    window.page.get_by_label("New password", exact=True).fill(OWN)
    window.page.get_by_label("The same password again").fill(OWN)
    window.page.get_by_role("button", name="Set password and sign in").click()
    expect(window.page.get_by_role("heading", name="Security")).to_be_visible()

    desk.page.reload()
    expect(desk.page.get_by_role("heading", name="One-time password for")).to_be_visible()
    office.go(desk.page, f"/users/{person.user_id}")
    expect(desk.page.get_by_role("button", name="Send a link to a new password")).to_be_visible()


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_reset_by_mail_leads_to_a_new_password(
    office: Office, seated: Callable[..., Window], open_window: Callable[..., Window], device: str
) -> None:
    person = office.company.user(office.company.name("rosa"))
    window = open_window(device)
    pages.accept_invitation(window.page, pages.link_in(office.company.invitation(person).part("plain")))
    desk = seated(device)
    office.go(desk.page, f"/users/{person.user_id}")
    desk.page.get_by_role("button", name="Send a link to a new password").click()
    expect(desk.page.get_by_text("A link to a new password is on its way.")).to_be_visible()
    window.page.reload()
    expect(window.page.get_by_role("heading", name="Your accounts")).to_be_visible()

    window.page.goto(pages.link_in(office.company.mailbox.wait(person.email, number=2).part("plain")))
    window.page.get_by_label("New password", exact=True).fill(OWN)
    window.page.get_by_label("The same password again").fill(OWN)
    window.page.get_by_role("button", name="Set password and sign in").click()
    expect(window.page.get_by_role("heading", name="Your accounts")).to_be_visible()
    told = office.company.mailbox.wait(person.email, number=3)
    assert told.message["Subject"].startswith("Your password was changed")
