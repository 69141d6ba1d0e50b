"""Lists that come in pages: what was asked, what is answered, and the sealed token between the two."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Generic, TypeVar

import orjson

from gatepost.kit.errors import Invalid
from gatepost.kit.vault import Vault

T = TypeVar("T")
U = TypeVar("U")

Position = tuple[str | int, ...]
"""Where a page ends: the sort key of its last row."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """At most `size` rows that sort after `after`; None asks for the first page."""

    size: int
    after: Position | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows, and the position to go on from; None says that these were the last."""

    items: Sequence[T]
    next: Position | None = None

    def map(self, view: Callable[[T], U]) -> "Page[U]":
        """Return the same page with each row seen through `view`."""
        return Page([view(item) for item in self.items], self.next)


@dataclass(frozen=True, slots=True)
class WindowRequest:
    """At most `size` rows of a list that people leaf through both ways.

    Those after `after`, else those before `before`, else the last ones where `from_end`, else the first ones; both are keys of rows.
    """

    size: int
    after: str | None = None
    before: str | None = None
    from_end: bool = False

    @property
    def is_backwards(self) -> bool:
        """True where the rows before a place are asked for."""
        return self.after is None and (self.before is not None or self.from_end)


@dataclass(frozen=True, slots=True)
class Window(Generic[T]):
    """Rows in their order; `previous` and `next` are the keys to go on from in either direction, None where there is no more."""

    items: Sequence[T]
    previous: str | None = None
    next: str | None = None


def window_of(rows: Sequence[T], request: WindowRequest, key: Callable[[T], str]) -> Window[T]:
    """Cut `rows`, fetched in the direction of the request with a limit of size + 1, to one window."""
    kept, more = rows[: request.size], len(rows) > request.size
    if not kept:
        return Window([])
    if request.is_backwards:
        kept = kept[::-1]
        return Window(kept, key(kept[0]) if more else None, key(kept[-1]) if request.before is not None else None)
    return Window(kept, key(kept[0]) if request.after is not None else None, key(kept[-1]) if more else None)


def page_of(rows: Sequence[T], request: PageRequest, position: Callable[[T], Position]) -> Page[T]:
    """Cut `rows`, fetched with a limit of size + 1, to one page: the row too many only says that there is more."""
    if len(rows) <= request.size:
        return Page(rows)
    kept = rows[: request.size]
    return Page(kept, position(kept[-1]))


def page_of_all(rows: Sequence[T], request: PageRequest, position: Callable[[T], Position]) -> Page[T]:
    """Page a whole list that is short by its nature, sorted by `position`."""
    after = request.after
    rest = rows if after is None else [row for row in rows if position(row) > after]
    return page_of(rest, request, position)


def query_fingerprint(operation: str, parameters: Mapping[str, object]) -> bytes:
    """Return 16 bytes that stand for one query: operation and parameters without its paging members."""
    canonical = orjson.dumps([operation, parameters], option=orjson.OPT_SORT_KEYS, default=str)
    return sha256(canonical).digest()[:16]


class PageTokens:
    """Seals positions into opaque tokens that only the same query opens."""

    __slots__ = ("_vault",)

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def seal(self, position: Position | None, query: bytes) -> str | None:
        """Return the token for the rest of `query`, or None after its last page."""
        if position is None:
            return None
        return self._vault.seal("page-token", orjson.dumps(position), query)

    def open(self, token: str | None, query: bytes) -> Position | None:
        """Return the position in `token`; raise Invalid for a token that is not ours or is of another query."""
        if token is None:
            return None
        try:
            return tuple(orjson.loads(self._vault.open("page-token", token, query)))
        except Invalid:
            raise Invalid("The pagination token is not valid for this request.", reason="InvalidNextToken") from None
