"""Long lists: whichever page is opened, an index leads to its rows, and nowhere are all rows looked at.

What is counted is the same on every machine: rows that PostgreSQL's plan went through, and steps of SQLite's virtual machine.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bench import large
from bench.installation import Core
from bench.large import Large, Numbers
from bench.world import user_name
from gatepost.core.access import store as access
from gatepost.core.audit import store as audit
from gatepost.core.directory import store as directory
from gatepost.core.signin import store as signin
from gatepost.kit.paging import PageRequest, WindowRequest
from gatepost.store.database import Transaction

NUMBERS = Numbers(users=6_000, groups=500, permission_sets=200, accounts=20, assignments=6_000, events=8_000)
SIZE = 50
MOST_ROWS = 4_000
"""Two thirds of the users, and more than the memberships that are counted before a large group is read."""
MOST_STEPS = 40_000
"""A look at each of 6,000 rows takes 60,000 steps at least, a page 4,000."""

Look = Callable[[Transaction, "Furnished"], object]


@dataclass(frozen=True)
class Furnished:
    """An open installation in which every list is long."""

    core: Core
    large: Large

    @property
    def store_id(self) -> str:
        return self.large.world.identity_store_id

    @property
    def instance_id(self) -> str:
        return self.large.world.instance_arn.rpartition("/")[2]

    @property
    def account_id(self) -> str:
        return self.large.world.account_ids[0]


@dataclass
class Watched:
    """A connection that counts what its statements look at."""

    connection: Any
    is_sqlite: bool
    count: int = 0
    plans: list[str] = field(default_factory=list)

    def execute(self, sql: str, arguments: Any, /) -> Any:
        raw = self.connection._raw
        if self.is_sqlite:
            self.plans += [str(row[3]) for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}", arguments)]
            raw.set_progress_handler(self._step, 1)
        else:
            [[explained]] = raw.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", arguments).fetchall()
            self._add(explained[0]["Plan"])
        return self.connection.execute(sql, arguments)

    def execute_many(self, sql: str, arguments: Sequence[Any], /) -> int:
        raise AssertionError(f"a list writes: {sql}")

    def _step(self) -> int:
        self.count += 1
        return 0

    def _add(self, node: dict[str, Any]) -> None:
        """Count what a plan's scans went through, all rounds together."""
        if "Relation Name" in node:
            removed = sum(int(value) for name, value in node.items() if name.startswith("Rows Removed by"))
            self.count += (int(node["Actual Rows"]) + removed) * int(node["Actual Loops"])
            self.plans.append(f"{node['Node Type']} {node['Relation Name']} {node.get('Index Name', '')}")
        for part in node.get("Plans", ()):
            self._add(part)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def furnished(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    cluster = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    folder: Path = tmp_path_factory.mktemp("long-lists")
    made = large.make(folder, NUMBERS, cluster)
    with made.world.installation.core() as core:
        yield Furnished(core, made)
    if cluster is not None:
        cluster.drop(made.world.installation.database)


def _users(prefix: str = "", status: Any = None, **place: Any) -> Look:
    return lambda tx, here: directory.browse_users(tx, here.store_id, prefix, WindowRequest(SIZE, **place), status)


def _groups(prefix: str = "", **place: Any) -> Look:
    return lambda tx, here: directory.browse_groups(tx, here.store_id, prefix, WindowRequest(SIZE, **place))


def _members(**place: Any) -> Look:
    return lambda tx, here: directory.list_members(tx, here.store_id, here.large.group_id, WindowRequest(SIZE, **place))


def _sets(prefix: str = "", **place: Any) -> Look:
    return lambda tx, here: access.permission_sets.browse_permission_sets(
        tx, here.instance_id, prefix, WindowRequest(SIZE, **place)
    )


def _events(attribute: str | None, value: str | bool | None) -> Look:
    def look(tx: Transaction, here: Furnished) -> object:
        now = here.core.runtime.clock.now()
        account_id, start = here.large.world.owner_account_id, now - timedelta(days=90)
        first = audit.list_events(tx, account_id, start, now, attribute, value, PageRequest(SIZE))
        if first.next is None:
            return first
        return audit.list_events(tx, account_id, start, now, attribute, value, PageRequest(SIZE, first.next))

    return look


def _invitations(tx: Transaction, here: Furnished) -> object:
    first = signin.invitations.list_pending(tx, here.store_id, PageRequest(SIZE))
    assert len(first.items) == SIZE
    return signin.invitations.list_pending(tx, here.store_id, PageRequest(SIZE, first.next))


LOOKS: dict[str, Look] = {
    "users": _users(),
    "users, last": _users(from_end=True),
    "users, middle": _users(after=user_name(3_000)),
    "users, searched": _users("user"),
    "users, searched by display name": _users("user number 59"),
    "users, searched by address": _users("user-0005999@"),
    "users, nobody found": _users("zzz"),
    "users, enabled": _users(status="ENABLED"),
    "users, disabled, last": _users(status="DISABLED", from_end=True),
    "users, enabled and searched": _users("user", "ENABLED"),
    "users, none of the disabled fits": _users("user", "DISABLED"),
    "users, by age": lambda tx, here: directory.list_users(tx, here.store_id, PageRequest(SIZE)),
    "groups": _groups(),
    "groups, last": _groups(from_end=True),
    "groups, searched": _groups("group"),
    "members": _members(),
    "members, last": _members(from_end=True),
    "members, middle": _members(after=user_name(3_000)),
    "groups of a user": lambda tx, here: directory.list_groups_of_user(
        tx, here.store_id, here.large.member_id, WindowRequest(SIZE)
    ),
    "invitations": _invitations,
    "permission sets": _sets(),
    "permission sets, last": _sets(from_end=True),
    "permission sets, searched": _sets("Level"),
    "assignments to an account": lambda tx, here: access.access_report.principals_of_account(
        tx, here.instance_id, here.account_id
    ),
    "who has access to an account": lambda tx, here: access.access_report.access_to_account(
        tx, here.instance_id, here.account_id, PageRequest(SIZE)
    ),
    "what a user has access to": lambda tx, here: access.access_report.access_of_user(
        tx, here.instance_id, here.large.world.user_ids[0]
    ),
    "events": _events(None, None),
    "events, changes": _events("ReadOnly", False),
    "events of a user": _events("Username", user_name(7)),
    "events of a user who has none": _events("Username", "nobody"),
    "events of a name": _events("EventName", "CreateUser"),
    "events of a name that none has": _events("EventName", "Nothing"),
    "events of a resource that none has": _events("ResourceName", "nothing"),
    "one event": _events("EventId", "nothing"),
}


@pytest.mark.parametrize("name", LOOKS)
def test_a_page_looks_at_few_rows(furnished: Furnished, name: str) -> None:
    database = furnished.core.runtime.database

    def look(tx: Transaction) -> Watched:
        watched = Watched(tx._connection, database.is_sqlite)
        if not database.is_sqlite:
            # A few thousand rows are read whole sooner than by an index; what is asked is whether there is one.
            watched.connection.execute("SET LOCAL enable_seqscan = off", {})
        tx._connection = watched
        try:
            LOOKS[name](tx, furnished)
        finally:
            if database.is_sqlite:
                watched.connection._raw.set_progress_handler(None, 0)
        return watched

    watched = database.read(look)
    assert watched.plans
    assert watched.count < (MOST_STEPS if database.is_sqlite else MOST_ROWS), watched.plans
