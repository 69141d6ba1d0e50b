"""Whether an address is verified, and the mail by which it is."""

import re

import pytest

from tests.doors.api.programs import Program
from tests.doors.portal.conftest import Browser, Installation


def link_in(gatepost: Installation) -> str:
    gatepost.work()
    mail = gatepost.mails()[-1].get_body(("plain",))
    assert mail is not None
    found = re.search(r"/verify-email/\S+", mail.get_content())
    assert found is not None
    return found[0]


def path_of(gatepost: Installation) -> str:
    return f"/users/{gatepost.made.admin.user_id}/email-verification"


def test_the_mail_leads_to_a_page_that_verifies(
    gatepost: Installation, browser: Browser, administrator: Program
) -> None:
    path = path_of(gatepost)
    assert administrator.get(path).json == {"address": "admin@example.com", "verified_at": None}
    assert administrator.send("POST", path).status_code == 204
    link = link_in(gatepost)
    for _ in range(2):
        assert browser.get(link).status_code == 200
    assert "admin@example.com is the e-mail address of admin" in browser.text()
    assert browser.page.headers["Referrer-Policy"] == "no-referrer"
    assert browser.submit({}, at=link).status_code == 200
    assert "Thank you" in browser.text()
    assert administrator.get(path).json == {"address": "admin@example.com", "verified_at": "2026-06-01T12:00:00Z"}
    assert browser.get(link).status_code == 410
    assert administrator.send("POST", path).status_code == 409
    [event] = gatepost.events("VerifyEmail")
    assert event["userIdentity"]["onBehalfOf"]["userId"] == gatepost.made.admin.user_id
    assert "gpi_" not in str(event)


def test_a_link_is_used_by_a_form_of_ours_only(
    gatepost: Installation, browser: Browser, administrator: Program
) -> None:
    administrator.send("POST", path_of(gatepost))
    link = link_in(gatepost)
    assert browser.post(link).status_code == 403
    browser.get(link)
    assert gatepost.browser().post(link, browser.fields()).status_code == 403
    assert browser.post(link, {**browser.fields(), "csrf_token": "1.0f"}).status_code == 403
    gatepost.clock.advance(days=1)
    assert browser.get(link).status_code == 410
    assert "It holds for a day." in browser.text()


def test_sent_twice_it_is_done_once(gatepost: Installation, browser: Browser, administrator: Program) -> None:
    administrator.send("POST", path_of(gatepost))
    link = link_in(gatepost)
    browser.get(link)
    form = browser.fields()
    assert [browser.post(link, form).status_code for _ in range(3)] == [200, 410, 410]


def test_links_that_nobody_sent_are_not_known(browser: Browser) -> None:
    for token in ("x", "gpi_" + "x" * 43, "x" * 5_000, "%F0%9F%A6%8A", "..%2F", "%00"):
        assert browser.get(f"/verify-email/{token}").status_code in {400, 404}


def test_policies_decide_who_may(gatepost: Installation, reader: Program) -> None:
    assert reader.get(path_of(gatepost)).status_code == 200
    assert reader.send("POST", path_of(gatepost)).status_code == 403


def test_no_log_line_holds_the_link(
    gatepost: Installation, browser: Browser, administrator: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    administrator.send("POST", path_of(gatepost))
    link = link_in(gatepost)
    capsys.readouterr()
    browser.get(link)
    browser.submit({}, at=link)
    logged = capsys.readouterr().out
    assert "path=/verify-email/…" in logged
    assert link.rpartition("/")[2] not in logged
