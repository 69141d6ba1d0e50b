"""A bootstrapped Gatepost in this process, and boto3 talking to the whole of it without a socket."""

from collections.abc import Iterator
from typing import Any

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from werkzeug.test import Client as HttpClient

from gatepost import app, bootstrap
from gatepost.core.call import Runtime

ENDPOINT = "http://localhost:8080"
MANAGEMENT = "111122223333"


class Raw:
    """A body that botocore reads as it reads one from a socket."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> Iterator[bytes]:
        yield self._body


class Installation:
    """An organisation of one account, its administrator, and AWS clients that sign with the bootstrap key."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        made = bootstrap.make(runtime, bootstrap.Wishes(account_id=MANAGEMENT, access_key=True))
        assert made.secret_access_key is not None
        self.instance = made.instance
        self.admin = made.admin
        self.http = HttpClient(app.build(runtime))
        self.address = "127.0.0.1"
        self._runner = app.make_runner(runtime)
        self._session: Any = boto3.Session(  # the name of a service is a variable here, which the stubs cannot follow
            aws_access_key_id=made.access_key_id,
            aws_secret_access_key=made.secret_access_key.reveal(),
            region_name="us-east-1",
        )
        self.work()

    def work(self) -> None:
        """Do the jobs that are due."""
        self._runner.drain()

    def client(
        self,
        service: str,
        region: str = "us-east-1",
        credentials: dict[str, Any] | None = None,
        host: str = ENDPOINT,
        *,
        looks_at_input: bool = True,
    ) -> Any:
        """Return boto3's client of a service, with the bootstrap key or what AssumeRole answered.

        It tries nothing twice, so that each answer is seen. Its requests come from `address` as it is then. Bad input reaches
        the server where the client does not look at it.
        """
        config = Config(retries={"max_attempts": 0}, parameter_validation=looks_at_input)
        given = {} if credentials is None else _arguments(credentials)
        client = self._session.client(service, region, endpoint_url=host, config=config, **given)
        client.meta.events.register("before-send", self._send)
        return client

    def _send(self, request: AWSPreparedRequest, **_: object) -> AWSResponse:
        sent: dict[str, Any] = dict(request.headers)
        headers = {name: value.decode() if isinstance(value, bytes) else value for name, value in sent.items()}
        host = "/".join(request.url.split("/", 3)[:3])
        answer = self.http.open(
            request.url.removeprefix(host),
            method=request.method,
            data=request.body,
            headers=headers,
            base_url=host,
            environ_overrides={"REMOTE_ADDR": self.address},
        )
        received = HTTPHeaders.from_pairs(list(answer.headers))
        return AWSResponse(request.url, answer.status_code, received, Raw(answer.get_data()))


def _arguments(credentials: dict[str, Any]) -> dict[str, Any]:
    return {
        "aws_access_key_id": credentials["AccessKeyId"],
        "aws_secret_access_key": credentials["SecretAccessKey"],
        "aws_session_token": credentials["SessionToken"],
    }
