"""The initial sync: an identity provider's first visit, which makes every user, and then every group with its members."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

import orjson

from bench import http, load, scim_server
from bench.load import Script, each
from bench.requests import scim
from bench.server import Server

NAME = "SCIM initial sync"
GATEPOST = "Gatepost"
USERS = 10_000
GROUPS = 500
MEMBERS = 40
"""So many members each group has."""
_LONGEST_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Size:
    """How many users and groups there are to make."""

    users: int = USERS
    groups: int = GROUPS


@dataclass(frozen=True, slots=True)
class Sync:
    """How long a whole sync took, and how much of the server's core."""

    size: Size
    seconds: float
    core_seconds: float


def run_gatepost(server: Server, token: str, size: Size) -> Sync:
    """Sync into Gatepost, with the token of a tenant of it."""
    return _run(server, "/scim/v2", scim.headers_of(token), size)


def run_peer(server: Server, size: Size) -> Sync:
    """Sync the same into scim2-server."""
    return _run(server, "", scim_server.HEADERS, size)


def _run(server: Server, base: str, headers: dict[str, str], size: Size) -> Sync:
    ids: list[str] = []
    used, began = server.core_seconds(), perf_counter()
    users = iter([http.post(f"{base}/Users", scim.new_user(number), headers) for number in range(size.users)])
    _drive(server, [_collect(users, ids) for _ in range(scim_server.MOST_CONNECTIONS)])
    groups = iter([http.post(f"{base}/Groups", _group(number, ids), headers) for number in range(size.groups)])
    _drive(server, [each(groups) for _ in range(scim_server.MOST_CONNECTIONS)])
    return Sync(size, perf_counter() - began, server.core_seconds() - used)


def _drive(server: Server, scripts: list[Script]) -> None:
    load.drive(server.port, scripts, seconds=_LONGEST_SECONDS, status=201)


def _collect(requests: Iterator[bytes], ids: list[str]) -> Script:
    """Make users and keep the ids that the answers tell."""
    for request in requests:
        answer = yield request
        ids.append(orjson.loads(answer)["id"])


def _group(number: int, ids: list[str]) -> bytes:
    """Return a group whose members lie beside each other, other ones than those of its neighbours."""
    members = [ids[(number * MEMBERS + each) % len(ids)] for each in range(MEMBERS)]
    return scim.new_group(f"Provisioned Group {number}", members)
