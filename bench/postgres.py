"""A PostgreSQL server of the run's own, as it comes: every commit is on the disk before it is answered."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench.machine import on_core
from tests.servers.postgres import Postgres, find_binaries

_CONNECTIONS = ("max_connections=100",)


class NotInstalled(Exception):  # noqa: N818 - named by its meaning
    """There is no PostgreSQL on this machine."""


@contextmanager
def running(core: int) -> Iterator[Postgres]:
    """Run a server whose processes are kept on one core; raise NotInstalled where there is none."""
    binaries = find_binaries()
    if binaries is None:
        raise NotInstalled("needs PostgreSQL: `make peers` as root installs Debian's postgresql")
    folder = Path(tempfile.mkdtemp(prefix="gatepost-bench-postgresql-"))
    try:
        cluster = Postgres(binaries, folder, _CONNECTIONS)
        cluster.make()
        with on_core(core):
            cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def settle(url: str) -> None:
    """Have the server look at how large tables are, as it does by itself a minute after they were filled."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
