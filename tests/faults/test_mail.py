"""A mail server that takes connections and says nothing: it holds up mail, and nobody and nothing else."""

import socket
import threading
from collections.abc import Iterator

import pytest
import requests

from tests.faults.conftest import Found
from tests.faults.test_shutdown import event_names
from tests.kit import PATIENCE_SECONDS


class SilentServer:
    """Listens, and keeps whoever comes waiting."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._kept: list[socket.socket] = []
        self.has_caller = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                self._kept.append(self._listening.accept()[0])
            except OSError:
                return
            self.has_caller.set()

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        for each in (self._listening, *self._kept):
            each.close()


@pytest.fixture
def silent_server() -> Iterator[SilentServer]:
    server = SilentServer()
    yield server
    server.close()


def test_it_stalls_nobody(found: Found, sqlite_url: str, silent_server: SilentServer) -> None:
    company = found(database_url=sqlite_url, smtp_url=f"smtp://127.0.0.1:{silent_server.port}")
    company.gatepost.start()
    administrator = company.administrator
    person = administrator.user("maria")
    assert silent_server.has_caller.wait(PATIENCE_SECONDS), "no mail was sent"

    others = [administrator.user(f"other-{number}") for number in range(3)]
    account_id = administrator.account("Workloads")
    administrator.assign(account_id, administrator.permission_set("Auditors"), person)
    for each in others:
        administrator.set_status(each, "DISABLED")
    assert requests.get(f"{company.gatepost.url}/sign-in", timeout=5).status_code == 200

    administrator.client("sts").get_caller_identity()
    assert company.gatepost.stop() == 0
    assert "GetCallerIdentity" in event_names(company)
