"""Every list of the console, where there are a hundred thousand rows: opened one page at a time, on each kind of database."""

import http.client
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from html import unescape
from time import perf_counter

from bench.figures import percentile
from bench.large import Large
from bench.server import Server
from bench.world import user_name

NAME = "console lists"
TARGET_MS = 20.0
"""So long a page may take at p50."""
TIMES = 60
FIRST = 10
"""So many are not counted: the first ones read the disk."""
_NEXT = re.compile(r'href="([^"]*[?&;](?:more|older)=[^"]+)"')


@dataclass(frozen=True, slots=True)
class Page:
    """How long one page takes, p50, and how much of the core's time; `bytes` is its HTML."""

    name: str
    p50_ms: float
    core_ms: float
    bytes: int

    @property
    def share(self) -> float:
        """How much of the time it may take it took."""
        return self.p50_ms / TARGET_MS


def pages(large: Large) -> Iterator[tuple[str, str]]:
    """Yield the name of each page and its address; an address that ends with `*` is that of the page after it."""
    made = large.world
    account, set_id = made.account_ids[0], made.permission_set_arn.rpartition("/")[2]
    somebody = made.user_ids[len(made.user_ids) // 2]
    yield "users, first page", "/console/users"
    yield "users, last page", "/console/users?last=1"
    yield "users, in the middle", f"/console/users?after={user_name(len(made.user_ids) // 2)}"
    yield "users, searched", "/console/users?q=user"
    yield "users, searched by display name", "/console/users?q=User%20Number%209"
    yield "users, searched and none found", "/console/users?q=zzz"
    yield "users, disabled", "/console/users?status=DISABLED"
    yield "users, disabled, last page", "/console/users?status=DISABLED&last=1"
    yield "users, none of the disabled fits", "/console/users?q=user&status=DISABLED"
    yield "user, in a thousand groups", f"/console/users/{large.member_id}"
    yield "user, in the middle", f"/console/users/{somebody}"
    yield "groups, first page", "/console/groups"
    yield "groups, last page", "/console/groups?last=1"
    yield "groups, searched", "/console/groups?q=group"
    yield "group of half of the users", f"/console/groups/{large.group_id}"
    yield "group of half of the users, last page", f"/console/groups/{large.group_id}?last=1"
    yield "invitations, first page", "/console/invitations"
    yield "invitations, second page", "/console/invitations*"
    yield "permission sets, first page", "/console/permission-sets"
    yield "permission sets, last page", "/console/permission-sets?last=1"
    yield "permission set", f"/console/permission-sets/{set_id}"
    yield "accounts", "/console/accounts"
    yield "account", f"/console/accounts/{account}"
    yield "who has access to an account", f"/console/access/accounts/{account}"
    yield "what a user has access to", f"/console/access/users/{made.user_ids[0]}"
    yield "events, changes", "/console/events"
    yield "events, changes, second page", "/console/events*"
    yield "events of a user", f"/console/events?by=Username&value={user_name(7)}"
    yield "events of a user who has none", "/console/events?by=Username&value=nobody"
    yield "events of a name", "/console/events?by=EventName&value=CreateUser"
    yield "events of a resource that has none", "/console/events?by=ResourceName&value=nothing"
    yield "chart of sign-ins", "/console/events/chart"
    yield "home", "/console"


def run(server: Server, large: Large, cookie: Mapping[str, str]) -> list[Page]:
    """Open every page again and again, one after the other."""
    with closing(http.client.HTTPConnection("localhost", server.port, timeout=60)) as connection:
        return [_measure(server, connection, cookie, name, path) for name, path in pages(large)]


def _measure(
    server: Server, connection: http.client.HTTPConnection, cookie: Mapping[str, str], name: str, path: str
) -> Page:
    if path.endswith("*"):
        path = _after(_get(connection, path.removesuffix("*"), cookie)[1])
    for _ in range(FIRST):
        _, body = _get(connection, path, cookie)
    used = server.core_seconds()
    durations = sorted(_get(connection, path, cookie)[0] for _ in range(TIMES))
    core_ms = (server.core_seconds() - used) * 1000 / TIMES
    return Page(name, percentile(durations, 0.50) * 1000, core_ms, len(body))


def _get(connection: http.client.HTTPConnection, path: str, cookie: Mapping[str, str]) -> tuple[float, bytes]:
    began = perf_counter()
    connection.request("GET", path, headers=dict(cookie))
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise ValueError(f"{answer.status} of {path}: {body[:300]!r}")
    return perf_counter() - began, body


def _after(body: bytes) -> str:
    found = _NEXT.search(body.decode())
    if found is None:
        raise ValueError("there is no second page")
    return unescape(found[1])
