"""Lists: filter, order and page as a client asks for them, and the ListResponse (RFC 7644 section 3.4.2, RFC 9865)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from gatepost.core.directory.criteria import Attribute, Found, Order, Search
from gatepost.doors.scim import criteria, filters, paths, profile_aws
from gatepost.doors.scim.attributes import ResourceType
from gatepost.doors.scim.errors import refusal
from gatepost.doors.scim.exchange import Answer, Exchange
from gatepost.doors.scim.filters import Filter
from gatepost.doors.scim.matching import matches
from gatepost.doors.scim.paths import Document, Path
from gatepost.kit.errors import Invalid
from gatepost.kit.paging import query_fingerprint

R = TypeVar("R")

LIST_RESPONSE: Final = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
MOST_RESULTS: Final = 1_000
"""So many resources a page holds, and where no count is given it holds as many."""

_LARGEST_INDEX: Final = 2**31 - 1
_INDEXED: Final = frozenset({"id", "userName", "displayName", "emails.value", "meta.created", "meta.lastModified"})


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of a list, as texts and checked numbers; a cursor is None where pages are counted by index."""

    filter: str | None
    sort_by: str | None
    descending: bool
    start_index: int
    count: int
    cursor: str | None


def asked_by(exchange: Exchange) -> Asked:
    """Return what a request asks for, by its query or by a SearchRequest."""
    query = exchange.request.query
    cursor = query.get("cursor")
    order = query.get("sortorder", "ascending").lower()
    if order not in {"ascending", "descending"}:
        raise refusal("invalidValue", "sortOrder is ascending or descending.")
    if cursor is not None and "startindex" in query:
        raise refusal("invalidValue", "cursor and startIndex exclude each other.")
    asked = Asked(
        filter=query.get("filter") or None,
        sort_by=query.get("sortby") or None,
        descending=order == "descending",
        # "A value less than 1 SHALL be interpreted as 1", "a negative value … as 0" (RFC 7644 section 3.4.2.4).
        start_index=max(1, _number("startIndex", query.get("startindex"), 1)),
        count=_count(query.get("count"), is_cursor=cursor is not None),
        cursor=cursor,
    )
    return _as_aws(asked) if exchange.is_aws else asked


def _as_aws(asked: Asked) -> Asked:
    """Return what AWS makes of it: no order and no startIndex, and pages of a hundred."""
    count = min(asked.count, profile_aws.MOST_RESULTS)
    return replace(asked, sort_by=None, descending=False, start_index=1, count=count)


def search(
    exchange: Exchange,
    asked: Asked,
    resource_type: ResourceType,
    attributes: Mapping[str, Attribute],
    document_of: Callable[[R], Document],
) -> Search[R]:
    """Return the directory's search for what is asked."""
    plan = criteria.Plan()
    if asked.filter is not None:
        wanted = filters.parse(resource_type, asked.filter)
        if exchange.is_aws:
            profile_aws.require_filter(resource_type.name, wanted)
        plan = criteria.plan(wanted, attributes)
    after = None
    if asked.cursor:
        after = exchange.runtime.page_tokens.open(asked.cursor, fingerprint(resource_type.name, asked))
    return Search(
        size=asked.count,
        offset=asked.start_index - 1,
        after=after,
        criteria=plan.criteria,
        test=None if plan.rest is None else _test(plan.rest, document_of),
        order=_order(resource_type, asked, attributes, document_of),
        issuer=exchange.issuer,
    )


def answer(
    exchange: Exchange, asked: Asked, found: Found[Any], documents: Sequence[Document], resource_type: ResourceType
) -> Answer:
    """Return a page of resources."""
    page = body(documents, found.total, asked)
    if asked.cursor is not None and found.next is not None:
        page["nextCursor"] = exchange.runtime.page_tokens.seal(found.next, fingerprint(resource_type.name, asked))
    if asked.cursor is not None and exchange.is_aws:
        del page["totalResults"]
    return Answer(200, page)


def body(documents: Sequence[Document], total: int, asked: Asked) -> dict[str, Any]:
    """Return a ListResponse; it has a startIndex where pages are counted by it."""
    page: dict[str, Any] = {"schemas": [LIST_RESPONSE], "totalResults": total, "itemsPerPage": len(documents)}
    if asked.cursor is None:
        page["startIndex"] = asked.start_index
    return page | {"Resources": list(documents)}


def fingerprint(of: str, asked: Asked) -> bytes:
    """Return what stands for the query that a cursor is good for."""
    query = {"filter": asked.filter, "sortBy": asked.sort_by, "descending": asked.descending}
    return query_fingerprint(f"scim:{of}", query)


def require_understood(resource_type: ResourceType, text: str) -> None:
    """Raise invalidFilter for what is no filter of this kind of resource."""
    filters.parse(resource_type, text)


def is_understood(resource_type: ResourceType, text: str) -> bool:
    """Say whether this is a filter of this kind of resource."""
    try:
        require_understood(resource_type, text)
    except Invalid:
        return False
    return True


def _test(wanted: Filter, document_of: Callable[[R], Document]) -> Callable[[R], bool]:
    return lambda each: matches(wanted, document_of(each))


def _order(
    resource_type: ResourceType,
    asked: Asked,
    attributes: Mapping[str, Attribute],
    document_of: Callable[[R], Document],
) -> Order[R]:
    if asked.sort_by is None:
        return Order(descending=asked.descending)
    path = _sort_path(resource_type, asked.sort_by)
    if path.extension is None and path.name in _INDEXED:
        return Order(attributes[path.name], asked.descending)
    return Order(descending=asked.descending, key=lambda each: _sort_key(path, document_of(each)))


def _sort_path(resource_type: ResourceType, text: str) -> Path:
    path = paths.find_attribute(resource_type, text.strip())
    if path is None or path.attribute.name in {"groups", "members", "schemas"}:
        raise refusal("invalidPath", f"{text[:64]!r} names no attribute to sort by.")
    if path.part is None and path.attribute.type == "complex":
        part = path.attribute.by_name.get("value") or path.attribute.parts[0]
        return Path(path.extension, path.attribute, part)
    return path


def _sort_key(path: Path, document: Document) -> str | None:
    """Return what a resource is sorted by: of several values the primary one, or else the first (section 3.4.2.3)."""
    value = path.value_in(document)
    if isinstance(value, list):
        value = next(
            (each for each in value if isinstance(each, dict) and each.get("primary")), value[0] if value else None
        )
    if isinstance(value, dict) and path.part is not None:
        value = value.get(path.part.name)
    if value is None:
        return None
    return str(value) if path.target.case_exact else str(value).casefold()


def _count(text: str | None, *, is_cursor: bool) -> int:
    count = _number("count", text, MOST_RESULTS)
    if is_cursor and count < 0:
        raise refusal("invalidCount", "count must not be negative.")
    return min(max(0, count), MOST_RESULTS)


def _number(name: str, text: str | None, default: int) -> int:
    if text is None or text == "":
        return default
    try:
        number = int(text)
    except ValueError:
        raise refusal("invalidValue", f"{name} must be a whole number.") from None
    return max(-_LARGEST_INDEX, min(number, _LARGEST_INDEX))
