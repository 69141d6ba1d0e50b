"""Requests that botocore signs and answers that it reads, with whatever in between: input is sent as it is, right or wrong."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from time import thread_time
from typing import Any
from urllib.parse import quote, urlencode

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSPreparedRequest, AWSRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.model import OperationModel
from botocore.parsers import create_parser
from botocore.serialize import create_serializer
from werkzeug.test import Client as HttpClient
from werkzeug.test import TestResponse

from tests.doors.boto import Raw
from tests.doors.wire.samples import service_model

ENDPOINT = "http://localhost:8080"
ADDRESS = "10.1.2.3"
"""Where callers are, so that the sample of a network that may call (10.0.0.0/8) does not shut them out."""

NOT_IN_A_HEADER = str.maketrans("", "", "\r\n\0")


@dataclass(frozen=True)
class Answer:
    """What one request was answered: its status, the body as it came, what botocore makes of it, and its processor time."""

    status: int
    content: bytes
    parsed: Mapping[str, Any]
    seconds: float

    @property
    def code(self) -> str:
        """The error's code; empty where it is none."""
        return str(self.parsed.get("Error", {}).get("Code", "")) if self.status != 200 else ""

    @property
    def message(self) -> str:
        """The error's sentence."""
        return str(self.parsed.get("Error", {}).get("Message", ""))

    def __getitem__(self, member: str) -> Any:
        """Return a member of the output of a call that succeeded."""
        assert self.status == 200, self.parsed
        return self.parsed[member]


@dataclass(frozen=True)
class Caller:
    """Somebody with an access key, in a Region."""

    application: Callable[..., Any]
    credentials: Credentials
    region: str = "us-east-1"

    def elsewhere(self, region: str) -> "Caller":
        return replace(self, region=region)

    def assuming(self, role_arn: str) -> "Caller":
        """Return the caller as a session of a role."""
        given = self.call("sts", "AssumeRole", RoleArn=role_arn, RoleSessionName="sweep")["Credentials"]
        keys = Credentials(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
        return replace(self, credentials=keys)

    def boto3(self, service: str) -> Any:
        """Return boto3's client of a service, which this caller's requests come from."""
        keys = self.credentials
        client: Any = boto3.client(  # type: ignore[call-overload]  # the stubs cannot follow a service's name
            service,
            self.region,
            endpoint_url=ENDPOINT,
            aws_access_key_id=keys.access_key,
            aws_secret_access_key=keys.secret_key,
            aws_session_token=keys.token,
            config=Config(retries={"max_attempts": 0}),
        )
        client.meta.events.register("before-send", self._send_for_boto3)
        return client

    def call(self, service: str, name: str, /, **params: Any) -> Answer:
        """Call an operation with members as JSON has them."""
        model = service_model(service).operation_model(name)
        return self.send(model, _of_query(model, params) if _is_query(model) else _of_json(model, params))

    def send(self, model: OperationModel, request: AWSRequest) -> Answer:
        """Sign a request as its operation wants it, send it, and return the answer."""
        if model.auth_type != "none":
            SigV4Auth(self.credentials, model.service_model.signing_name, self.region).add_auth(request)
        began = thread_time()
        response = self._open(str(request.method), str(request.url), request.data, dict(request.headers.items()))
        content = response.get_data()
        seconds = thread_time() - began
        headers = {key.lower(): value for key, value in response.headers.items()}
        answered = {"status_code": response.status_code, "headers": headers, "body": content}
        parsed = create_parser(str(model.service_model.metadata["protocol"])).parse(answered, model.output_shape)  # type: ignore[arg-type]
        return Answer(response.status_code, content, parsed, seconds)

    def _send_for_boto3(self, request: AWSPreparedRequest, **_: object) -> AWSResponse:
        headers = {
            name: value.decode() if isinstance(value, bytes) else value for name, value in dict(request.headers).items()
        }
        response = self._open(request.method, request.url, request.body, headers)
        received = HTTPHeaders.from_pairs(list(response.headers))
        return AWSResponse(request.url, response.status_code, received, Raw(response.get_data()))

    def _open(self, method: str, url: str, content: Any, headers: dict[str, Any]) -> TestResponse:
        return HttpClient(self.application).open(
            url.removeprefix(ENDPOINT),
            method=method,
            data=content,
            headers=headers,
            base_url=ENDPOINT,
            environ_overrides={"REMOTE_ADDR": ADDRESS},
        )


def with_body(model: OperationModel, body: bytes) -> AWSRequest:
    """Return a request for an operation with any body at all."""
    return AWSRequest("POST", f"{ENDPOINT}{model.http['requestUri']}", _headers(model), body)


def _is_query(model: OperationModel) -> bool:
    return str(model.service_model.metadata["protocol"]) == "query"


def _of_query(model: OperationModel, params: Mapping[str, Any]) -> AWSRequest:
    form = create_serializer("query").serialize_to_request(dict(params), model)["body"]
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return AWSRequest("POST", f"{ENDPOINT}/", headers, urlencode(form).encode())


def _of_json(model: OperationModel, params: Mapping[str, Any]) -> AWSRequest:
    headers, query, body = _headers(model), [], {}
    members = model.input_shape.members if model.input_shape else {}
    for name, value in params.items():
        traits = members[name].serialization if name in members else {}
        if traits.get("location") == "header" and value is not None:
            headers[traits["name"]] = (
                _text(value).translate(NOT_IN_A_HEADER).encode("utf-8", "replace").decode("latin-1")
            )
        elif traits.get("location") == "querystring" and value is not None:
            query.append(f"{traits['name']}={quote(_text(value).encode('utf-8', 'replace'), safe='')}")
        elif "location" not in traits:
            body[name] = value
    path = str(model.http["requestUri"]) + ("?" + "&".join(query) if query else "")
    content = json.dumps(body).encode() if model.http["method"] == "POST" else b""
    return AWSRequest(model.http["method"], f"{ENDPOINT}{path}", headers, content)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _headers(model: OperationModel) -> dict[str, str]:
    metadata = model.service_model.metadata
    if metadata["protocol"] != "json":
        return {"Content-Type": "application/json"}
    target = f"{metadata['targetPrefix']}.{model.name}"
    return {"Content-Type": f"application/x-amz-json-{metadata['jsonVersion']}", "X-Amz-Target": target}
