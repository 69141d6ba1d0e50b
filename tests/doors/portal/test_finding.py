"""What a page of the portal shows of thousands of accounts and roles."""

import pytest

from gatepost.core.access.model import AccountEntry, AccountRoles, RoleEntry
from gatepost.doors.portal import finding


def entry(at: int, roles: int) -> AccountRoles:
    account_id = f"{100000000000 + at}"
    account = AccountEntry(account_id, f"Zürich team {at:03}", f"aws+team-{at:03}@alder-rowe.example")
    return AccountRoles(
        account, tuple(RoleEntry(account_id, f"Role-{n}", "Some work", "arn", None) for n in range(roles))
    )


ENTITLED = [entry(at, 10) for at in range(200)]


def test_every_role_stands_on_one_page() -> None:
    first = finding.find(ENTITLED, [])
    assert (first.all_roles, first.pages) == (2000, 80)
    pages = [finding.find(ENTITLED, [], page) for page in range(1, first.pages + 1)]
    shown = [
        (each.account.account_id, role.permission_set_name)
        for page in pages
        for each in page.accounts
        for role in each.roles
    ]
    assert len(shown) == len(set(shown)) == 2000
    assert all(sum(len(each.roles) for each in page.accounts) <= finding.MOST_ROLES for page in pages)


@pytest.mark.parametrize(
    ("query", "accounts", "roles"),
    [
        ("zurich team 123", 1, 10),
        ("ZÜRICH 123 role-7", 1, 1),
        ("role-7 work", 200, 200),
        ("100000000123", 1, 10),
        ("team-123@", 1, 10),
        ("role-7 role-8", 0, 0),
        ("", 200, 2000),
        ("   ", 200, 2000),
    ],
)
def test_each_word_is_in_the_account_or_in_the_role(query: str, accounts: int, roles: int) -> None:
    found = finding.find(ENTITLED, finding.words_of(query))
    assert found.all_roles == roles
    assert len(found.accounts) <= accounts


def test_a_page_beyond_the_last_is_the_last_and_nothing_is_one_page() -> None:
    assert finding.find(ENTITLED, [], 1000).page == 80
    assert finding.find([], [], 5) == finding.Found((), 0, 1)
