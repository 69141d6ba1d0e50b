"""Criteria as SQL conditions: a clause for each shape, in which only the values are open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, and_, bindparam, func, literal, not_, or_, select, union_all

from gatepost.core.directory.criteria import AllOf, AnyOf, Comparison, Criteria, NoneOf
from gatepost.core.directory.model import folded
from gatepost.store.columns import Instant

Shape = tuple[Any, ...]
"""Criteria without their values: ("all", ("user_name", "is"), …); hashable, so that a statement is found by it."""

_FOLDED = frozenset({"user_name", "display_name", "email"})
_INSTANTS = frozenset({"created_at", "updated_at"})
_SELECTIVE = frozenset({"user_id", "user_name", "display_name", "email", "external_id", "group_id"})
_BEYOND = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An attribute that another table holds: its column there, and what of that table belongs to the searched row."""

    owners: Select[Any]
    column: Column[Any]


class Conditions:
    """The attributes of one table by which it is searched: columns of its own, and columns elsewhere.

    An attribute may have both, as the e-mail addresses do, of which the primary one is a column of the user.
    """

    def __init__(
        self, key: Column[str], columns: Mapping[str, Column[Any]], elsewhere: Mapping[str, Elsewhere]
    ) -> None:
        self._key = key
        self.columns = columns
        self._elsewhere = elsewhere

    def clause(self, shape: Shape) -> ColumnElement[bool]:
        """Return the condition of a shape, its values bound as v0, v1 … in their order."""
        return self._clause(shape, iter(range(1_000_000)))

    def is_found_elsewhere(self, shape: Shape) -> bool:
        """Say whether a shape leaves few rows, and another table says which."""
        match shape:
            case ("all", *parts):
                return any(self.is_found_elsewhere(part) for part in parts)
            case ("any" | "none", *_):
                return False
        return shape[1] == "is" and shape[0] in self._elsewhere

    def _clause(self, shape: Shape, numbers: Iterator[int]) -> ColumnElement[bool]:
        match shape:
            case ("all", *parts):
                return and_(*(self._clause(part, numbers) for part in parts))
            case ("any", *parts):
                return or_(*(self._clause(part, numbers) for part in parts))
            case ("none", part):
                return not_(self._clause(part, numbers))
        attribute, operator = shape
        return self._compare(attribute, operator, next(numbers))

    def _compare(self, attribute: str, operator: str, number: int) -> ColumnElement[bool]:
        own, elsewhere = self.columns.get(attribute), self._elsewhere.get(attribute)
        if elsewhere is None:
            return _holds(self.columns[attribute], operator, number, is_instant=attribute in _INSTANTS)
        owners = elsewhere.owners.where(_holds(elsewhere.column, operator, number))
        if own is None:
            return self._key.in_(owners)
        in_store = own.table.c.identity_store_id == bindparam("store")
        return self._key.in_(union_all(select(self._key).where(in_store, _holds(own, operator, number)), owners))


def shape_of(criteria: Criteria) -> Shape:
    """Return criteria without their values."""
    match criteria:
        case Comparison(attribute, operator, _):
            return attribute, operator
        case AllOf(parts):
            return "all", *(shape_of(part) for part in parts)
        case AnyOf(parts):
            return "any", *(shape_of(part) for part in parts)
        case NoneOf(part):
            return "none", shape_of(part)


def narrows(shape: Shape) -> bool:
    """Say whether a shape leaves few rows, which an index finds: an equality that all of them must fit."""
    match shape:
        case ("all", *parts):
            return any(narrows(part) for part in parts)
        case ("any", *parts):
            return all(narrows(part) for part in parts)
    return shape[0] in _SELECTIVE and shape[1] == "is"


def values_of(criteria: Criteria) -> dict[str, Any]:
    """Return the values of criteria, by the names that a shape's clause gives them."""
    found: dict[str, Any] = {}
    for number, comparison in enumerate(_comparisons(criteria)):
        value = comparison.value
        if isinstance(value, str) and comparison.attribute in _FOLDED:
            value = folded(value)
        found[f"v{number}"] = value
        if isinstance(value, str):
            found |= {f"v{number}_end": value + _BEYOND, f"v{number}_length": len(value)}
    return found


def _comparisons(criteria: Criteria) -> Iterator[Comparison]:
    match criteria:
        case Comparison():
            yield criteria
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _comparisons(part)
        case NoneOf(part):
            yield from _comparisons(part)


def _holds(column: Column[Any], operator: str, number: int, *, is_instant: bool = False) -> ColumnElement[bool]:
    """Return a comparison that is true or false, never unknown: what has no value compares as false."""
    value: Any = bindparam(f"v{number}", type_=Instant if is_instant else column.type)
    compared = _comparison(column, operator, value, number)
    return and_(column.is_not(None), compared) if column.nullable else compared


def _comparison(column: Any, operator: str, value: Any, number: int) -> ColumnElement[bool]:
    length: Any = bindparam(f"v{number}_length")
    comparisons: dict[str, Any] = {
        "is": lambda: column == value,
        "contains": lambda: func.replace(column, value, "") != column,
        "begins": lambda: and_(column >= value, column < bindparam(f"v{number}_end", type_=column.type)),
        "ends": lambda: and_(
            func.length(column) >= length, func.substr(column, func.length(column) - length + 1) == value
        ),
        "above": lambda: column > value,
        "from": lambda: column >= value,
        "below": lambda: column < value,
        "to": lambda: column <= value,
        "present": lambda: literal(True) if isinstance(column.type, Instant) else column != "",
    }
    found: ColumnElement[bool] = comparisons[operator]()
    return found
