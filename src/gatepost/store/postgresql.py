"""PostgreSQL: psycopg 3 with its pool; any number of processes and machines on one database."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from psycopg import errors
from psycopg_pool import ConnectionPool, PoolTimeout
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql import psycopg as psycopg_dialect
from sqlalchemy.engine import URL

from gatepost.kit.errors import Invalid, Unavailable
from gatepost.store.errors import Duplicate, TryAgain
from gatepost.store.statements import Compiler
from gatepost.store.transactions import Transaction

T = TypeVar("T")

_CONNECT_SECONDS = 5
_WAIT_SECONDS = 2
"""How long to wait for a connection: there are more than threads, so who waits waits for one to be made."""
_GLANCE_SECONDS = 0.1
"""How long to wait while the server is away: the next ones fail at once, instead of holding up every thread in turn."""
_DIALECT: Dialect = psycopg_dialect.dialect()  # type: ignore[no-untyped-call]
_COMPILER = Compiler(_DIALECT)


class Postgresql:
    """A database server's connections."""

    def __init__(self, url: URL, pool_size: int) -> None:
        self._is_away = False
        self._pool: ConnectionPool[psycopg.Connection[Any]] = ConnectionPool(
            url.set(drivername="postgresql").render_as_string(hide_password=False),
            min_size=1,
            max_size=pool_size,
            # The pool doubles its pauses for so long and begins anew then: a server that comes back is found in seconds.
            reconnect_timeout=_WAIT_SECONDS,
            kwargs={"connect_timeout": _CONNECT_SECONDS, "application_name": "gatepost"},
            open=True,
        )

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in a transaction that cannot write."""
        return self._run(work, psycopg.IsolationLevel.READ_COMMITTED, read_only=True)

    def write(self, work: Callable[[Transaction], T], *, serializable: bool) -> T:
        """Run `work` and commit it; raise TryAgain where nothing was done and the same may succeed next time."""
        level = psycopg.IsolationLevel.SERIALIZABLE if serializable else psycopg.IsolationLevel.READ_COMMITTED
        return self._run(work, level, read_only=False)

    def close(self) -> None:
        """End every connection."""
        self._pool.close()

    def _run(self, work: Callable[[Transaction], T], level: psycopg.IsolationLevel, *, read_only: bool) -> T:
        with self._connection() as connection:
            connection.isolation_level = level
            connection.read_only = read_only
            try:
                result = work(Transaction(_Connection(connection), _COMPILER))
            except (errors.SerializationFailure, errors.DeadlockDetected, errors.ForeignKeyViolation) as error:
                # Of the last: what the row points to was deleted meanwhile; the next attempt sees that it is gone.
                raise TryAgain from error
            except psycopg.OperationalError as error:
                raise self._lost(connection) from error
            except psycopg.DataError as error:
                raise Invalid("The input holds a character or a number that cannot be stored.") from error
            self._commit(connection)
            return result

    @contextmanager
    def _connection(self) -> Iterator["psycopg.Connection[Any]"]:
        try:
            connection = self._pool.getconn(_GLANCE_SECONDS if self._is_away else _WAIT_SECONDS)
        except PoolTimeout as error:
            self._is_away = True
            raise Unavailable("The database is not available.") from error
        self._is_away = False
        try:
            yield connection
        finally:
            # What is not committed by now is undone; the pool replaces a broken connection.
            if not connection.closed:
                connection.rollback()
            self._pool.putconn(connection)

    def _commit(self, connection: "psycopg.Connection[Any]") -> None:
        try:
            connection.commit()
        except errors.SerializationFailure as error:
            raise TryAgain from error
        except psycopg.OperationalError as error:
            # Lost in the middle of the commit: whether it was done is not known, so it must not be done again.
            raise Unavailable("The database went away while it was writing.") from error

    def _lost(self, connection: "psycopg.Connection[Any]") -> Exception:
        if not connection.closed:
            return Unavailable("The database is not available.")
        # After a restart of the server every idle connection is dead: have them all looked at before the next attempt.
        self._pool.check()
        return TryAgain()


class _Connection:
    """One connection inside a transaction."""

    __slots__ = ("_raw",)

    def __init__(self, raw: "psycopg.Connection[Any]") -> None:
        self._raw = raw

    def execute(self, sql: str, arguments: Any, /) -> "psycopg.Cursor[Any]":
        try:
            return self._raw.execute(sql, arguments)
        except errors.UniqueViolation as error:
            raise _duplicate(error) from None

    def execute_many(self, sql: str, arguments: Sequence[Any], /) -> int:
        cursor = self._raw.cursor()
        try:
            cursor.executemany(sql, arguments)
        except errors.UniqueViolation as error:
            raise _duplicate(error) from None
        return cursor.rowcount


def _duplicate(error: errors.UniqueViolation) -> Duplicate:
    """Read the constraint's columns out of the server's sentence: Key (identity_store_id, user_name_key)=(…) already exists."""
    detail = error.diag.message_detail or ""
    return Duplicate(frozenset(detail.partition("(")[2].partition(")")[0].split(", ")))
