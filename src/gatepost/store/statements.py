"""Statements written with SQLAlchemy Core, compiled once for a dialect and run on the driver itself."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Executable
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.engine.row import Row
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Parameters = Mapping[str, Any]
AnyRow = Row[*tuple[Any, ...]]

_Processor = Callable[[Any], Any]

MOST_STATEMENTS = 2048


class Statement:
    """One compiled statement: its SQL, and how values go in and rows come out."""

    __slots__ = ("_arguments", "_dialect", "_expanding", "_keys", "_metadata", "_processors", "_sql")

    def __init__(self, compiled: SQLCompiler, dialect: Dialect) -> None:
        if compiled.insert_prefetch or compiled.update_prefetch:
            raise TypeError("a column's Python default is not looked at: give every value")
        self._dialect = dialect
        self._sql = str(compiled)
        self._arguments = _arguments(compiled, dialect)
        # Of a statement with an IN neither text nor arguments are fixed: it is put together for each run.
        self._expanding = compiled if compiled.post_compile_params else None
        columns = compiled._result_columns  # noqa: SLF001 - the only place where it says what it named them
        self._metadata = SimpleResultMetaData([column.keyname for column in columns])
        self._keys = self._metadata._key_to_index  # noqa: SLF001 - what SQLAlchemy's own results give their rows
        processors: list[Any] = [_result_processor(column.type, dialect) for column in columns]
        self._processors = processors if any(processors) else None

    def bound(self, parameters: Parameters) -> tuple[str, Any]:
        """Return the SQL and the driver's arguments: a list where the driver counts them, a dict where it names them."""
        if self._expanding is not None:
            return _expanded(self._expanding, self._dialect, parameters)
        return self._sql, self._arguments(parameters)

    def row(self, values: Sequence[Any]) -> AnyRow:
        """Return the driver's row with its columns' types and names."""
        return Row(self._metadata, self._processors, self._keys, tuple(values))


class Compiler:
    """Compiles for one dialect, and remembers what it has compiled: statements are module constants.

    One compiler serves a process, however many databases it opens.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._compile = lru_cache(MOST_STATEMENTS)(self._compile_once)

    def compile(self, statement: Executable, parameters: Parameters) -> Statement:
        """Return a statement compiled; an INSERT without values of its own gets the columns that `parameters` name."""
        return self._compile(statement, tuple(parameters))

    def _compile_once(self, statement: Any, names: tuple[str, ...]) -> Statement:
        return Statement(statement.compile(dialect=self._dialect, column_keys=list(names)), self._dialect)


def _bind_processor(kind: TypeEngine[Any], dialect: Dialect) -> _Processor | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _result_processor(kind: TypeEngine[Any], dialect: Dialect) -> _Processor | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _arguments(compiled: SQLCompiler, dialect: Dialect) -> Callable[[Parameters], Any]:
    """Return the function that picks a statement's values out of a caller's parameters, in the database's types."""
    binds = {
        name: (bind.key, bind.effective_value, _bind_processor(bind.type, dialect))
        for bind, name in compiled.bind_names.items()
    }
    names = compiled.positiontup or () if compiled.positional else tuple(binds)
    sources = [(binds[name][0], binds[name][1]) for name in names]
    processors = [(at, process) for at, name in enumerate(names) if (process := binds[name][2]) is not None]

    def values(parameters: Parameters) -> list[Any]:
        get = parameters.get
        found = [get(key, default) for key, default in sources]
        for at, process in processors:
            found[at] = process(found[at])
        return found

    if compiled.positional:
        return values
    return lambda parameters: dict(zip(names, values(parameters), strict=True))


def _expanded(compiled: SQLCompiler, dialect: Dialect, parameters: Parameters) -> tuple[str, Any]:
    state = compiled.construct_expanded_state(dict(parameters))
    processors: dict[str, Any] = {
        name: _bind_processor(bind.type, dialect) for bind, name in compiled.bind_names.items()
    } | dict(state.processors)
    values = {
        name: value if (process := processors.get(name)) is None else process(value)
        for name, value in state.parameters.items()
    }
    if state.positiontup is None:
        return state.statement, values
    return state.statement, tuple([values[name] for name in state.positiontup])
