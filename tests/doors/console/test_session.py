"""The console's session: opened by a role, bound to the portal's session, gone with either."""

from tests.doors.console.conftest import ADMINISTRATOR, READER, Administrator, Organisation

ENDED = "/?console=ended"


def test_a_role_opens_the_console_and_says_so_in_the_header(
    organisation: Organisation, administrator: Administrator
) -> None:
    assert administrator.get("/console").status_code == 200
    assert ADMINISTRATOR in administrator.page.text
    assert organisation.account_id in administrator.page.text
    [event] = organisation.events("Federate")
    assert event["userIdentity"]["type"] == "IdentityCenterUser"
    assert event["serviceEventDetails"] == {"account_id": organisation.account_id, "role_name": ADMINISTRATOR}


def test_nobody_gets_in_without_a_session_or_a_role(organisation: Organisation) -> None:
    browser = Administrator(organisation)
    assert browser.get("/console/users").headers["Location"] == "/sign-in?return_to=%2Fconsole%2Fusers"
    browser.sign_in()
    assert browser.get("/console/users").headers["Location"] == ENDED
    assert "The console needs a role." in browser.get(ENDED).text


def test_a_link_opens_nothing_and_a_foreign_form_neither(organisation: Organisation) -> None:
    browser = Administrator(organisation)
    browser.sign_in()
    at = f"/accounts/{organisation.account_id}/roles/{ADMINISTRATOR}/console"
    assert browser.get(at).headers["Location"] == "/"
    assert browser.post(at, {"csrf_token": "1764000000.00"}).status_code == 403
    assert browser.cookie("gatepost-console") is None


def test_a_role_that_is_not_assigned_opens_nothing(organisation: Organisation) -> None:
    browser = Administrator(organisation)
    browser.sign_in()
    browser.get("/")
    at = f"/accounts/{organisation.account_id}/roles/Nothing/console"
    assert browser.submit({}, at=at, form=".//form").status_code == 403
    assert browser.cookie("gatepost-console") is None


def test_it_ends_with_the_portal_session(organisation: Organisation, administrator: Administrator) -> None:
    copied = administrator.cookie("gatepost-console")
    assert copied is not None
    administrator.get("/")
    administrator.submit({}, at="/sign-out", form=".//form")
    assert administrator.get("/console").headers["Location"].startswith("/sign-in")
    administrator.sign_in()
    administrator.give_cookie("gatepost-console", copied)
    assert administrator.get("/console").headers["Location"] == ENDED


def test_it_ends_when_the_person_leaves_it(administrator: Administrator) -> None:
    administrator.get("/console")
    assert administrator.submit({}, at="/console/leave", form=".//form").headers["Location"] == "/"
    assert administrator.get("/console").headers["Location"] == ENDED


def test_it_ends_with_the_roles_session(organisation: Organisation, administrator: Administrator) -> None:
    for _ in range(3):
        organisation.clock.advance(minutes=70)
        assert administrator.get("/console").status_code == 200
    organisation.clock.advance(minutes=31)
    assert administrator.get("/console").headers["Location"] == ENDED


def test_work_in_the_console_keeps_the_portal_session_from_being_idle(
    organisation: Organisation, administrator: Administrator
) -> None:
    for _ in range(2):
        organisation.clock.advance(minutes=119)
        assert administrator.get("/console/users").status_code == 200
    organisation.clock.advance(minutes=120)
    assert administrator.get("/console/users").headers["Location"] == "/sign-in?return_to=%2Fconsole%2Fusers"


def test_it_ends_when_the_role_is_taken_away(organisation: Organisation, reader: Administrator) -> None:
    assert reader.get("/console").status_code == 200
    organisation.unassign(organisation.sets[READER], organisation.made.admin.user_id)
    assert reader.get("/console").headers["Location"] == ENDED


def test_a_forged_cookie_is_no_session(administrator: Administrator) -> None:
    for value in ("x" * 40, administrator.cookie("gatepost-console") or "", "A" * 250):
        administrator.give_cookie("gatepost-console", value[:-2] + "AA")
        assert administrator.get("/console").headers["Location"] == ENDED


def test_a_script_of_an_ended_console_is_told_to_load_the_page_anew(administrator: Administrator) -> None:
    administrator.get("/console")
    administrator.submit({}, at="/console/leave", form=".//form")
    answer = administrator.get("/console/users", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")
