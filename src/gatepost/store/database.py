"""One database, SQLite or PostgreSQL, seen as read and write transactions."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, NullPool, create_engine, event, make_url
from sqlalchemy.exc import OperationalError

from gatepost.kit.errors import Unavailable
from gatepost.store.errors import Duplicate, TryAgain
from gatepost.store.postgresql import Postgresql
from gatepost.store.sqlite import Sqlite
from gatepost.store.transactions import Transaction, ping, upsert

__all__ = ["ATTEMPTS", "Database", "Duplicate", "Transaction", "ping", "upsert"]

T = TypeVar("T")

ATTEMPTS = 4
"""How often a call runs at most: once, and three times again after a serialisation failure or a lost connection."""

_MIGRATION_LOCK = 0x6761_7465_706F_7374
"""Any number will do, as long as it is Gatepost's own ("gatepost" in ASCII)."""


class Database:
    """The database that a URL names: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE."""

    def __init__(
        self, url: str, *, pool_size: int = 16, on_outage: Callable[[BaseException], None] = lambda cause: None
    ) -> None:
        """Open it; `on_outage` is told why a transaction was Unavailable, which its caller does not learn."""
        self._on_outage = on_outage
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._driver: Sqlite | Postgresql = Sqlite(Path(self.url.database or ":memory:"))
        else:
            self._driver = Postgresql(self.url, pool_size)

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in a transaction that cannot write."""
        return self._reporting(lambda: self._driver.read(work))

    def write(self, work: Callable[[Transaction], T], *, serializable: bool = False) -> T:
        """Run `work` in a write transaction and commit it; `work` may run again, so it must have no effect outside."""
        return self._reporting(lambda: self._driver.write(work, serializable=serializable))

    def with_connection(self, work: Callable[[Connection], T], *, alone: bool = False) -> T:
        """Run `work` on a connection of SQLAlchemy's, for migrations; `alone` keeps others' out until it has committed."""
        url = self.url if self.is_sqlite else self.url.set(drivername="postgresql+psycopg")
        engine = create_engine(url, poolclass=NullPool)
        if self.is_sqlite:
            # The driver's own BEGIN would leave the changes of the schema out of the transaction.
            event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
            event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        with ExitStack() as stack:
            try:
                connection = stack.enter_context(engine.begin())
            except OperationalError as error:
                reason = str(error.orig).partition("\n")[0]
                raise Unavailable(f"The database is not available: {reason}.") from error
            if alone and not self.is_sqlite:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
            return work(connection)

    def close(self) -> None:
        """Give every connection back."""
        self._driver.close()

    def _reporting(self, run: Callable[[], T]) -> T:
        try:
            return _retrying(run)
        except Unavailable as unavailable:
            self._on_outage(_root(unavailable))
            raise


def _retrying(run: Callable[[], T]) -> T:
    for _ in range(ATTEMPTS):
        try:
            return run()
        except TryAgain as again:
            last = again
    raise Unavailable("The database is busy or away; nothing was done.") from last


def _root(error: BaseException) -> BaseException:
    while error.__cause__ is not None:
        error = error.__cause__
    return error
