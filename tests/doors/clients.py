"""boto3 talking to the whole application in this process, without a socket."""

from collections.abc import Iterator
from typing import Any

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from werkzeug.test import Client as HttpClient

from gatepost import app, bootstrap
from gatepost.app import make_runner
from gatepost.core.call import Runtime
from gatepost.settings import Settings

ENDPOINT = "http://localhost:8080"
MANAGEMENT = "111122223333"

# One for all, because it reads the models once. Bad input is to reach the server, so the client must not look at it.
_SESSION = boto3.Session(region_name="us-east-1")
_CONFIG = Config(retries={"max_attempts": 0}, parameter_validation=False)


class Raw:
    """A body that botocore reads as it reads one from a socket."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> Iterator[bytes]:
        yield self._body


class Cloud:
    """A bootstrapped Gatepost, and clients of its AWS services under any credentials."""

    def __init__(self, settings: Settings) -> None:
        self.runtime: Runtime = app.make_runtime(settings)
        made = bootstrap.make(self.runtime, bootstrap.Wishes(account_id=MANAGEMENT, access_key=True))
        assert made.secret_access_key is not None
        self.made = made
        self._http = HttpClient(app.build(self.runtime))
        self._administrator = {
            "AccessKeyId": made.access_key_id,
            "SecretAccessKey": made.secret_access_key.reveal(),
        }

    def client(self, service: str, credentials: dict[str, Any] | None = None) -> Any:
        """Return a client under these credentials, the bootstrap administrator's unless others are given."""
        chosen = credentials or self._administrator
        client: Any = _SESSION.client(  # type: ignore[call-overload]
            service,
            endpoint_url=ENDPOINT,
            aws_access_key_id=chosen["AccessKeyId"],
            aws_secret_access_key=chosen["SecretAccessKey"],
            aws_session_token=chosen.get("SessionToken"),
            config=_CONFIG,
        )
        client.meta.events.register("before-send", self._send)
        return client

    def work(self) -> None:
        """Run every job that is due."""
        make_runner(self.runtime).drain()

    def close(self) -> None:
        self.runtime.events.flush()
        self.runtime.database.close()

    def _send(self, request: AWSPreparedRequest, **_: object) -> AWSResponse:
        sent: dict[str, Any] = dict(request.headers)
        headers = {name: value.decode() if isinstance(value, bytes) else value for name, value in sent.items()}
        answer = self._http.post("/", data=request.body, headers=headers, base_url=ENDPOINT)
        received = HTTPHeaders.from_pairs(list(answer.headers))
        return AWSResponse(request.url, answer.status_code, received, Raw(answer.get_data()))
