"""A bootstrapped Gatepost whose clients send any input, under any credentials."""

from typing import Any

from gatepost import app, bootstrap
from gatepost.app import make_runner
from gatepost.core.call import Runtime
from gatepost.settings import Settings
from tests.doors.boto import MANAGEMENT, Clients, Credentials


class Cloud:
    """A bootstrapped Gatepost, and clients of its AWS services under any credentials."""

    def __init__(self, settings: Settings) -> None:
        self.runtime: Runtime = app.make_runtime(settings)
        self.made = bootstrap.make(self.runtime, bootstrap.Wishes(account_id=MANAGEMENT, access_key=True))
        self._clients = Clients(app.build(self.runtime), self.made)

    def client(self, service: str, credentials: Credentials | None = None) -> Any:
        """Return a client under these credentials, the bootstrap administrator's unless others are given."""
        return self._clients.client(service, credentials=credentials, looks_at_input=False)

    def work(self) -> None:
        """Run every job that is due."""
        make_runner(self.runtime).drain()

    def close(self) -> None:
        self.runtime.events.flush()
        self.runtime.database.close()
