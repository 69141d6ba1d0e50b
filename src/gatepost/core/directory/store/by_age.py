"""Lists in the order in which their rows were made, a page at a time."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Column, Row, Select, bindparam, tuple_

from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Instant
from gatepost.store.database import Transaction

T = TypeVar("T")


class ByAge:
    """A statement's rows, the oldest first; `key` is the id that tells rows of one moment apart.

    Rows made one after the other lie together, so a page costs as much among a million as among a hundred, as long as
    an index leads through the statement's own conditions to (created_at, key).
    """

    def __init__(self, statement: Select[Any], created_at: Column[datetime], key: Column[str]) -> None:
        position = tuple_(created_at, key)
        after = tuple_(bindparam("after_time", type_=Instant), bindparam("after_key"))
        self._first = statement.order_by(created_at, key).limit(bindparam("size"))
        self._rest = self._first.where(position > after)
        self._key = key.name

    def page(
        self, tx: Transaction, parameters: dict[str, Any], request: PageRequest, view: Callable[[Row[Any]], T]
    ) -> Page[T]:
        """Return one page, each row seen through `view`."""
        parameters = {**parameters, "size": request.size + 1}
        if request.after is None:
            rows = tx.all(self._first, parameters)
        else:
            created_at, key = request.after
            after = {"after_time": datetime.fromisoformat(str(created_at)), "after_key": key}
            rows = tx.all(self._rest, {**parameters, **after})
        return page_of(rows, request, lambda row: (row.created_at.isoformat(), getattr(row, self._key))).map(view)
