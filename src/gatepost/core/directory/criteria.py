"""What a search asks for: comparisons of attributes that an index answers, joined by and, or and not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Literal, TypeVar

from gatepost.kit.paging import Position

R = TypeVar("R")

Operator = Literal["is", "contains", "begins", "ends", "above", "from", "below", "to", "present"]
Value = str | datetime

UserAttribute = Literal[
    "user_id", "user_name", "display_name", "email", "status", "external_id", "group_id", "created_at", "updated_at"
]
GroupAttribute = Literal["group_id", "display_name", "external_id", "user_id", "created_at", "updated_at"]
Attribute = UserAttribute | GroupAttribute

TOO_MANY = "TooManyToSearch"
MOST_SEARCHED = 10_000
"""So many rows are looked at one by one where no index answers; one takes about 20 microseconds."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """`user_name begins "a"`; names and addresses whatever their case, ids case counting.

    An external id is that of the search's issuer; `email` is any of a user's addresses; `group_id` of a user is any of their
    groups, `user_id` of a group any of its members. What has no value compares as false.
    """

    attribute: Attribute
    operator: Operator
    value: Value = ""


@dataclass(frozen=True, slots=True)
class AllOf:
    """True where every part is."""

    parts: "tuple[Criteria, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True where one part is."""

    parts: "tuple[Criteria, ...]"


@dataclass(frozen=True, slots=True)
class NoneOf:
    """True where the part is not."""

    part: "Criteria"


Criteria = Comparison | AllOf | AnyOf | NoneOf


@dataclass(frozen=True, slots=True)
class Order(Generic[R]):
    """What a list is sorted by: an attribute with an index, or else a key that is read from each; what has none comes last."""

    attribute: Attribute = "created_at"
    descending: bool = False
    key: Callable[[R], str | None] | None = None


@dataclass(frozen=True, slots=True)
class Search(Generic[R]):
    """One page of what fits `criteria` and `test`, from the row `offset` on, or after the position of an earlier page.

    `test` says of each row that the criteria leave whether it fits: for what no index answers.
    """

    size: int
    offset: int = 0
    after: Position | None = None
    criteria: Criteria | None = None
    test: Callable[[R], bool] | None = None
    order: Order[R] = Order()
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Found(Generic[R]):
    """A page of a search, how many fit on all pages, and where the next one begins; None says that this was the last."""

    items: list[R]
    total: int
    next: Position | None = None
