"""Searches of users and groups: criteria become SQL whose text depends on their shape alone, and is compiled once for each.

What has an index narrows in the database. Where a test has to look at each row, or the order is by what no column holds, at
most `MOST_SEARCHED` rows are looked at, and more are refused.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Row, Select, Table, bindparam, func, select, tuple_

from gatepost.core.directory.criteria import MOST_SEARCHED, TOO_MANY, Found, Order, Search
from gatepost.core.directory.store.conditions import Conditions, Shape, narrows, shape_of, values_of
from gatepost.kit.errors import Invalid
from gatepost.kit.paging import Position
from gatepost.store.columns import Instant
from gatepost.store.database import Transaction

R = TypeVar("R")

_LAST = "\U0010ffff"
"""Sorts after every text: what has no value comes last, or first where the order descends (RFC 7644 section 3.4.2.3)."""
_STATEMENTS = 256
_NEVER_EMPTY = frozenset({"user_name", "user_id", "group_id", "created_at", "updated_at"})
_INSTANTS = frozenset({"created_at", "updated_at"})


class Searches(Generic[R]):
    """The searches of one table, whose rows `view` turns into what they stand for."""

    def __init__(self, table: Table, key: str, conditions: Conditions, view: Callable[[Row[Any]], R]) -> None:
        self._table = table
        self._key = table.c[key]
        self._conditions = conditions
        self._view = view
        self._in_store = table.c.identity_store_id == bindparam("store")
        self._count = lru_cache(_STATEMENTS)(self._make_count)
        self._page = lru_cache(_STATEMENTS)(self._make_page)

    def find(self, tx: Transaction, identity_store_id: str, search: Search[R]) -> Found[R]:
        """Return one page of what fits, in order; raise Invalid where too many rows would have to be looked at."""
        shape = None if search.criteria is None else shape_of(search.criteria)
        values = {} if search.criteria is None else values_of(search.criteria)
        parameters = {"store": identity_store_id, "issuer": search.issuer, **values}
        if search.test is None and search.order.key is None:
            return self._find_by_index(tx, search, shape, parameters)
        return self._find_one_by_one(tx, search, shape, parameters)

    def _find_by_index(
        self, tx: Transaction, search: Search[R], shape: Shape | None, parameters: dict[str, Any]
    ) -> Found[R]:
        attribute, descending = search.order.attribute, search.order.descending
        statement = self._page(shape, attribute, descending, search.after is not None, search.offset > 0)
        given = {**parameters, **_after(attribute, search.after), "size": search.size + 1, "offset": search.offset}
        rows = tx.all(statement, given)
        kept = rows[: search.size]
        is_whole = search.after is None and search.offset == 0 and len(rows) == len(kept)
        total = len(kept) if is_whole else int(tx.scalar(self._count(shape), parameters))
        more = len(rows) > len(kept) and bool(kept)
        return Found([self._view(row) for row in kept], total, self._position(attribute, kept[-1]) if more else None)

    def _find_one_by_one(
        self, tx: Transaction, search: Search[R], shape: Shape | None, parameters: dict[str, Any]
    ) -> Found[R]:
        order, test = search.order, search.test
        statement = self._page(shape, order.attribute, order.descending, False, False)
        rows = tx.all(statement, {**parameters, "size": MOST_SEARCHED + 1})
        if len(rows) > MOST_SEARCHED:
            sentence = f"More than {MOST_SEARCHED} would have to be looked at one by one: narrow the search."
            raise Invalid(sentence, reason=TOO_MANY)
        fitting = [each for each in map(self._view, rows) if test is None or test(each)]
        _sort(fitting, order)
        begin = search.offset if search.after is None else int(search.after[0])
        end = begin + search.size
        return Found(fitting[begin:end], len(fitting), (end,) if end < len(fitting) and search.size else None)

    def _make_count(self, shape: Shape | None) -> Select[Any]:
        return self._where(select(func.count()).select_from(self._table), shape)

    def _make_page(
        self, shape: Shape | None, attribute: str, descending: bool, is_after: bool, has_offset: bool
    ) -> Select[Any]:
        sort = self._sort_column(attribute)
        if shape is not None and narrows(shape):
            # Or else the few that fit would be looked for along the index that has the order, among all there are.
            sort = func.coalesce(sort, sort)
        order = [each.desc() if descending else each.asc() for each in (sort, self._key)]
        if has_offset:
            # The rows that are passed over are counted in the index alone.
            passed = self._where(select(self._key), shape).order_by(*order).limit(bindparam("size"))
            wanted = passed.offset(bindparam("offset"))
            return select(self._table).where(self._key.in_(wanted)).order_by(*order)
        statement = self._where(select(self._table), shape)
        if is_after:
            kind = Instant if attribute in _INSTANTS else None
            position, reached = tuple_(sort, self._key), tuple_(bindparam("sort", type_=kind), bindparam("key"))
            statement = statement.where(position < reached if descending else position > reached)
        return statement.order_by(*order).limit(bindparam("size"))

    def _where(self, statement: Select[Any], shape: Shape | None) -> Select[Any]:
        if shape is None:
            return statement.where(self._in_store)
        store = self._table.c.identity_store_id
        if self._conditions.is_found_elsewhere(shape):
            # Few keys come from another table: no index of this one's is to be gone through beside theirs.
            return statement.where(self._conditions.clause(shape), func.coalesce(store, store) == bindparam("store"))
        return statement.where(self._in_store, self._conditions.clause(shape))

    def _sort_column(self, attribute: str) -> Any:
        column = self._conditions.columns[attribute]
        return column if attribute in _NEVER_EMPTY else func.coalesce(func.nullif(column, ""), _LAST)

    def _position(self, attribute: str, row: Row[Any]) -> Position:
        value = getattr(row, self._conditions.columns[attribute].name)
        return value.isoformat() if isinstance(value, datetime) else value or _LAST, getattr(row, self._key.name)


def _after(attribute: str, position: Position | None) -> dict[str, Any]:
    if position is None:
        return {}
    sort, key = position
    return {"sort": datetime.fromisoformat(str(sort)) if attribute in _INSTANTS else sort, "key": key}


def _sort(fitting: Sequence[R], order: Order[R]) -> None:
    if order.key is not None and isinstance(fitting, list):
        key = order.key
        fitting.sort(key=lambda each: _LAST if (value := key(each)) is None else value, reverse=order.descending)
