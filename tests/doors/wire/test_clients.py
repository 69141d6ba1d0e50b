"""boto3 against a server that is made of the wire alone: sign, route, read, validate, answer."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import boto3
import pytest
import requests
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from gatepost.doors.aws import router
from gatepost.doors.aws.wire import codec
from gatepost.doors.aws.wire.messages import Answer
from gatepost.doors.aws.wire.validate import validate
from gatepost.kit.clock import SystemClock
from gatepost.kit.errors import Denied, NotFound, NotImplementedYet, Problem, Refused, Unauthenticated
from gatepost.kit.secret import Secret
from gatepost.web.signing import sigv4
from gatepost.web.signing.request import Request
from tests.doors.wire.samples import INSTANCE, INSTANT, PERMISSION_SET
from tests.kit import PATIENCE_SECONDS

SECRET = "s" * 40
Handle = Callable[[str, dict[str, Any]], Mapping[str, Any]]


class Wire:
    """The server: it gives what a test says and keeps what it was asked."""

    def __init__(self) -> None:
        self.handle: Handle = lambda name, params: {}
        self.asked: dict[str, Any] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        size = int(environ.get("CONTENT_LENGTH") or 0)
        answer = self._answer(Request.from_wsgi(environ, environ["wsgi.input"].read(size)))
        start_response(f"{answer.status} .", list(answer.headers))
        return [answer.body]

    def _answer(self, request: Request) -> Answer:
        service = router.find_service(request)
        operation = None
        try:
            operation = router.find_operation(service, request)
            if not operation.is_unsigned:
                self._verify(request, service.signing_name)
            self.asked = validate(operation, codec.decode(operation, request, 1 << 20))
            return codec.encode(operation, self.handle(operation.name, self.asked), "the-request-id")
        except Problem as problem:
            return codec.encode_error(service, operation, problem, "the-request-id")

    def _verify(self, request: Request, signing_name: str) -> None:
        signature = sigv4.parse(request)
        if signature is None:
            raise Unauthenticated("Missing Authentication Token", reason="MissingAuthenticationToken")
        if signature.access_key_id != "AKIAEXAMPLE":
            raise Unauthenticated("The security token is invalid.", reason="InvalidClientTokenId")
        signature.require_service(signing_name)
        signature.verify(Secret(SECRET), SystemClock().now())


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Wire, str]]:
    wire = Wire()
    with make_server("127.0.0.1", 0, wire, WSGIServer, _Silent) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield wire, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def wire(served: tuple[Wire, str]) -> Wire:
    served[0].asked = {}
    return served[0]


@pytest.fixture
def client(served: tuple[Wire, str]) -> Callable[..., Any]:
    def make(name: str, secret: str = SECRET, key: str = "AKIAEXAMPLE", **config: Any) -> Any:
        return boto3.client(
            name,  # type: ignore[call-overload]
            endpoint_url=served[1],
            region_name="eu-central-1",
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            config=Config(retries={"total_max_attempts": 1}, **config),
        )

    return make


def gives(wire: Wire, output: Mapping[str, Any]) -> None:
    wire.handle = lambda name, params: output


def raises(wire: Wire, problem: Problem) -> None:
    def handle(name: str, params: dict[str, Any]) -> Mapping[str, Any]:
        raise problem

    wire.handle = handle


def test_json(wire: Wire, client: Callable[..., Any]) -> None:
    gives(wire, {"PermissionSet": {"Name": "Ärger", "PermissionSetArn": PERMISSION_SET, "CreatedDate": INSTANT}})

    answer = client("sso-admin").create_permission_set(InstanceArn=INSTANCE, Name="a", Tags=[{"Key": "k", "Value": ""}])

    assert wire.asked == {"InstanceArn": INSTANCE, "Name": "a", "Tags": [{"Key": "k", "Value": ""}]}
    assert answer["PermissionSet"]["CreatedDate"] == INSTANT
    assert answer["ResponseMetadata"]["RequestId"] == "the-request-id"


def test_json_errors(wire: Wire, client: Callable[..., Any]) -> None:
    sso_admin = client("sso-admin")
    raises(wire, NotFound("PermissionSet not found."))
    with pytest.raises(sso_admin.exceptions.ResourceNotFoundException, match=r"PermissionSet not found\."):
        sso_admin.describe_permission_set(InstanceArn=INSTANCE, PermissionSetArn=PERMISSION_SET)


def test_json_validation(wire: Wire, client: Callable[..., Any]) -> None:
    sso_admin = client("sso-admin")
    with pytest.raises(sso_admin.exceptions.ValidationException, match="1 validation error detected: Value 'x!'"):
        sso_admin.create_permission_set(InstanceArn=INSTANCE, Name="x!")


def test_rest_json(wire: Wire, client: Callable[..., Any]) -> None:
    gives(wire, {"accountList": [{"accountId": "123456789012"}], "nextToken": None})

    answer = client("sso", signature_version=UNSIGNED).list_accounts(accessToken="token", maxResults=5)

    assert wire.asked == {"accessToken": Secret("token"), "maxResults": 5}
    assert answer["accountList"] == [{"accountId": "123456789012"}]
    assert "nextToken" not in answer


def test_rest_json_without_output(wire: Wire, client: Callable[..., Any]) -> None:
    gives(wire, {})

    assert client("sso").logout(accessToken="token")["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_rest_json_errors(wire: Wire, client: Callable[..., Any]) -> None:
    oidc = client("sso-oidc")
    raises(wire, Refused("The authorization is pending.", reason="authorization_pending"))

    with pytest.raises(oidc.exceptions.AuthorizationPendingException) as caught:
        oidc.create_token(clientId="id", clientSecret="s", grantType="g")

    assert caught.value.response["error"] == "authorization_pending"
    assert caught.value.response["error_description"] == "The authorization is pending."


def test_query(wire: Wire, client: Callable[..., Any]) -> None:
    role = {"Path": "/", "RoleName": "a", "RoleId": "AROA", "Arn": "arn", "CreateDate": INSTANT}
    gives(wire, {"Role": role | {"Tags": [], "AssumeRolePolicyDocument": '{"a": "<&>"}'}})

    answer = client("iam").create_role(RoleName="a", AssumeRolePolicyDocument='{"a": 1}', Tags=[])

    assert wire.asked == {"RoleName": "a", "AssumeRolePolicyDocument": '{"a": 1}', "Tags": []}
    assert answer["Role"]["CreateDate"] == INSTANT
    assert answer["Role"]["Tags"] == []


def test_query_errors(wire: Wire, client: Callable[..., Any]) -> None:
    iam = client("iam")
    raises(wire, NotFound("The role with name a cannot be found."))
    with pytest.raises(iam.exceptions.NoSuchEntityException, match="The role with name a cannot be found"):
        iam.get_role(RoleName="a")


def test_presigned(wire: Wire, client: Callable[..., Any]) -> None:
    gives(wire, {"UserId": "AIDA", "Account": "123456789012", "Arn": "arn"})
    url = client("sts").generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")

    answer = requests.get(url, timeout=PATIENCE_SECONDS)

    assert answer.status_code == 200
    assert "<Account>123456789012</Account>" in answer.text
    assert "SignatureDoesNotMatch" in requests.get(url + "&a=b", timeout=PATIENCE_SECONDS).text


@pytest.mark.parametrize(
    ("service", "call", "codes"),
    [
        ("sso-admin", "list_instances", ("InvalidSignatureException", "UnrecognizedClientException")),
        ("sts", "get_caller_identity", ("SignatureDoesNotMatch", "InvalidClientTokenId")),
    ],
)
def test_credentials_that_are_wrong(
    wire: Wire, client: Callable[..., Any], service: str, call: str, codes: tuple[str, str]
) -> None:
    for made, code in ((client(service, secret="other"), codes[0]), (client(service, key="AKIAOTHER"), codes[1])):
        with pytest.raises(ClientError) as caught:
            getattr(made, call)()
        assert caught.value.response["Error"]["Code"] == code
    assert wire.asked == {}


@pytest.mark.parametrize("service", ["sso-admin", "iam"])
def test_an_operation_that_is_not_there_yet(wire: Wire, client: Callable[..., Any], service: str) -> None:
    raises(wire, NotImplementedYet("ListUsers is not implemented yet."))
    with pytest.raises(ClientError, match=r"\(NotImplementedException\).*is not implemented yet") as caught:
        client(service).list_instances() if service == "sso-admin" else client(service).list_users()

    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_denied(wire: Wire, client: Callable[..., Any]) -> None:
    raises(wire, Denied("User: arn is not authorized to perform: sso:ListInstances"))
    with pytest.raises(ClientError, match="AccessDeniedException"):
        client("sso-admin").list_instances()
