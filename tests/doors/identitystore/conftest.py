"""boto3 talking to the whole application in this process, as the bootstrap administrator."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from gatepost import app, bootstrap
from gatepost.core.actors import GATEPOST
from gatepost.core.ask import Ask, Client
from gatepost.core.call import Call, Runtime, perform
from gatepost.kit.secret import Secret
from gatepost.settings import Settings
from tests.doors.boto import MANAGEMENT, Clients

T = TypeVar("T")


class Installation:
    """A bootstrapped Gatepost and the ways in that these tests use."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        made = bootstrap.make(runtime, bootstrap.Wishes(account_id=MANAGEMENT, access_key=True))
        self.identity_store_id = made.instance.identity_store_id
        self.admin = made.admin
        self._clients = Clients(app.build(runtime), made)

    def write(self, do: Callable[[Call], T]) -> T:
        """Do what no identitystore operation does, as Gatepost itself."""
        client = Client("127.0.0.1", "tests", "11111111-1111-4111-8111-111111111111", "us-east-1")
        return perform(self.runtime, Ask(GATEPOST, "gatepost:Test", "gatepost.internal", client, writes=True), do)

    def identitystore(self, key: tuple[str, Secret] | None = None) -> Any:
        """Return boto3's client for the bootstrap administrator, or for the owner of another access key."""
        owner = None if key is None else {"AccessKeyId": key[0], "SecretAccessKey": key[1].reveal()}
        return self._clients.client("identitystore", credentials=owner)


@pytest.fixture
def installation(sqlite_url: str, tmp_path: Path) -> Iterator[Installation]:
    runtime = app.make_runtime(Settings(data_dir=tmp_path, database_url=sqlite_url, log_level="error"))
    yield Installation(runtime)
    runtime.events.flush()
    runtime.database.close()


@pytest.fixture
def identitystore(installation: Installation) -> Any:
    return installation.identitystore()
