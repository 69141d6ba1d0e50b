"""The event history in the console: filters, pages, the chart; invitations and applications beside it."""

import pytest

from tests.doors.console.conftest import Administrator, Organisation
from tests.doors.portal.conftest import element


def names(administrator: Administrator) -> list[str]:
    page = element(administrator.page.text, ".//main")
    return [" ".join(each.text_content().split()) for each in page.iterfind(".//span[@class='event-name']")]


def test_changes_come_first_and_everything_is_found_by_one_thing(
    organisation: Organisation, administrator: Administrator
) -> None:
    maria = organisation.user("maria")
    page = f"/console/users/{maria.user_id}"
    administrator.get(page)
    administrator.submit({}, at=f"{page}/disable")
    administrator.get("/console/events")
    assert names(administrator)[:2] == ["UpdateUser", "DisableUser"] or "UpdateUser" in names(administrator)
    assert "DescribeUser" not in names(administrator)
    administrator.get("/console/events?by=EventName&value=DescribeUser")
    assert set(names(administrator)) == {"DescribeUser"}
    administrator.get(f"/console/events?by=ResourceName&value={maria.arn}")
    assert "UpdateUser" in names(administrator)
    administrator.get("/console/events?by=Username&value=nobody")
    assert names(administrator) == []
    assert "No such events" in administrator.text()


def test_older_events_are_on_the_next_page(organisation: Organisation, administrator: Administrator) -> None:
    for _ in range(60):
        administrator.get("/console/groups")
    administrator.get("/console/events?by=EventName&value=ListGroups")
    assert len(names(administrator)) == 50
    older = administrator.link("Older")
    assert older is not None
    administrator.get(older)
    assert len(names(administrator)) == 10
    assert administrator.link("Older") is None
    assert administrator.get(older.replace("ListGroups", "ListUsers")).status_code == 400


def test_days_narrow_it(administrator: Administrator) -> None:
    administrator.get("/console/events?by=&first=2026-06-01&last=2026-06-01")
    assert names(administrator)
    administrator.get("/console/events?by=&first=2026-05-01&last=2026-05-31")
    assert names(administrator) == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("first=yesterday", "Write a day as in 2026-11-24."),
        ("last=2026-02-30", "Write a day as in 2026-11-24."),
        ("first=2026-06-02&last=2026-06-01", "The first day is after the last one."),
        ("by=Password", "Choose what to look for from the list."),
        ("last=9999-12-31&by=", ""),
        ("first=0001-01-01&by=", ""),
    ],
)
def test_bad_filters_are_said_and_break_nothing(administrator: Administrator, query: str, sentence: str) -> None:
    answer = administrator.get(f"/console/events?{query}")
    assert answer.status_code == (400 if sentence else 200)
    assert sentence in administrator.text()


def test_the_chart_counts_who_came_in_and_what_failed(organisation: Organisation, administrator: Administrator) -> None:
    stranger = Administrator(organisation)
    for _ in range(2):
        stranger.sign_in(password="not the right password")
    administrator.get("/console/events/chart")
    cells = element(administrator.page.text, ".//main//tbody/tr[last()]")
    assert [cell.text_content() for cell in cells] == ["2026-06-01", "1", "2"]


def test_pending_invitations_are_listed_and_sent_again(
    organisation: Organisation, administrator: Administrator
) -> None:
    maria = organisation.user("maria")
    page = f"/console/users/{maria.user_id}"
    administrator.get(page)
    administrator.submit({}, at=f"{page}/invite", form=f".//form[@action='{page}/invite']")
    organisation.work()
    administrator.get("/console/invitations")
    assert administrator.rows() == ["maria"]
    organisation.clock.advance(minutes=100)
    form = administrator.fields(f".//form[@action='{page}/invite']")
    answer = administrator.post(f"{page}/invite", form)
    assert answer.headers["Location"] == "/console/invitations?done=invitation-sent"
    organisation.work()
    administrator.get("/console/invitations")
    assert administrator.rows() == ["maria"]
    assert (
        administrator.post(f"{page}/invite", {**form, "once": "y" * 20, "back": "https://evil.example"})
        .headers["Location"]
        .startswith(page)
    )


def test_who_only_looks_sees_all_of_it(reader: Administrator) -> None:
    for path in ("events", "events/chart", "access", "invitations", "applications", "settings"):
        assert reader.get(f"/console/{path}").status_code == 200
    assert "Your role Reader does not allow sso:UpdateInstance." in reader.get("/console/settings").text
    token = reader.fields(".//form")
    assert reader.post("/console/settings", {**token, "name": "x"}).status_code == 403
