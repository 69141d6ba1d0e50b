"""Lists that people search and leaf through: what a page's address asks for, and the addresses of the pages around it."""

from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from urllib.parse import urlencode

from gatepost.doors.console.visit import Visit
from gatepost.kit.paging import Window, WindowRequest

T = TypeVar("T")

SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """One window of a list, what was searched for, and where to go on; None where there is no such page."""

    items: tuple[T, ...]
    search: str
    first: str | None
    previous: str | None
    next: str | None
    last: str | None


def asked(visit: Visit, size: int = SIZE) -> WindowRequest:
    """Return the window that a page's address asks for: `after` or `before` a key, or the `last` one."""
    return WindowRequest(
        size, visit.query("after") or None, visit.query("before") or None, from_end=bool(visit.query("last"))
    )


def listing(visit: Visit, window: Window[T], search: str = "", *, has_last: bool = True, **filters: str) -> Listing[T]:
    """Return a window as a page shows it; its neighbours are of the same search and filters.

    A list whose order is that of what fits best leads to no last page: what fits worst is what nobody looks for.
    """

    def url(**place: str) -> str:
        kept = {name: value for name, value in {"q": search, **filters}.items() if value}
        return f"{visit.request.path}?{urlencode({**kept, **place})}"

    return Listing(
        items=tuple(window.items),
        search=search,
        first=url() if window.previous is not None else None,
        previous=None if window.previous is None else url(before=window.previous),
        next=None if window.next is None else url(after=window.next),
        last=url(last="1") if has_last and window.next is not None else None,
    )
