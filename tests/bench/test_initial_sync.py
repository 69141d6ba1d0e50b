"""The initial sync, small: both servers get every user, and every group with its members."""

from pathlib import Path

import orjson

from bench import http, initial_sync, load, scim_server, world
from bench.initial_sync import Size
from bench.load import Script
from bench.machine import this_machine
from bench.requests import scim
from bench.server import Server

SIZE = Size(users=60, groups=5)


def test_both_servers_have_everything_afterwards(tmp_path: Path) -> None:
    made = world.make(tmp_path / "world", people=1)
    token, core = scim.token(made), this_machine().server_core
    with made.installation.serve(core) as gatepost:
        before = total(gatepost, "/scim/v2/Users", scim.headers_of(token))
        assert initial_sync.run_gatepost(gatepost, token, SIZE).core_seconds > 0
        assert total(gatepost, "/scim/v2/Users", scim.headers_of(token)) == before + 60
        assert total(gatepost, "/scim/v2/Groups", scim.headers_of(token)) >= 5
    with scim_server.running(tmp_path / "peer", core=core) as peer:
        assert initial_sync.run_peer(peer, SIZE).core_seconds > 0
        assert total(peer, "/Users", scim_server.HEADERS) == 60
        assert total(peer, "/Groups", scim_server.HEADERS) == 5


def total(server: Server, path: str, headers: dict[str, str]) -> int:
    heard: list[bytes] = []

    def listening() -> Script:
        heard.append((yield http.get(f"{path}?count=1", headers)))

    load.drive(server.port, [listening()], seconds=60)
    return int(orjson.loads(heard[0])["totalResults"])
