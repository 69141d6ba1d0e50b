"""Who comes to the server: a browser that fills in forms, and a terminal that works with AWS's APIs."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import orjson
import pyotp
from botocore.auth import SIGV4_TIMESTAMP, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from lxml import html
from werkzeug.test import TestResponse

from demo.server import Server, StoryClock
from gatepost.kit.secret import Secret
from gatepost.web import csrf

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
PROGRAM = "aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux lang/python#3.13.7"

_TARGETS = {
    "sso": "SWBExternalService",
    "identitystore": "AWSIdentityStore",
    "organizations": "AWSOrganizationsV20161128",
    "cloudtrail": "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101",
}
"""The prefix of X-Amz-Target of each service that speaks JSON, by the name that it is signed for."""


class Browser:
    """A person's browser. Pages answer as they do to everybody."""

    def __init__(self, server: Server, address: str) -> None:
        self.address = address
        self._server = server
        self._client = server.new_client()

    def accept_invitation(self, link: str, password: Secret) -> None:
        """Open an invitation and set a password, which signs its person in."""
        _admitted(self.submit(link, password=password.reveal(), password_again=password.reveal()))

    def sign_in(self, user_name: str, password: Secret) -> None:
        """Sign in at the sign-in page."""
        _admitted(self.submit("/sign-in", user_name=user_name, password=password.reveal()))

    def allow(self, page: str) -> None:
        """Allow the program whose code the device page's address carries."""
        _admitted(self.submit(page, at="/device", decision="allow"))

    def add_app(self, name: str) -> None:
        """Add an authenticator app, which reads the seed off the page."""
        _admitted(self.submit("/security", at="/security/app"))
        page = html.fromstring(self._open("GET", "/security/app").text)
        seed = "".join(page.get_element_by_id("seed").text_content().split())
        code = pyotp.TOTP(seed).at(self._server.clock.now())
        _admitted(self.submit("/security/app", at="/security/app/code", code=code, name=name))

    def use_role(self, account_id: str, role: str, way: str) -> None:
        """Mark a role as a favourite, open its keys, or open the console with it: the last part of the way's address."""
        _admitted(self.submit("/", at=f"/accounts/{account_id}/roles/{role}/{way}", favourite="yes"))

    def import_people(self, file: bytes) -> str:
        """Import a file of people in the console that is open; return the address of its report."""
        looked_at = _admitted(self.submit("/console/import", file=(BytesIO(file), "people.csv")))
        report = looked_at.location.partition("?")[0]
        _admitted(self.submit(report, at=f"{report}/start"))
        return report

    def submit(self, page: str, *, at: str = "", **typed: Any) -> TestResponse:
        """Fill in the form of a page and send it, to the page's own address unless told otherwise."""
        path = page.removeprefix(self._server.settings.public_url)
        # The page's own form is the last that proves where it was shown; below it stands the choice of a language.
        forms = html.fromstring(self._open("GET", path).text).forms
        form = [each for each in forms if csrf.FIELD in each.fields][-1]
        fields = {name: value or "" for name, value in form.fields.items()}
        return self._open("POST", at or path, data=fields | typed)

    def _open(self, method: str, path: str, **more: Any) -> TestResponse:
        return self._server.open(self._client, method, path, address=self.address, program=BROWSER, **more)


class Terminal:
    """A person's terminal: signs in by the browser beside it, as `aws sso login` does, and takes a role in an account."""

    def __init__(self, server: Server, browser: Browser) -> None:
        self._server = server
        self._browser = browser
        self._client = server.new_client()
        self._token = ""
        self._credentials = Credentials("", "")

    def sign_in(self) -> None:
        """Get a token by the device grant (RFC 8628)."""
        client = self._post("/client/register", {"clientName": "botocore-client-gatepost", "clientType": "public"})
        known = {"clientId": client["clientId"], "clientSecret": client["clientSecret"]}
        start_url = f"{self._server.settings.public_url}/start"
        grant = self._post("/device_authorization", known | {"startUrl": start_url})
        self._browser.allow(grant["verificationUriComplete"])
        kind = "urn:ietf:params:oauth:grant-type:device_code"
        self._token = self._post("/token", known | {"grantType": kind, "deviceCode": grant["deviceCode"]})[
            "accessToken"
        ]

    def take_role(self, account_id: str, role_name: str) -> None:
        """Get a role's credentials, with which calls are signed from now on."""
        query = {"account_id": account_id, "role_name": role_name}
        headers = {"x-amz-sso_bearer_token": self._token}
        answer = self._open("GET", "/federation/credentials", query_string=query, headers=headers)
        keys = _succeeded(answer)["roleCredentials"]
        self._credentials = Credentials(keys["accessKeyId"], keys["secretAccessKey"], keys["sessionToken"])

    def call(self, service: str, operation: str, **parameters: Any) -> Any:
        """Call an operation of a service, named as it is signed; return its output."""
        return _succeeded(self.attempt(service, operation, **parameters))

    def document(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Ask Gatepost's own API, below /api/v1; return the answer."""
        url = f"{self._server.settings.public_url}/api/v1{path}"
        content = ({}, b"") if body is None else ({"Content-Type": "application/json"}, orjson.dumps(body))
        request = AWSRequest(method, url, headers=content[0], data=content[1])
        _SignerAt(self._server.clock, self._credentials, "gatepost", self._server.settings.region).add_auth(request)
        headers = dict(request.headers.items())
        return _succeeded(self._open(method, f"/api/v1{path}", data=content[1], headers=headers))

    def attempt(self, service: str, operation: str, **parameters: Any) -> TestResponse:
        """Call an operation that may be denied."""
        settings = self._server.settings
        target = {"X-Amz-Target": f"{_TARGETS[service]}.{operation}", "Content-Type": "application/x-amz-json-1.1"}
        body = orjson.dumps(parameters)
        request = AWSRequest("POST", f"{settings.public_url}/", headers=target, data=body)
        signer = _SignerAt(self._server.clock, self._credentials, service, settings.region)
        signer.add_auth(request)
        return self._open("POST", "/", data=body, headers=dict(request.headers.items()))

    def _post(self, path: str, body: Mapping[str, Any]) -> Any:
        return _succeeded(self._open("POST", path, data=orjson.dumps(body), content_type="application/json"))

    def _open(self, method: str, path: str, **more: Any) -> TestResponse:
        address = self._browser.address
        return self._server.open(self._client, method, path, address=address, program=PROGRAM, **more)


class _SignerAt(SigV4Auth):
    """Signs at the story's time, since the server there takes no signature of another."""

    def __init__(self, clock: StoryClock, credentials: Credentials, service: str, region: str) -> None:
        super().__init__(credentials, service, region)
        self._clock = clock

    def _modify_request_before_signing(self, request: AWSRequest) -> None:
        request.context["timestamp"] = self._clock.now().strftime(SIGV4_TIMESTAMP)
        super()._modify_request_before_signing(request)  # type: ignore[misc]  # the stubs leave out what is private


def _admitted(answer: TestResponse) -> TestResponse:
    if answer.status_code >= 400:
        raise ValueError(f"{answer.request.path} answered {answer.status}: {answer.text}")
    return answer


def _succeeded(answer: TestResponse) -> Any:
    return orjson.loads(_admitted(answer).data or b"{}")
