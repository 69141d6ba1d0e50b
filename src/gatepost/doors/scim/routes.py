"""Every endpoint, by what stands behind /scim/v2 and by method."""

from collections.abc import Callable, Mapping
from typing import Final

from gatepost.doors.scim import bulk, discovery, groups, me, searching, users
from gatepost.doors.scim.exchange import Answer, Exchange

Handler = Callable[[Exchange], Answer]
Methods = Mapping[str, Handler]

ANY: Final = "*"
"""Stands for the id of a resource."""

ROUTES: Final[Mapping[tuple[str, ...], Methods]] = {
    (): {"GET": searching.list_all},
    (".search",): {"POST": searching.search_all},
    ("Users",): {"GET": users.search, "POST": users.create},
    ("Users", ".search"): {"POST": searching.search_users},
    ("Users", ANY): {"GET": users.get, "PUT": users.replace, "PATCH": users.modify, "DELETE": users.delete},
    ("Groups",): {"GET": groups.search, "POST": groups.create},
    ("Groups", ".search"): {"POST": searching.search_groups},
    ("Groups", ANY): {"GET": groups.get, "PUT": groups.replace, "PATCH": groups.modify, "DELETE": groups.delete},
    ("Bulk",): {"POST": bulk.respond},
    me.PATH: {"GET": me.get, **dict.fromkeys(("POST", "PUT", "PATCH", "DELETE"), me.refuse)},
    ("ServiceProviderConfig",): {"GET": discovery.service_provider_config},
    ("ResourceTypes",): {"GET": discovery.resource_types},
    ("ResourceTypes", ANY): {"GET": discovery.resource_type},
    ("Schemas",): {"GET": discovery.schemas},
    ("Schemas", ANY): {"GET": discovery.schema},
}


def find(path: tuple[str, ...]) -> Methods | None:
    """Return the handlers of a path; None for one that is not there."""
    found = ROUTES.get(path)
    if found is None and len(path) == 2:
        found = ROUTES.get((path[0], ANY))
    return found
