"""The peer: scim2-server, which answers SCIM from memory, without accounts, policies, events or a disk."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import server
from bench.load import Script
from bench.plan import Plan
from bench.requests import scim
from bench.server import Server

COMMAND = Path(sys.executable).with_name("scim2-server")
NAME = "scim2-server"
CREATE_USER = "scim2-server create user"
MOST_CONNECTIONS = 4
"""It keeps five waiting: whoever comes beyond them is not answered, and tries again a second later."""
_TOKEN = "bench"
HEADERS = scim.headers_of(_TOKEN)


@contextmanager
def running(folder: Path, *, core: int) -> Iterator[Server]:
    """Run it on one core, empty."""
    folder.mkdir(parents=True)
    port = server.free_port()
    command: list[str | Path] = [COMMAND, "--hostname", "127.0.0.1", "--port", str(port), "--bearer-token", _TOKEN]
    with server.running(command, port, core=core, folder=folder) as started:
        yield started


def create_user(plan: Plan) -> list[Script]:
    """Create users as `scim.create_user` does."""
    return scim.create(plan, HEADERS, "/Users")
