"""Lists in the order of a unique folded name, leafed through both ways and narrowed to what begins so."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Row, Select, and_, bindparam

from gatepost.kit.paging import Window, WindowRequest, window_of
from gatepost.store.database import Transaction

T = TypeVar("T")

_LAST = "\U0010ffff"


class ByKey:
    """A statement's rows by `key`, which no two of them share.

    However far one has leafed, a window costs the same, as long as an index leads through the statement's conditions to the key.
    """

    def __init__(self, statement: Select[Any], key: Column[str]) -> None:
        self._up = statement.order_by(key).limit(bindparam("size"))
        self._up_after = self._up.where(key > bindparam("place"))
        self._down = statement.order_by(key.desc()).limit(bindparam("size"))
        self._down_before = self._down.where(key < bindparam("place"))
        self._key = key.name

    def window(
        self, tx: Transaction, parameters: dict[str, Any], request: WindowRequest, view: Callable[[Row[Any]], T]
    ) -> Window[T]:
        """Return one window, each row seen through `view`."""
        place = request.before if request.is_backwards else request.after
        whole, rest = (self._down, self._down_before) if request.is_backwards else (self._up, self._up_after)
        parameters = {**parameters, "size": request.size + 1}
        rows = tx.all(whole, parameters) if place is None else tx.all(rest, {**parameters, "place": place})
        found = window_of(rows, request, lambda row: str(getattr(row, self._key)))
        return Window([view(row) for row in found.items], found.previous, found.next)


def begins(column: Column[str]) -> ColumnElement[bool]:
    """Return the condition that a folded column begins with `first`, as a range that an index finds; `last` ends it."""
    return and_(column >= bindparam("first"), column < bindparam("last"))


def beginning(prefix: str) -> dict[str, str]:
    """Return the parameters of `begins` for a folded prefix."""
    return {"first": prefix, "last": prefix + _LAST}
