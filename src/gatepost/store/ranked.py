"""Lists that show first what fits best: one order after the other, narrowed to what begins so, leafed through both ways."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Column, Row, Select, bindparam, not_, select, tuple_

from gatepost.kit.paging import Window, WindowRequest, window_of
from gatepost.store.by_key import begins
from gatepost.store.database import Transaction

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Order:
    """The rows whose column begins so and no better column does, up and down from an end or from a place."""

    column: Column[str]
    up: Select[Any]
    up_after: Select[Any]
    down: Select[Any]
    down_before: Select[Any]
    find: Select[Any]


class Ranked:
    """A statement's rows that begin so in the first of some folded columns, then those that do in the second, and so on.

    Each column must have an index, no two rows share a value of the first, and none but the last may be null. Rows of one
    column are read in its index's order, as many as a window shows: so the cost is the same however many begin so, unless
    most of them belong to a better column.
    """

    def __init__(self, statement: Select[Any], key: Column[str], columns: Sequence[Column[str]]) -> None:
        self._key = key
        self._orders = [_order(statement, key, columns[: rank + 1]) for rank in range(len(columns))]

    def window(
        self, tx: Transaction, parameters: dict[str, Any], request: WindowRequest, view: Callable[[Row[Any]], T]
    ) -> Window[T]:
        """Return one window, each row seen through `view`; the keys to go on from are a rank's digit and a row's key."""
        place = request.before if request.is_backwards else request.after
        rank, reached = self._find(tx, place, 0 if place or not request.is_backwards else len(self._orders) - 1)
        ranks = range(rank, -1, -1) if request.is_backwards else range(rank, len(self._orders))
        rows: list[tuple[int, Row[Any]]] = []
        for each in ranks:
            given = {**parameters, "size": request.size + 1 - len(rows), **(reached or {})}
            statement = self._statement(each, request, is_begun=reached is not None)
            rows.extend((each, row) for row in tx.all(statement, given))
            reached = None
            if len(rows) > request.size:
                break
        found = window_of(rows, request, lambda pair: f"{pair[0]}{getattr(pair[1], self._key.name)}")
        return Window([view(row) for _, row in found.items], found.previous, found.next)

    def _statement(self, rank: int, request: WindowRequest, *, is_begun: bool) -> Select[Any]:
        order = self._orders[rank]
        if request.is_backwards:
            return order.down_before if is_begun else order.down
        return order.up_after if is_begun else order.up

    def _find(self, tx: Transaction, place: str | None, otherwise: int) -> tuple[int, dict[str, str] | None]:
        """Return the rank of a place and where in it that is; its end where the row is gone."""
        if not place or place[0] not in "0123456789" or int(place[0]) >= len(self._orders):
            return otherwise, None
        rank = int(place[0])
        row = tx.first(self._orders[rank].find, {"key": place[1:]})
        return rank, None if row is None or row[0] is None else {"place": row[0], "key": place[1:]}


def _order(statement: Select[Any], key: Column[str], columns: Sequence[Column[str]]) -> _Order:
    *better, column = columns
    base = statement.where(begins(column), *(not_(begins(each)) for each in better))
    # What is unique needs no second column, and SQLite would look for an index that has both.
    order = (column, key) if better else (column,)
    here, place = tuple_(*order), tuple_(bindparam("place"), bindparam("key"))
    up = base.order_by(*order).limit(bindparam("size"))
    down = base.order_by(*(each.desc() for each in order)).limit(bindparam("size"))
    return _Order(
        column,
        up,
        up.where(here > place if better else column > bindparam("place")),
        down,
        down.where(here < place if better else column < bindparam("place")),
        select(column).where(key == bindparam("key")),
    )
