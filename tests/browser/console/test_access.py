"""An administrator writes a policy that is checked as they type, and assigns it from an account with progress to look at."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.console.conftest import Office
from tests.servers import axe
from tests.servers.chromium import Window

POLICY = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}'


def test_a_policy_is_checked_as_it_is_typed(office: Office, seated: Callable[..., Window]) -> None:
    page = seated().page
    name = office.company.name("Reports")
    office.go(page, "/permission-sets/new")
    page.get_by_label("Name").fill(name)
    page.get_by_label("How long a session lasts").select_option("4 hours")
    page.get_by_role("button", name="Add permission set").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.get_by_role("link", name="Write a policy").click()
    editor, verdict = page.get_by_label("Policy"), page.locator("#verdict")
    expect(verdict).to_contain_text("can be saved")
    editor.fill(POLICY.replace("s3:Get*", "s3"))
    expect(verdict).to_contain_text("Actions/Conditions must be prefaced by a vendor")
    editor.fill("")
    page.keyboard.type('{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Resource": "*", "Action": "s3:getb')
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("}}")
    expect(editor).to_have_value(re.compile(r'"Action": "s3:GetB[A-Za-z*]+"}}$'))
    expect(verdict).to_contain_text("can be saved")
    assert not axe.violations(page)
    editor.fill(POLICY)
    expect(verdict).to_contain_text("can be saved")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("group", name="Inline policy")).to_contain_text("s3:Get*")


def test_somebody_is_assigned_and_the_progress_comes_by_itself(office: Office, seated: Callable[..., Window]) -> None:
    company = office.company
    person, name = company.user(company.name("wilma")), company.name("Night")
    company.permission_set(name, "SecurityAudit")
    window = seated("phone", "dark")
    page = window.page
    office.go(page, f"/accounts/{company.account_id}")
    page.get_by_role("link", name="Assign").click()
    page.get_by_role("searchbox", name="Group or user name begins with").press_sequentially(person.user_name)
    page.get_by_role("checkbox", name=person.user_name).check()
    page.get_by_role("searchbox", name="Permission set's name begins with").press_sequentially(name)
    page.get_by_role("checkbox", name=name).check()
    expect(page.get_by_role("checkbox", name="Management")).to_be_checked()
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("Done").first).to_be_visible()
    window.screenshot("console-progress")
    page.get_by_role("link", name="Back", exact=True).click()
    row = page.get_by_role("row", name=name)
    expect(row).to_contain_text(person.user_name)
    row.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Done").first).to_be_visible()


def test_the_chart_comes_by_itself_and_a_file_is_taken_away(office: Office, seated: Callable[..., Window]) -> None:
    page = seated().page
    office.go(page, "/events")
    expect(page.locator("#drawing svg.chart")).to_be_visible()
    page.locator(".event summary").first.press("Enter")
    expect(page.locator(".event pre").first).to_contain_text('"eventName"')
    office.go(page, f"/access/accounts/{office.company.account_id}")
    expect(page.locator("svg.graph")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV file").click()
    assert download.value.suggested_filename == f"access-to-{office.company.account_id}.csv"
    assert office.person.user_name in download.value.path().read_text(encoding="utf-8-sig")
