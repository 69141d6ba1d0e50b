"""boto3 talking to the whole application in this process, as the bootstrap administrator."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import boto3
import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from werkzeug.test import Client as HttpClient

from gatepost import app, bootstrap
from gatepost.core.actors import GATEPOST
from gatepost.core.ask import Ask, Client
from gatepost.core.call import Call, Runtime, perform
from gatepost.kit.secret import Secret
from gatepost.settings import Settings

T = TypeVar("T")

ENDPOINT = "http://localhost:8080"


class Raw:
    """A body that botocore reads as it reads one from a socket."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> Iterator[bytes]:
        yield self._body


class Installation:
    """A bootstrapped Gatepost and the ways in that these tests use."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        made = bootstrap.make(runtime, bootstrap.Wishes(account_id="111122223333", access_key=True))
        assert made.access_key_id is not None
        assert made.secret_access_key is not None
        self.identity_store_id = made.instance.identity_store_id
        self.admin = made.admin
        self._http = HttpClient(app.build(runtime))
        self._bootstrap_key = (made.access_key_id, made.secret_access_key)

    def write(self, do: Callable[[Call], T]) -> T:
        """Do what no identitystore operation does, as Gatepost itself."""
        client = Client("127.0.0.1", "tests", "11111111-1111-4111-8111-111111111111", "us-east-1")
        return perform(self.runtime, Ask(GATEPOST, "gatepost:Test", "gatepost.internal", client, writes=True), do)

    def identitystore(self, key: tuple[str, Secret] | None = None) -> Any:
        """Return boto3's client for the bootstrap administrator, or for the owner of another access key."""
        key_id, secret = key or self._bootstrap_key
        client = boto3.client(
            "identitystore",
            endpoint_url=ENDPOINT,
            region_name="us-east-1",
            aws_access_key_id=key_id,
            aws_secret_access_key=secret.reveal(),
            config=Config(retries={"max_attempts": 0}),
        )
        client.meta.events.register("before-send.identitystore", self._send)
        return client

    def _send(self, request: AWSPreparedRequest, **_: object) -> AWSResponse:
        sent: dict[str, Any] = dict(request.headers)
        headers = {name: value.decode() if isinstance(value, bytes) else value for name, value in sent.items()}
        answer = self._http.post("/", data=request.body, headers=headers, base_url=ENDPOINT)
        received = HTTPHeaders.from_pairs(list(answer.headers))
        return AWSResponse(request.url, answer.status_code, received, Raw(answer.get_data()))


@pytest.fixture
def installation(sqlite_url: str, tmp_path: Path) -> Iterator[Installation]:
    runtime = app.make_runtime(Settings(data_dir=tmp_path, database_url=sqlite_url, log_level="error"))
    yield Installation(runtime)
    runtime.events.flush()
    runtime.database.close()


@pytest.fixture
def identitystore(installation: Installation) -> Any:
    return installation.identitystore()
