"""boto3's clients of a whole application in this process, which they reach without a socket."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from werkzeug.test import Client as HttpClient

from gatepost.bootstrap import Made

ENDPOINT = "http://localhost:8080"
MANAGEMENT = "111122223333"

# One for all, because it reads the model of each service once: a client is made in 2 ms and not in 50.
_SESSION: Any = boto3.Session(region_name="us-east-1")  # the stubs cannot follow a service's name that is a variable

Credentials = Mapping[str, Any]
"""What AssumeRole and CreateAccessKey answer: AccessKeyId, SecretAccessKey and perhaps SessionToken."""


class Raw:
    """A body that botocore reads as it reads one from a socket."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> Iterator[bytes]:
        yield self._body


class Clients:
    """Clients of one application's AWS services, whose requests come from `address` as it is at that moment."""

    def __init__(self, application: Callable[..., Any], made: Made) -> None:
        assert made.secret_access_key is not None
        self.http = HttpClient(application)
        self.address = "127.0.0.1"
        self._administrator: Credentials = {
            "AccessKeyId": made.access_key_id,
            "SecretAccessKey": made.secret_access_key.reveal(),
        }

    def client(
        self,
        service: str,
        region: str = "us-east-1",
        credentials: Credentials | None = None,
        host: str = ENDPOINT,
        *,
        looks_at_input: bool = True,
    ) -> Any:
        """Return boto3's client of a service, with the bootstrap key or what AssumeRole answered.

        It tries nothing twice, so that each answer is seen. Bad input reaches the server where the client does not look at it.
        """
        chosen = credentials or self._administrator
        client = _SESSION.client(
            service,
            region,
            endpoint_url=host,
            aws_access_key_id=chosen["AccessKeyId"],
            aws_secret_access_key=chosen["SecretAccessKey"],
            aws_session_token=chosen.get("SessionToken"),
            config=Config(retries={"max_attempts": 0}, parameter_validation=looks_at_input),
        )
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
