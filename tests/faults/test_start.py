"""Two servers that start at the same time on an empty database: one makes the organisation, both serve it."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import requests

from tests.kit import PATIENCE_SECONDS
from tests.servers.gatepost import Gatepost


def test_two_servers_start_at_once(install: Callable[..., Gatepost], empty_postgres_url: str) -> None:
    one = install(database_url=empty_postgres_url)
    keys = one.settings["data_dir"] + "/master.key"
    other = install(database_url=empty_postgres_url, master_key_file=keys)

    with ThreadPoolExecutor(2) as machines:
        for started in [machines.submit(each.start) for each in (one, other)]:
            started.result()

    links = re.findall(r"http://localhost:\d+/invitation/\S+", one.log + other.log)
    assert len(links) == 1
    aliases = {
        requests.head(f"{each.url}/start", allow_redirects=False, timeout=PATIENCE_SECONDS).headers["Location"]
        for each in (one, other)
    }
    assert len(aliases) == 1
    for each in (one, other):
        path = links[0].partition("/invitation/")[2]
        assert "Choose a password" in requests.get(f"{each.url}/invitation/{path}", timeout=PATIENCE_SECONDS).text
