"""Sessions by the API: who is signed in where, and the end of it."""

from datetime import datetime, timedelta

from tests.doors.api.programs import Program
from tests.doors.portal.conftest import Browser, Installation


def sessions_of(gatepost: Installation) -> str:
    return f"/users/{gatepost.made.admin.user_id}/sessions"


def test_sessions_are_listed_newest_first(gatepost: Installation, browser: Browser, administrator: Program) -> None:
    browser.sign_in()
    gatepost.clock.advance(minutes=5)
    gatepost.browser("203.0.113.7").sign_in()

    listed = administrator.get(sessions_of(gatepost)).json

    assert listed is not None
    assert [each["address"] for each in listed["sessions"]] == ["203.0.113.7", "198.51.100.7"]
    assert {each["user_agent"] for each in listed["sessions"]} == {"test browser"}
    newest = listed["sessions"][0]
    assert datetime.fromisoformat(newest["created_at"]) == gatepost.clock.now()
    assert datetime.fromisoformat(newest["expires_at"]) == gatepost.clock.now() + timedelta(hours=8)
    assert "next_page_token" not in listed


def test_sessions_come_in_pages(gatepost: Installation, administrator: Program) -> None:
    for _ in range(3):
        gatepost.browser().sign_in()
        gatepost.clock.advance(minutes=1)
    path = sessions_of(gatepost)
    first = administrator.get(f"{path}?limit=2").json
    assert first is not None
    token = first["next_page_token"]
    last = administrator.get(f"{path}?limit=2&page_token={token}").json
    assert last is not None
    assert "next_page_token" not in last
    together = [each["session_id"] for each in (*first["sessions"], *last["sessions"])]
    whole = administrator.get(path).json
    assert whole is not None
    assert together == [each["session_id"] for each in whole["sessions"]]


def test_one_session_is_ended(gatepost: Installation, browser: Browser, administrator: Program) -> None:
    other = gatepost.browser()
    browser.sign_in()
    gatepost.clock.advance(minutes=1)
    other.sign_in()
    listed = administrator.get(sessions_of(gatepost)).json
    assert listed is not None

    ended = administrator.delete(f"{sessions_of(gatepost)}/{listed['sessions'][0]['session_id']}")

    assert (ended.status_code, ended.data) == (204, b"")
    assert other.get("/api/v1/me").status_code == 401
    assert browser.get("/api/v1/me").status_code == 200
    [event] = gatepost.events("EndSession")
    assert event["userIdentity"]["userName"] == "administrator"
    assert event["requestParameters"]["session_id"] == listed["sessions"][0]["session_id"]


def test_all_sessions_are_ended(gatepost: Installation, browser: Browser, administrator: Program) -> None:
    browser.sign_in()
    gatepost.browser().sign_in()
    assert administrator.delete(sessions_of(gatepost)).json == {"ended": 2}
    assert browser.get("/api/v1/me").status_code == 401
    assert administrator.delete(sessions_of(gatepost)).json == {"ended": 0}


def test_who_only_reads_ends_nothing(gatepost: Installation, browser: Browser, reader: Program) -> None:
    browser.sign_in()
    assert reader.get(sessions_of(gatepost)).status_code == 200
    answer = reader.delete(sessions_of(gatepost))
    assert answer.status_code == 403
    assert answer.content_type == "application/problem+json"
    assert browser.get("/api/v1/me").status_code == 200


def test_a_signed_in_person_administers_nobody(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    assert browser.get(f"/api/v1{sessions_of(gatepost)}").status_code == 403


def test_what_is_not_there_is_not_found(gatepost: Installation, administrator: Program) -> None:
    nobody = "/users/00000000-0000-4000-8000-000000000000/sessions"
    assert administrator.get(nobody).status_code == 404
    assert administrator.delete(nobody).status_code == 404
    assert administrator.delete(f"{sessions_of(gatepost)}/nothing").status_code == 404


def test_a_query_is_refused_by_its_parameters(gatepost: Installation, administrator: Program) -> None:
    path = sessions_of(gatepost)
    for query in ("limit=0", "limit=101", "limit=x", "page=2", "limit=1&limit=2", "page_token=made-up"):
        answer = administrator.get(f"{path}?{query}")
        assert answer.status_code == 400, query
        assert answer.content_type == "application/problem+json"
