"""Runs that are made on each kind of database: SQLite in the server's process, PostgreSQL beside it on the other core."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from bench import csv_import, large, lists, postgres, world
from bench.csv_import import Import
from bench.large import Numbers
from bench.lists import Page
from bench.machine import Machine, on_core
from bench.requests.console import open_as_administrator, open_console
from tests.servers.postgres import Postgres

SQLITE: Final = "SQLite"
POSTGRESQL: Final = "PostgreSQL"


class OnBoth:
    """Makes worlds in a folder; `say` is told what is under way, `skipped` why there is no run on PostgreSQL."""

    def __init__(self, machine: Machine, folder: Path, say: Callable[[str], object], skipped: dict[str, str]) -> None:
        self._machine = machine
        self._folder = folder
        self._say = say
        self._skipped = skipped

    def lists(self, numbers: Numbers) -> dict[str, list[Page]]:
        """Open every list of an organisation of this size."""
        return {database: self._lists(numbers, database, cluster) for database, cluster in self._clusters(lists.NAME)}

    def imports(self, users: int) -> dict[str, Import]:
        """Import so many users."""
        return {
            database: self._import(users, database, cluster) for database, cluster in self._clusters(csv_import.NAME)
        }

    def _clusters(self, name: str) -> Iterator[tuple[str, Postgres | None]]:
        yield SQLITE, None
        try:
            with postgres.running(self._machine.load_core) as cluster:
                yield POSTGRESQL, cluster
        except postgres.NotInstalled as reason:
            self._skipped[f"{name} on {POSTGRESQL}"] = str(reason)

    def _lists(self, numbers: Numbers, database: str, cluster: Postgres | None) -> list[Page]:
        self._say(f"an organisation of {numbers.users:,} users on {database}")
        made = large.make(self._folder / f"{lists.NAME} {database}", numbers, cluster)
        cookie = open_console(made.world).cookie
        self._say(f"{lists.NAME} on {database}")
        with made.world.installation.serve(self._machine.server_core) as server, on_core(self._machine.load_core):
            return lists.run(server, made, cookie)

    def _import(self, users: int, database: str, cluster: Postgres | None) -> Import:
        self._say(f"{csv_import.NAME} of {users:,} users on {database}")
        made = world.make(self._folder / f"{csv_import.NAME} {database}", people=1, cluster=cluster)
        opened = open_as_administrator(made)
        with made.installation.serve(self._machine.server_core) as server, on_core(self._machine.load_core):
            return csv_import.run(server, made.installation, opened, users)
