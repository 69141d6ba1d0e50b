"""SQLite's writers that wait for each other share a commit: one that fails takes nobody along, and nobody waits in vain."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text

from gatepost.kit.errors import Unavailable
from gatepost.store.database import Database, Transaction
from gatepost.store.sqlite import Sqlite
from tests.kit import PATIENCE_SECONDS

metadata = MetaData()
marks = Table("marks", metadata, Column("mark", Integer, primary_key=True))
INSERT, ALL = insert(marks), select(marks.c.mark).order_by(marks.c.mark)


@pytest.fixture
def store(tmp_path: Path) -> Database:
    url = f"sqlite:///{tmp_path / 'marks.db'}"
    Database(url).with_connection(metadata.create_all)
    return Database(url)


def mark(number: int) -> Callable[[Transaction], int]:
    return lambda tx: tx.change(INSERT, {"mark": number})


def written(store: Database) -> list[int]:
    return store.read(lambda tx: [row.mark for row in tx.all(ALL)])


def together(
    store: Database, first: Callable[[Transaction], int], second: Callable[[Transaction], int]
) -> tuple[Future[int], Future[int]]:
    """Run two writers of which the second waits while the first works, so that they share a commit."""
    driver = store._driver
    assert isinstance(driver, Sqlite)
    with ThreadPoolExecutor(2) as writers:
        started: list[Future[int]] = []

        def leads(tx: Transaction) -> int:
            started.append(writers.submit(store.write, second))
            tick = threading.Event()
            while not driver._turn.is_awaited:
                tick.wait(0.001)
            return first(tx)

        leading = writers.submit(store.write, leads)
        wait([leading])
    return leading, started[0]


def test_both_are_written(store: Database) -> None:
    one, other = together(store, mark(1), mark(2))
    assert (one.result(), other.result()) == (1, 1)
    assert written(store) == [1, 2]


def test_one_that_fails_takes_nobody_along(store: Database) -> None:
    def fail(tx: Transaction) -> int:
        mark(2)(tx)
        raise KeyError("mine")

    one, other = together(store, mark(1), fail)
    assert one.result() == 1
    with pytest.raises(KeyError, match="mine"):
        other.result()
    assert written(store) == [1]


def test_one_that_cannot_be_undone_undoes_all_and_nobody_waits_in_vain(store: Database) -> None:
    def break_the_savepoint(tx: Transaction) -> int:
        mark(2)(tx)
        tx.change(text("RELEASE one"))
        return 1

    one, other = together(store, mark(1), break_the_savepoint)
    for each in (one, other):
        with pytest.raises(Unavailable):
            each.result(timeout=PATIENCE_SECONDS)
    assert written(store) == []
    assert store.write(mark(3)) == 1


def test_a_statement_that_is_wrong_is_a_fault_and_no_outage(store: Database) -> None:
    with pytest.raises(Exception, match="no such table") as caught:
        store.read(lambda tx: tx.all(text("SELECT * FROM absent")))
    assert not isinstance(caught.value, Unavailable)
