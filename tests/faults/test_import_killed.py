"""kill -9 in the middle of an import: the next start goes on with it, and everybody is made and invited once."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from gatepost import app
from gatepost.core.actors import GATEPOST
from gatepost.core.ask import Ask, Client
from gatepost.core.audit import store as audit
from gatepost.core.call import Call, Runtime, perform
from gatepost.core.directory import csv_rows, groups, imports, store, users
from gatepost.core.directory.model import User
from gatepost.core.queue import store as queue
from gatepost.kit.paging import PageRequest, WindowRequest
from gatepost.settings import Settings
from tests.faults.conftest import Company, Found, until

T = TypeVar("T")

PEOPLE = 4_000
"""So many that nobody misses the middle."""
HEAD = "user_name,email,given_name,family_name,groups\n"
CONTENT = HEAD + "".join(f"u{each},u{each}@example.com,A,B,G{each % 9}\n" for each in range(PEOPLE))


class Import:
    """An import of an installation, begun and looked at from beside its server."""

    def __init__(self, runtime: Runtime, identity_store_id: str) -> None:
        self._runtime = runtime
        self._store_id = identity_store_id
        self._import_id = self._call(self._begin)

    @property
    def done(self) -> int:
        """How many lines jobs have been through."""
        found = self._runtime.database.read(lambda tx: store.find_import(tx, self._store_id, self._import_id))
        return 0 if found is None else found.done

    @property
    def waiting(self) -> int:
        """How many jobs there are still to do: each invites somebody, or sends the mail."""
        return sum(self._runtime.database.read(queue.count_by_kind).values())

    def people(self) -> list[User]:
        """Return every user but the administrator."""
        found = self._call(lambda call: users.list_all(call, self._store_id, PageRequest(PEOPLE + 100)))
        return [user for user in found.items if user.user_name != "admin"]

    def memberships(self) -> list[int]:
        """Return of each group how many are in it."""
        request = WindowRequest(100)
        found = self._call(lambda call: groups.browse(call, self._store_id, "", request))
        return self._call(lambda call: [store.count_members(call.tx, group.group_id) for group in found.items])

    def events(self, name: str, account_id: str) -> int:
        """Count the events of a name."""
        now = self._runtime.clock.now()
        counted = self._runtime.database.read(
            lambda tx: audit.count_by_day(tx, account_id, name, now - timedelta(days=2))
        )
        return sum(counted.values())

    def mailed_to(self) -> Counter[str]:
        """Count the mails by whom they are for."""
        folder = self._runtime.settings.data_dir / "mail"
        lines = [line for mail in folder.glob("*.eml") for line in mail.read_text().splitlines()]
        return Counter(line.removeprefix("To: ") for line in lines if line.startswith("To: "))

    def _begin(self, call: Call) -> str:
        rows, problems = csv_rows.read(CONTENT.encode())
        import_id = imports.keep(call, self._store_id, rows, problems).import_id
        imports.start(call, self._store_id, import_id)
        return import_id

    def _call(self, do: Callable[[Call], T]) -> T:
        client = Client("127.0.0.1", "tests", "00000000-0000-4000-8000-000000000000", "us-east-1")
        return perform(self._runtime, Ask(GATEPOST, "gatepost:Test", "gatepost.internal", client, writes=True), do)


@contextmanager
def begun(company: Company) -> Iterator[Import]:
    """Begin an import of an installation that does not run yet."""
    runtime = app.make_runtime(Settings(**company.gatepost.settings))  # type: ignore[arg-type]
    try:
        yield Import(runtime, company.facts["identity_store_id"])
    finally:
        runtime.events.stop()
        runtime.database.close()


def test_an_import_is_gone_on_with_after_kill_9(found: Found, database_url: str) -> None:
    company = found(database_url=database_url)
    with begun(company) as begun_import:
        company.gatepost.start()
        done = until(lambda: begun_import.done or None, "first batch")
        company.gatepost.kill()
        assert begun_import.done < PEOPLE, f"{done} were looked at: kill earlier"

        company.gatepost.start()

        until(lambda: begun_import.done == PEOPLE or None, "end of the import", within_seconds=100)
        company.gatepost.stop()
        people = begun_import.people()
        assert Counter(user.user_name for user in people) == Counter(f"u{each}" for each in range(PEOPLE))
        assert sorted(begun_import.memberships()) == sorted(len(range(each, PEOPLE, 9)) for each in range(9))
        account_id = company.facts["account_id"]
        assert begun_import.events("CreateUser", account_id) == PEOPLE
        assert begun_import.events("CreateGroupMembership", account_id) == PEOPLE
        mailed = begun_import.mailed_to()
        # Whom a mail was on its way to when it broke has the mail, or the job that sends it, or both.
        assert PEOPLE <= mailed.total() + begun_import.waiting <= PEOPLE + 1
        assert max(mailed.values()) == 1
    assert "fault" not in company.gatepost.log
