"""Who has access in the console: both ends, the reasons, and the files."""

import csv
import io

from gatepost.core.access import access_report
from gatepost.kit.paging import PageRequest, Position
from tests.doors.console.conftest import Administrator, Organisation


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_persons_ways_are_told_with_the_reason(organisation: Organisation, administrator: Administrator) -> None:
    maria = organisation.user("maria")
    group = organisation.group("=Engineers", maria)
    arn = organisation.permission_set("Build")
    organisation.assign(arn, maria.user_id)
    organisation.assign_group(arn, group.group_id)
    page = f"/console/access/users/{maria.user_id}"
    administrator.get(page)
    assert "Build assigned directly" in administrator.text()
    assert "Build through =Engineers" in administrator.text()
    file = administrator.get(f"{page}/file")
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert file.headers["Content-Disposition"] == 'attachment; filename="access-of-user.csv"'
    head, *found = rows(file.text)
    assert head == ["user", "account id", "account", "permission set", "why"]
    assert sorted(row[4] for row in found) == ["'=Engineers", "assigned directly"]


def test_an_accounts_people_are_told_page_by_page_and_once_each(
    organisation: Organisation, administrator: Administrator
) -> None:
    people = [organisation.user(f"user{number}") for number in range(5)]
    group = organisation.group("Engineers", *people)
    arn = organisation.permission_set("Build")
    organisation.assign_group(arn, group.group_id)
    organisation.assign(arn, people[0].user_id)
    seen = []
    after: Position | None = None
    while True:
        page = organisation.write(
            lambda call, after=after: access_report.to_account(  # type: ignore[misc]
                call, organisation.made.instance.arn, organisation.account_id, PageRequest(2, after)
            )
        )
        seen += [(each.user_name, each.permission_set_name, each.group_name) for each in page.items]
        after = page.next
        if after is None:
            break
    assert seen == [
        ("admin", "AdministratorAccess", None),
        ("user0", "Build", None),
        *((f"user{number}", "Build", "Engineers") for number in range(5)),
    ]
    report = f"/console/access/accounts/{organisation.account_id}"
    administrator.get(report)
    assert "user4 Maria Okonkwo Build through Engineers" in administrator.text()
    assert len(rows(administrator.get(f"{report}/file").text)) == 1 + len(seen)


def test_ends_that_are_not_there_are_said_so(administrator: Administrator) -> None:
    assert administrator.get("/console/access").status_code == 200
    for path in ("users/nobody", "users/nobody/file", "accounts/000000000000", "accounts/x/file"):
        assert administrator.get(f"/console/access/{path}").status_code == 404


def test_a_page_token_of_another_list_is_refused(organisation: Organisation, administrator: Administrator) -> None:
    report = f"/console/access/accounts/{organisation.account_id}"
    for token in ("x", "A" * 400):
        assert administrator.get(f"{report}?more={token}").status_code == 400
        assert administrator.get(f"/console/events?older={token}").status_code == 400
        assert administrator.get(f"/console/invitations?more={token}").status_code == 400
        assert administrator.get(f"/console/applications?more={token}").status_code == 400
