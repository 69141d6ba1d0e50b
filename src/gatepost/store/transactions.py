"""A transaction's statements, run on a connection of either driver."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Executable, Insert, Table, text
from sqlalchemy.dialects import postgresql

from gatepost.store.statements import AnyRow, Compiler, Parameters

_NOTHING: Parameters = {}


class Cursor(Protocol):
    """What both drivers' cursors have."""

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Any: ...

    def fetchall(self) -> Sequence[Any]: ...


class Connection(Protocol):
    """What a driver's connection must do; it raises Duplicate where a unique constraint refuses a row."""

    def execute(self, sql: str, arguments: Any, /) -> Cursor: ...

    def execute_many(self, sql: str, arguments: Sequence[Any], /) -> int: ...


class Transaction:
    """One transaction's statements; `core/*/store.py` is the only caller."""

    __slots__ = ("_compile", "_connection")

    def __init__(self, connection: Connection, compiler: Compiler) -> None:
        self._connection = connection
        self._compile = compiler.compile

    def first(self, statement: Executable, parameters: Parameters = _NOTHING) -> AnyRow | None:
        """Return the first row, or None."""
        compiled = self._compile(statement, parameters)
        values = self._connection.execute(*compiled.bound(parameters)).fetchone()
        return None if values is None else compiled.row(values)

    def all(self, statement: Executable, parameters: Parameters = _NOTHING) -> Sequence[AnyRow]:
        """Return every row."""
        compiled = self._compile(statement, parameters)
        return [compiled.row(values) for values in self._connection.execute(*compiled.bound(parameters)).fetchall()]

    def scalar(self, statement: Executable, parameters: Parameters = _NOTHING) -> Any:
        """Return the first row's first column, or None."""
        row = self.first(statement, parameters)
        return None if row is None else row[0]

    def change(self, statement: Executable, parameters: Parameters | Sequence[Parameters] = _NOTHING) -> int:
        """Insert, update or delete; return how many rows it touched. Raise Duplicate where a unique constraint refuses."""
        if not isinstance(parameters, Mapping) and len(parameters) == 1:
            [parameters] = parameters  # what both drivers do for many costs more than for one
        if isinstance(parameters, Mapping):
            compiled = self._compile(statement, parameters)
            return self._connection.execute(*compiled.bound(parameters)).rowcount
        if not parameters:
            return 0
        compiled = self._compile(statement, parameters[0])
        bound = [compiled.bound(each) for each in parameters]
        return self._connection.execute_many(bound[0][0], [arguments for _, arguments in bound])


def upsert(table: Table, *, key: Sequence[str], update: Sequence[str] = ()) -> Insert:
    """Return INSERT … ON CONFLICT (key) DO UPDATE of the `update` columns; without them, DO NOTHING.

    Both databases read this clause alike, and SQLAlchemy compiles PostgreSQL's construct for SQLite too.
    """
    statement = postgresql.insert(table)
    if not update:
        return statement.on_conflict_do_nothing(index_elements=key)
    return statement.on_conflict_do_update(index_elements=key, set_={name: statement.excluded[name] for name in update})


def ping(transaction: Transaction) -> None:
    """Ask the database for one row."""
    transaction.scalar(_ONE)


_ONE = text("SELECT 1")
