"""Transactions, on both databases: what is committed, what is refused, who waits for whom."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from psycopg.errors import ReadOnlySqlTransaction
from sqlalchemy import Column, Integer, MetaData, Table, bindparam, insert, select, update

from gatepost.kit.errors import Unavailable
from gatepost.store.columns import Flag, Instant, Json, Name
from gatepost.store.database import Database, Duplicate, Transaction, ping, upsert

things_metadata = MetaData()
things = Table(
    "things",
    things_metadata,
    Column("thing_id", Integer, primary_key=True),
    Column("name", Name(64), nullable=False, unique=True),
    Column("made_at", Instant),
    Column("is_good", Flag),
    Column("facts", Json),
    Column("count", Integer, nullable=False, default=0),
)

INSERT = insert(things)
BY_ID = select(things).where(things.c.thing_id == bindparam("id"))
NAMES = select(things.c.name).order_by(things.c.name)
COUNT_UP = update(things).where(things.c.thing_id == bindparam("id")).values(count=bindparam("new_count"))


@pytest.fixture
def store(database: Database) -> Database:
    database.with_connection(things_metadata.create_all)
    return database


def add(name: str, thing_id: int = 1) -> dict[str, object]:
    return {"thing_id": thing_id, "name": name, "count": 0}


def test_columns_mean_the_same(store: Database) -> None:
    made_at = datetime(2026, 11, 24, 3, 4, 5, 678901, tzinfo=timezone(timedelta(hours=9)))
    facts = {"a": [1, None, "é"], "b": {"c": True}}
    row = {"thing_id": 1, "name": "x", "made_at": made_at, "is_good": True, "facts": facts, "count": 3}
    store.write(lambda tx: tx.change(INSERT, row))
    found = store.read(lambda tx: tx.first(BY_ID, {"id": 1}))
    assert found is not None
    assert tuple(found) == (1, "x", made_at.astimezone(UTC), True, facts, 3)
    assert isinstance(found.is_good, bool)


def test_a_naive_datetime_is_refused(store: Database) -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - that is the point
    with pytest.raises(TypeError):
        store.write(lambda tx: tx.change(INSERT, {**add("x"), "made_at": naive}))


def test_names_sort_by_code_point(store: Database) -> None:
    names = ["a", "B", "é", "Z", "_", "z", "10", "9"]
    store.write(lambda tx: tx.change(INSERT, [add(name, number) for number, name in enumerate(names)]))
    assert [row.name for row in store.read(lambda tx: tx.all(NAMES))] == sorted(names)


def test_an_exception_undoes_everything(store: Database) -> None:
    def half(tx: Transaction) -> None:
        tx.change(INSERT, add("x"))
        raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        store.write(half)
    assert store.read(lambda tx: tx.all(NAMES)) == []


def test_a_read_cannot_write(store: Database) -> None:
    with pytest.raises((ReadOnlySqlTransaction, Unavailable)):
        store.read(lambda tx: tx.change(INSERT, add("x")))
    assert store.read(lambda tx: tx.all(NAMES)) == []


def test_a_duplicate_names_its_columns(store: Database) -> None:
    store.write(lambda tx: tx.change(INSERT, add("x", 1)))
    with pytest.raises(Duplicate) as caught:
        store.write(lambda tx: tx.change(INSERT, add("x", 2)))
    assert caught.value.columns == {"name"}
    with pytest.raises(Duplicate) as caught:
        store.write(lambda tx: tx.change(INSERT, add("y", 1)))
    assert caught.value.columns == {"thing_id"}


def test_an_upsert_updates_what_is_there(store: Database) -> None:
    put, keep = upsert(things, key=["thing_id"], update=["name"]), upsert(things, key=["thing_id"])
    store.write(lambda tx: tx.change(put, add("x")))
    store.write(lambda tx: tx.change(put, add("y")))
    store.write(lambda tx: tx.change(keep, add("z")))
    assert [row.name for row in store.read(lambda tx: tx.all(NAMES))] == ["y"]


def test_of_parallel_creates_of_one_name_exactly_one_wins(store: Database) -> None:
    results: list[str] = []

    def create(number: int) -> None:
        try:
            store.write(lambda tx: tx.change(INSERT, add("x", number)))
            results.append("made")
        except Duplicate:
            results.append("duplicate")

    run_all(create, 12)
    assert sorted(results) == ["duplicate"] * 11 + ["made"]


def test_no_parallel_read_then_write_is_lost(store: Database) -> None:
    store.write(lambda tx: tx.change(INSERT, add("x")))

    def count_up(tx: Transaction) -> None:
        row = tx.first(BY_ID, {"id": 1})
        assert row is not None
        tx.change(COUNT_UP, {"id": 1, "new_count": row[5] + 1})

    done: list[int] = []

    def work(number: int) -> None:
        try:
            store.write(count_up, serializable=True)
            done.append(number)
        except Unavailable:
            # PostgreSQL may find a serialisation failure four times in a row: then nothing was done, and it was said.
            pass

    run_all(work, 12)
    found = store.read(lambda tx: tx.first(BY_ID, {"id": 1}))
    assert found is not None
    assert found[5] == len(done) > 0


def test_a_database_that_is_away_is_unavailable() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(Unavailable):
        database.read(ping)
    database.close()


def run_all(work: Callable[[int], None], count: int) -> None:
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
