"""Engines, transactions and retries: the only file that knows which database it talks to."""

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Executable, Insert, Table, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import URL, Row
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from gatepost.kit.errors import Unavailable

T = TypeVar("T")
Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]

ATTEMPTS = 4
"""How often a write runs at most: once, and three times again after a serialisation failure or a lost connection."""

_SERIALIZATION_FAILURES = {"40001", "40P01"}
_MIGRATION_LOCK = 0x6761_7465_706F_7374
"""Any number will do, as long as it is Gatepost's own ("gatepost" in ASCII)."""


class Duplicate(Exception):  # noqa: N818 - named by its meaning
    """A unique constraint refused a row; `columns` are those of the constraint."""

    def __init__(self, columns: frozenset[str]) -> None:
        super().__init__("duplicate " + ", ".join(sorted(columns)))
        self.columns = columns


class Transaction:
    """One transaction's statements; `core/*/store.py` is the only caller."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def first(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Row[*tuple[Any, ...]] | None:
        """Return the first row, or None."""
        return self._connection.execute(statement, parameters).first()

    def all(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return every row."""
        return self._connection.execute(statement, parameters).all()

    def scalar(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Any:
        """Return the first row's first column, or None."""
        return self._connection.execute(statement, parameters).scalar()

    def change(self, statement: Executable, parameters: Parameters | None = None) -> int:
        """Insert, update or delete; return how many rows it touched. Raise Duplicate where a unique constraint refuses."""
        try:
            return self._connection.execute(statement, parameters).rowcount
        except IntegrityError as error:
            columns = _duplicate_columns(error)
            if columns is None:
                raise
            raise Duplicate(columns) from None


class Database:
    """One database, SQLite or PostgreSQL, seen as read and write transactions."""

    def __init__(self, url: str, *, pool_size: int = 16) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._reader = _sqlite_engine(self.url, "BEGIN", pool_size, query_only=True)
            self._writer = _sqlite_engine(self.url, "BEGIN IMMEDIATE", 1, query_only=False)
            self._serializable = self._writer
            self._queue: _FairLock | None = _FairLock()
        else:
            engine = _postgresql_engine(self.url, pool_size)
            self._reader = engine.execution_options(isolation_level="READ COMMITTED", postgresql_readonly=True)
            self._writer = engine
            self._serializable = engine.execution_options(isolation_level="SERIALIZABLE")
            self._queue = None

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in a transaction that cannot write."""
        return _retrying(lambda: _run(self._reader, work))

    def write(self, work: Callable[[Transaction], T], *, serializable: bool = False) -> T:
        """Run `work` in a write transaction and commit it; `work` may run again, so it must have no effect outside."""
        engine = self._serializable if serializable else self._writer
        if self._queue is None:
            return _retrying(lambda: _run(engine, work))
        with self._queue:
            return _retrying(lambda: _run(engine, work))

    def with_connection(self, work: Callable[[Connection], T], *, alone: bool = False) -> T:
        """Run `work` on a writing connection, for migrations; `alone` keeps other servers' out until it has committed."""
        with self._writer.begin() as connection:
            if alone and not self.is_sqlite:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
            return work(connection)

    def close(self) -> None:
        """Give every connection back to the operating system."""
        self._reader.dispose()
        self._writer.dispose()


def upsert(table: Table, *, key: Sequence[str], update: Sequence[str] = ()) -> Insert:
    """Return INSERT … ON CONFLICT (key) DO UPDATE of the `update` columns; without them, DO NOTHING.

    Both databases read this clause alike, and SQLAlchemy compiles PostgreSQL's construct for SQLite too.
    """
    # SQLAlchemy forgets how many rows an INSERT touched unless it is asked: here the count says whether there was a conflict.
    statement = postgresql.insert(table).execution_options(preserve_rowcount=True)
    if not update:
        return statement.on_conflict_do_nothing(index_elements=key)
    return statement.on_conflict_do_update(index_elements=key, set_={name: statement.excluded[name] for name in update})


def _run(engine: Engine, work: Callable[[Transaction], T]) -> T:
    with engine.begin() as connection:
        return work(Transaction(connection))


def _retrying(run: Callable[[], T]) -> T:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return run()
        except PoolTimeoutError as error:
            raise Unavailable("Every connection to the database is busy.") from error
        except IntegrityError:
            raise
        except DBAPIError as error:
            again = error.connection_invalidated or _is_serialization_failure(error)
            if again and attempt < ATTEMPTS:
                continue
            if again or isinstance(error, OperationalError):
                raise Unavailable("The database is not available.") from error
            raise
    raise AssertionError("unreachable")


def _is_serialization_failure(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _SERIALIZATION_FAILURES


def _duplicate_columns(error: IntegrityError) -> frozenset[str] | None:
    """Read the constraint's columns from the driver: both name them, in words of their own."""
    message = str(error.orig)
    if message.startswith("UNIQUE constraint failed: "):
        names = message.removeprefix("UNIQUE constraint failed: ").split(", ")
        return frozenset(name.rpartition(".")[2] for name in names)
    if getattr(error.orig, "sqlstate", None) == "23505":
        detail = getattr(error.orig, "diag").message_detail or ""  # noqa: B009 - psycopg's attribute, unknown to the base class
        return frozenset(detail.partition("(")[2].partition(")")[0].split(", "))
    return None


def _postgresql_engine(url: URL, pool_size: int) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=10,
        isolation_level="READ COMMITTED",
        connect_args={"connect_timeout": 5, "application_name": "gatepost"},
    )


def _sqlite_engine(url: URL, begin: str, pool_size: int, *, query_only: bool) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=10,
        connect_args={"check_same_thread": False, "isolation_level": None, "timeout": 10, "cached_statements": 512},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=10000",
            "cache_size=-65536",
            f"query_only={'ON' if query_only else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        # The driver's own BEGIN is deferred: a read that turns into a write then fails under load instead of waiting.
        connection.exec_driver_sql(begin)

    return engine


class _FairLock:
    """A lock that serves in the order of arrival: with SQLite's own busy handler one writer in eight waited for seconds."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    def __enter__(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


def ping(transaction: Transaction) -> None:
    """Ask the database for one row."""
    transaction.scalar(text("SELECT 1"))
