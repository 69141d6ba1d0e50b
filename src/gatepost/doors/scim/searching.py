"""/.search, of one kind of resource or of all: the parameters of a list in a body (RFC 7644 section 3.4.3)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from gatepost.core.call import Call
from gatepost.core.directory import groups as directory_groups
from gatepost.core.directory import users as directory_users
from gatepost.core.directory.criteria import Search
from gatepost.core.directory.model import Group, User
from gatepost.doors.scim import groups, listing, projection, users, views
from gatepost.doors.scim.attributes import ResourceType
from gatepost.doors.scim.criteria import GROUP_ATTRIBUTES, USER_ATTRIBUTES
from gatepost.doors.scim.errors import refusal
from gatepost.doors.scim.exchange import Answer, Exchange
from gatepost.doors.scim.listing import Asked
from gatepost.doors.scim.paths import Document
from gatepost.doors.scim.projection import Projection
from gatepost.doors.scim.reading import require_object
from gatepost.doors.scim.schemas import GROUPS, USERS
from gatepost.kit.errors import Invalid

SEARCH_REQUEST: Final = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
_TEXTS: Final = frozenset({"filter", "sortby", "sortorder", "cursor"})
_NUMBERS: Final = frozenset({"startindex", "count"})
_LISTS: Final = frozenset({"attributes", "excludedattributes"})


def search_users(exchange: Exchange) -> Answer:
    """Search users by a body."""
    return users.search(_by_query(exchange))


def search_groups(exchange: Exchange) -> Answer:
    """Search groups by a body."""
    return groups.search(_by_query(exchange))


def search_all(exchange: Exchange) -> Answer:
    """Search users and groups by a body."""
    return list_all(_by_query(exchange))


def list_all(exchange: Exchange) -> Answer:
    """List what fits of both: all users come before all groups, each sorted by themselves."""
    asked = listing.asked_by(exchange)
    shown = {each.name: projection.asked_by(exchange, each) for each in (USERS, GROUPS)}
    if asked.cursor:
        position = exchange.runtime.page_tokens.open(asked.cursor, listing.fingerprint("all", asked))
        asked = replace(asked, start_index=int(position[0]) if position else 1)

    def do(call: Call) -> Answer:
        first, total = _users(exchange, call, asked, shown[USERS.name])
        rest = replace(
            asked, start_index=max(1, asked.start_index - total), count=max(0, asked.count - len(first)), cursor=None
        )
        second, others = _groups(exchange, call, rest, shown[GROUPS.name])
        found = [*first, *second]
        body = listing.body(found, total + others, asked)
        end = asked.start_index + len(found)
        if asked.cursor is not None and found and end <= total + others:
            body["nextCursor"] = exchange.runtime.page_tokens.seal((end,), listing.fingerprint("all", asked))
        return Answer(200, body)

    return exchange.read("Search", do)


def _users(exchange: Exchange, call: Call, asked: Asked, shown: Projection) -> tuple[list[Document], int]:
    if not _is_known(asked, USERS):
        return [], 0
    by_index = replace(asked, cursor=None)
    wanted: Search[User] = listing.search(
        exchange, by_index, USERS, USER_ATTRIBUTES, lambda each: views.user(exchange, each)
    )
    found = directory_users.search(call, exchange.identity_store_id, wanted)
    return users.documents(exchange, call, found.items, shown), found.total


def _groups(exchange: Exchange, call: Call, asked: Asked, shown: Projection) -> tuple[list[Document], int]:
    if not _is_known(asked, GROUPS):
        return [], 0
    wanted: Search[Group] = listing.search(
        exchange, asked, GROUPS, GROUP_ATTRIBUTES, lambda each: views.group(exchange, each)
    )
    found = directory_groups.search(call, exchange.identity_store_id, wanted)
    return groups.documents(exchange, call, found.items, shown), found.total


def _is_known(asked: Asked, resource_type: ResourceType) -> bool:
    """Say whether a kind of resource has what is asked for; one that has not, has nothing that fits (section 3.4.2.1)."""
    other = GROUPS if resource_type is USERS else USERS
    if asked.filter is None or listing.is_understood(resource_type, asked.filter):
        return True
    if not listing.is_understood(other, asked.filter):
        listing.require_understood(resource_type, asked.filter)
    return False


def _by_query(exchange: Exchange) -> Exchange:
    """Return the exchange of the request that asks the same by its query."""
    body = {name.lower(): value for name, value in require_object(exchange.request.body).items()}
    if SEARCH_REQUEST not in (body.get("schemas") or ()):
        raise refusal("invalidSyntax", f"schemas must hold {SEARCH_REQUEST}.")
    query = {name: _text(name, value) for name, value in body.items() if name != "schemas" and value is not None}
    return exchange.of(replace(exchange.request, query=query))


def _text(name: str, value: Any) -> str:
    if name in _TEXTS and isinstance(value, str):
        return value
    if name in _NUMBERS and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if name in _LISTS and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ",".join(value)
    raise _wrong(name)


def _wrong(name: str) -> Invalid:
    known: Mapping[str, frozenset[str]] = {"a text": _TEXTS, "a whole number": _NUMBERS, "a list of texts": _LISTS}
    kind = next((kind for kind, names in known.items() if name in names), None)
    if kind is None:
        return refusal("invalidSyntax", f"A search has no parameter {name[:64]!r}.")
    return refusal("invalidValue", f"{name} must be {kind}.")
