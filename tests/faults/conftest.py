"""Installations that are made in a moment, and load on them from several threads until they break."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, Generic, TypeVar

import pytest
from botocore.exceptions import ConnectionError as NoConnection
from botocore.exceptions import HTTPClientError

from gatepost import app, bootstrap, server
from gatepost.settings import Settings
from gatepost.store import migration
from tests.journeys.company import Administrator, Keys
from tests.kit import PATIENCE_SECONDS
from tests.servers.gatepost import Gatepost

T = TypeVar("T")

THREADS = 6
GONE = (NoConnection, HTTPClientError)
"""What botocore raises where nobody answers any more."""


@dataclass(frozen=True)
class Company:
    """An installation, running or not, and its administrator, who works with the bootstrap key."""

    gatepost: Gatepost
    facts: dict[str, Any]
    administrator: Administrator

    def at(self, gatepost: Gatepost) -> "Company":
        """Return the same organisation at another server."""
        return Company(gatepost, self.facts, Administrator(gatepost.url, self.facts, self.administrator.keys))


Found = Callable[..., Company]


def founded(gatepost: Gatepost) -> Company:
    """Make the organisation of an installation in this process: the command takes seconds to start."""
    settings = Settings(**gatepost.settings)  # type: ignore[arg-type]
    runtime = app.make_runtime(settings)
    migration.upgrade(runtime.database)
    made = bootstrap.make(runtime, bootstrap.Wishes(access_key=True))
    runtime.events.stop()
    runtime.database.close()
    facts = server.summary(settings, made)
    keys = Keys(facts["access_key_id"], facts["secret_access_key"])
    return Company(gatepost, facts, Administrator(gatepost.url, facts, keys))


@pytest.fixture
def found(install: Callable[..., Gatepost]) -> Found:
    """`found(database_url=…, **settings)` makes an installation with its organisation; it does not run yet."""

    def make(**settings: str) -> Company:
        return founded(install(**{"log_level": "warning"} | settings))

    return make


class Load(Generic[T]):
    """Calls that several threads make one after the other until they fail; `acknowledged` holds the answers that came."""

    def __init__(self, call: Callable[[int], T]) -> None:
        self._call = call
        self._numbers = count(1)
        self._answered = threading.Condition()
        self._stopping = threading.Event()
        self.acknowledged: list[T] = []

    def run(self) -> None:
        """Make calls until nobody answers, or until the load is stopped."""
        while not self._stopping.is_set():
            try:
                answer = self._call(next(self._numbers))
            except GONE:
                return
            with self._answered:
                self.acknowledged.append(answer)
                self._answered.notify_all()

    def stop(self) -> None:
        """Make no further call."""
        self._stopping.set()

    def await_answers(self, number: int, within_seconds: float = PATIENCE_SECONDS) -> None:
        """Return once so many calls were answered."""
        with self._answered:
            came = self._answered.wait_for(lambda: len(self.acknowledged) >= number, within_seconds)
        assert came, f"{len(self.acknowledged)} of {number} answers within {within_seconds} s"


@contextmanager
def under_load(call: Callable[[int], T], threads: int = THREADS) -> Iterator[Load[T]]:
    """Keep calling from several threads; at the end all have stopped, and what else went wrong in one is raised."""
    load = Load(call)
    with ThreadPoolExecutor(threads) as pool:
        running = [pool.submit(load.run) for _ in range(threads)]
        try:
            yield load
        finally:
            load.stop()
    for each in running:
        each.result()


def until(condition: Callable[[], T | None], what: str, within_seconds: float = PATIENCE_SECONDS) -> T:
    """Return what a condition gives once it gives something."""
    ticks = threading.Event()
    for _ in range(int(within_seconds / 0.05)):
        if (value := condition()) is not None:
            return value
        ticks.wait(0.05)
    raise AssertionError(f"no {what} within {within_seconds} s")
