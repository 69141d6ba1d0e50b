"""A new user's way in: the mail, the link, the password; then by user name or by e-mail address, to what is theirs."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import pages
from tests.journeys.company import Company
from tests.servers.chromium import Window

OpenWindow = Callable[..., Window]


def problem_of(page: Page, url: str) -> str:
    """Open a link that works no more and return what the page says."""
    page.goto(url)
    return page.get_by_role("heading").inner_text()


def test_a_new_user_is_invited_by_mail_and_sets_a_password_once(company: Company, window: Window) -> None:
    person = company.user(company.name("maria"))
    mail = company.invitation(person)
    assert mail.recipients == (person.email,)
    assert mail.message.get_content_type() == "multipart/alternative"
    link = pages.link_in(mail.part("plain"))
    assert re.fullmatch(rf"{company.url}/invitation/gpi_[\w-]{{43}}", link)
    assert f'href="{link}"' in mail.part("html")
    assert person.user_name in mail.part("plain")

    page = window.page
    page.goto(link)
    expect(page.get_by_text(f"From then on you sign in as {person.user_name} or with {person.email}")).to_be_visible()
    page.get_by_label("New password").fill("seven letters!!!")
    page.get_by_label("The same password again").fill("seven letters???")
    page.get_by_role("button", name="Set password and sign in").click()
    assert page.url == link, "two passwords that differ are not sent"
    pages.accept_invitation(page, link)
    expect(page.get_by_role("heading", name="No accounts yet")).to_be_visible()

    assert problem_of(page, link) == "This invitation has been used"


def test_an_invitation_that_is_sent_again_replaces_the_older_one(company: Company, open_window: OpenWindow) -> None:
    person = company.user(company.name("maria"))
    older = pages.link_in(company.invitation(person).part("plain"))
    company.gatepost.run("users", "invite", person.user_name)
    newer = pages.link_in(company.invitation(person, number=2).part("plain"))
    page = open_window().page
    assert problem_of(page, older) == "This invitation is not known"
    pages.accept_invitation(page, newer)

    company.gatepost.run("users", "invite", person.email.upper())
    again = pages.link_in(company.invitation(person, number=3).part("plain"))
    expect(page.get_by_role("heading", name="No accounts yet")).to_be_visible()
    pages.accept_invitation(open_window().page, again, "quite another set of words")
    page.reload()
    assert pages.path_of(page) == "/sign-in", "a new password ends the sessions of the old one"


def test_nobody_is_invited_who_is_not_there(company: Company) -> None:
    done = company.gatepost.run("users", "invite", "nobody", succeeds=False)
    assert done.returncode == 1
    assert done.stderr.startswith("gatepost: ")
    assert "Traceback" not in done.stderr


def test_the_portal_shows_exactly_what_is_assigned(company: Company, open_window: OpenWindow) -> None:
    person, colleague = company.user(company.name("maria")), company.user(company.name("noor"))
    direct, by_group, of_colleague = (company.name("Workloads") for _ in range(3))
    build, look = company.name("Build"), company.name("Look")
    sets = {name: company.permission_set(name, "ReadOnlyAccess") for name in (build, look)}
    accounts = {name: company.account(name) for name in (direct, by_group, of_colleague)}
    group_id = company.group(company.name("Builders"), person, colleague)
    company.assign(accounts[direct], sets[build], person)
    company.assign(accounts[by_group], sets[look], group_id)
    company.assign(accounts[by_group], sets[build], group_id)
    company.assign(accounts[of_colleague], sets[look], colleague)

    page = open_window().page
    pages.accept_invitation(page, pages.link_in(company.invitation(person).part("plain")))
    for login in (person.user_name, person.user_name.upper(), person.email):
        page.context.clear_cookies()
        pages.open_portal(page, company.url, login)
        assert pages.entitlements(page) == {direct: [build], by_group: [build, look]}

    company.leave_group(group_id, person)
    page.reload()
    assert pages.entitlements(page) == {direct: [build]}
    company.unassign(accounts[direct], sets[build], person)
    page.reload()
    expect(page.get_by_role("heading", name="No accounts yet")).to_be_visible()
    company.set_status(person, "DISABLED")
    page.reload()
    pages.sign_in(page, person.user_name)
    expect(page.get_by_text("The user name or the password is not right.")).to_be_visible()
