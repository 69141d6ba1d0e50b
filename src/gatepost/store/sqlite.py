"""SQLite: one file, many readers, one writer at a time."""

import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from sqlalchemy.dialects.sqlite import pysqlite

from gatepost.kit.errors import Unavailable
from gatepost.store.errors import Duplicate
from gatepost.store.statements import Compiler
from gatepost.store.transactions import Transaction

T = TypeVar("T")

_BUSY_SECONDS = 10
"""How long to wait for another process, such as a command beside the server, that writes to the same file."""
_LARGEST_GROUP = 64
"""So many writers commit together at most: the first of them waits for all."""
_UNIQUE = "UNIQUE constraint failed: "
_COMPILER = Compiler(pysqlite.dialect(paramstyle="qmark"))


class Sqlite:
    """A database file: WAL, every commit on the disk before it is answered, readers that cannot write.

    Writers that wait for each other commit together: the disk's flush costs milliseconds, a write microseconds. Each runs in a
    savepoint of one transaction, and none is answered before the commit that holds it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._readers: deque[_Connection] = deque()
        self._writer: _Connection | None = None
        self._turn = FairLock()
        self._group: _Group | None = None
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` on one snapshot of the file."""
        with _translated():
            connection = self._readers.pop() if self._readers else _Connection(self._path, read_only=True)
            try:
                connection.run("BEGIN")
                return work(Transaction(connection, _COMPILER))
            finally:
                connection.roll_back()
                self._readers.append(connection)

    def write(self, work: Callable[[Transaction], T], *, serializable: bool) -> T:
        """Run `work` alone, whether it asks to be serializable or not, and return once it is on the disk."""
        with self._turn:
            group = self._group = self._group or self._begin()
            outcome = group.run(work, _COMPILER)
            if group.is_full or group.is_broken or not self._turn.is_awaited:
                self._group = None
                group.commit()
        return group.await_outcome(outcome)

    def close(self) -> None:
        """Give every connection back to the operating system."""
        while self._readers:
            self._readers.pop().close()
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _begin(self) -> "_Group":
        with _translated():
            if self._writer is None:
                self._writer = _Connection(self._path, read_only=False)
            # A plain BEGIN that reads first and writes then fails beside another process instead of waiting for it.
            self._writer.run("BEGIN IMMEDIATE")
            return _Group(self._writer)


@dataclass(frozen=True, slots=True)
class _Outcome(Generic[T]):
    """What a writer's work came to, once the group has committed."""

    result: T | None = None
    error: BaseException | None = None


class _Group:
    """Writers that share a commit."""

    def __init__(self, connection: "_Connection") -> None:
        self._connection = connection
        self._size = 0
        self._done = threading.Event()
        self._failure: Exception | None = None

    @property
    def is_full(self) -> bool:
        return self._size >= _LARGEST_GROUP

    @property
    def is_broken(self) -> bool:
        """True where SQLite has undone the whole transaction itself, as it does when the disk is full."""
        return not self._connection.is_in_transaction

    def run(self, work: Callable[[Transaction], T], compiler: Compiler) -> "_Outcome[T]":
        """Run one writer's work; what fails undoes its own part and leaves the others' as it was."""
        self._size += 1
        try:
            self._connection.run("SAVEPOINT one")
            result = work(Transaction(self._connection, compiler))
            self._connection.run("RELEASE one")
        except BaseException as error:  # noqa: BLE001 - it is raised again where the writer waits
            self._undo_one()
            return _Outcome(error=error)
        return _Outcome(result)

    def _undo_one(self) -> None:
        """Undo the last writer's part; where not even that can be done, everybody's: nobody may wait for a commit in vain."""
        try:
            if self._connection.is_in_transaction:
                self._connection.run("ROLLBACK TO one")
                self._connection.run("RELEASE one")
        except sqlite3.Error:
            self._connection.roll_back()

    def commit(self) -> None:
        """Put everyone's work on the disk and let them go on."""
        try:
            with _translated():
                if self.is_broken:
                    raise Unavailable("The database could not write.")
                self._connection.run("COMMIT")
        except Exception as error:  # noqa: BLE001 - every writer of the group raises it
            self._failure = error
            self._connection.roll_back()
        finally:
            self._done.set()

    def await_outcome(self, outcome: "_Outcome[T]") -> T:
        """Return a writer's result, or raise its error, after the commit: an answer may rest on what others wrote before it."""
        self._done.wait()
        if self._failure is not None:
            raise Unavailable("The database could not write.") from self._failure
        if outcome.error is not None:
            with _translated():
                raise outcome.error
        return cast(T, outcome.result)


class _Connection:
    """One connection; transactions are begun and ended by name, the driver's own are off."""

    __slots__ = ("_raw",)

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self._raw = sqlite3.connect(
            path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=512
        )
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-65536",
            # The savepoint of each writer keeps the pages it changes: beyond 64 KiB they would go through a file.
            "temp_store=MEMORY",
            # A checkpoint waits for the disk twice: one for 16 MiB of the log instead of 4 MiB, SQLite's default.
            "wal_autocheckpoint=4000",
            f"query_only={'ON' if read_only else 'OFF'}",
        ):
            self._raw.execute(f"PRAGMA {pragma}")

    def execute(self, sql: str, arguments: Any, /) -> sqlite3.Cursor:
        try:
            return self._raw.execute(sql, arguments)
        except sqlite3.IntegrityError as error:
            raise _duplicate(error) from None

    def execute_many(self, sql: str, arguments: Sequence[Any], /) -> int:
        try:
            return self._raw.executemany(sql, arguments).rowcount
        except sqlite3.IntegrityError as error:
            raise _duplicate(error) from None

    def run(self, sql: str) -> None:
        self._raw.execute(sql)

    @property
    def is_in_transaction(self) -> bool:
        return self._raw.in_transaction

    def roll_back(self) -> None:
        # SQLite has ended the transaction itself after some errors, such as a full disk.
        if self._raw.in_transaction:
            self._raw.execute("ROLLBACK")

    def close(self) -> None:
        self._raw.close()


class FairLock:
    """A lock that serves in the order of arrival: with SQLite's own busy handler one writer in eight waited for seconds."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    @property
    def is_awaited(self) -> bool:
        """Whether somebody waits for the lock."""
        return bool(self._waiting)

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


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
            raise  # a statement that is wrong
        # A full disk, a file that is gone, another process that holds the lock for too long.
        raise Unavailable("The database is not available.") from error


def _duplicate(error: sqlite3.IntegrityError) -> Exception:
    """Return the unique constraint that refused a row; another constraint is an error of ours and stays as it is."""
    message = str(error)
    if not message.startswith(_UNIQUE):
        return error
    names = message.removeprefix(_UNIQUE).split(", ")
    return Duplicate(frozenset(name.rpartition(".")[2] for name in names))
