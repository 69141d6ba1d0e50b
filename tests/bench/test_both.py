"""The runs that are made on each kind of database, small: every page of every list is there, and every line becomes a user."""

from pathlib import Path

import pytest

from bench import lists
from bench.both import POSTGRESQL, SQLITE, OnBoth
from bench.large import Numbers
from bench.machine import this_machine

NUMBERS = Numbers(users=120, groups=60, permission_sets=60, accounts=4, assignments=200, events=200)
LINES = 120

pytestmark = pytest.mark.usefixtures("postgres")  # where there is no server, half of a run is not what is tested


@pytest.fixture
def both(tmp_path: Path) -> OnBoth:
    return OnBoth(this_machine(), tmp_path, lambda name: None, {})


def test_every_list_is_opened(both: OnBoth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "FIRST", 1)
    monkeypatch.setattr(lists, "TIMES", 1)
    pages = both.lists(NUMBERS)
    assert list(pages) == [SQLITE, POSTGRESQL]
    assert [page.name for page in pages[SQLITE]] == [page.name for page in pages[POSTGRESQL]]
    assert all(page.p50_ms > 0 and page.bytes > 1_000 for of in pages.values() for page in of)


def test_every_user_is_imported(both: OnBoth) -> None:
    imports = both.imports(LINES)
    assert list(imports) == [SQLITE, POSTGRESQL]
    for made in imports.values():
        assert (made.users, made.seconds > 0, made.mails_per_second >= 0) == (LINES, True, True)
