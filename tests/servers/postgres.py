"""A PostgreSQL cluster of this process's own: made on first use, reached by a socket in its folder, thrown away."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Literal

import psycopg
import pytest
from psycopg import sql

from tests import memory
from tests.servers.peers import absent

# A language's order, not C's: a statement that forgets to say how it sorts shows here as it would in production.
_LOCALE = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US")

# Nothing here outlives the run, so nothing waits for a disk.
_SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB", "max_connections=200")


class Postgres:
    """A cluster in which tests make databases."""

    def __init__(self, binaries: Path, folder: Path, settings: Sequence[str] = _SPEED) -> None:
        self._binaries = binaries
        self._folder = folder
        self._settings = settings
        self._numbers = count(1)
        # The server refuses to run as root.
        self._user = "postgres" if os.geteuid() == 0 else None

    def make(self) -> None:
        """Lay out an empty cluster, which does not run yet."""
        if self._user:
            shutil.chown(self._folder, self._user, self._user)
        self._run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", *_LOCALE)

    def start(self) -> None:
        """Return once the cluster takes connections."""
        settings = (*self._settings, "listen_addresses=''", f"unix_socket_directories={self._folder}")
        log = f"--log={self._folder / 'log'}"
        self._run("pg_ctl", "start", "--wait", "--silent", log, "--options=-c " + " -c ".join(settings))

    def stop(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        """End the cluster and every connection; an immediate end is for a cluster that nobody needs again."""
        self._run("pg_ctl", "stop", "--wait", "--silent", f"--mode={mode}")

    def url(self, name: str) -> str:
        """Return the SQLAlchemy URL of a database."""
        return f"postgresql://postgres@/{name}?host={self._folder}"

    def create(self, *, template: str = "template1") -> str:
        """Make a database like `template` and return its name."""
        name = f"gatepost_{next(self._numbers)}"
        self._admin(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, name: str) -> None:
        """Remove a database and whoever is still connected to it."""
        self._admin(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _admin(self, statement: sql.Composed) -> None:
        with psycopg.connect(host=str(self._folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: str) -> None:
        command: list[str | Path] = [self._binaries / program, "--pgdata", self._folder / "data", *arguments]
        groups: list[str] | None = [] if self._user else None
        subprocess.run(
            command,
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self._folder,
            user=self._user,
            group=self._user,
            extra_groups=groups,
        )


@contextmanager
def running(binaries: Path) -> Iterator[Postgres]:
    """Start a cluster and end it."""
    folder = Path(tempfile.mkdtemp(prefix="gatepost-postgresql-", dir=memory.folder()))
    try:
        cluster = Postgres(binaries, folder)
        cluster.make()
        cluster.start()
        try:
            yield cluster
        finally:
            with suppress(subprocess.CalledProcessError):  # a test may have stopped it
                cluster.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_binaries() -> Path | None:
    """Return the folder of the newest server that Debian installed; None where it has installed none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return found[-1].parent if found else None


def binaries() -> Path:
    """Return the same; without a server the test is skipped."""
    found = find_binaries()
    if found is None:
        absent("needs PostgreSQL: `make peers` as root installs Debian's postgresql")
    return found


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A running PostgreSQL cluster, one for each test process."""
    with running(binaries()) as cluster:
        yield cluster


@pytest.fixture
def empty_postgres_url(postgres: Postgres) -> Iterator[str]:
    """The URL of a database that holds nothing."""
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)
