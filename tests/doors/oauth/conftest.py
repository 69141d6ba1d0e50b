"""A program that wants tokens and the person in front of a browser, on each kind of database, with a clock that is set."""

import base64
import hashlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from werkzeug.test import Client as HttpClient
from werkzeug.test import TestResponse

from gatepost.settings import Settings
from tests.doors.portal.conftest import Browser, Installation
from tests.kit import FakeClock

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
REDIRECT_URI = "http://127.0.0.1/oauth/callback"
WITH_PORT = "http://127.0.0.1:53682/oauth/callback"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
STATE = "3f1c2a5e-0a7d-4c0e-9a53-6f5d5e1d2c11"


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of a verifier (RFC 7636 section 4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass(frozen=True)
class Answer:
    """What an endpoint answers a program."""

    status: int
    error_type: str | None
    body: Mapping[str, Any]

    @property
    def error(self) -> str | None:
        """The OAuth error code, where it is an error."""
        return self.body.get("error")


class Program:
    """An OAuth client: a program at an address of its own that speaks JSON, as AWS's SDKs do."""

    def __init__(
        self,
        gatepost: Installation,
        address: str = "203.0.113.9",
        user_agent: str = "aws-cli/2.31.6 md/awscrt#0.27 ua/2.1 os/linux#6.1 md/arch#x86_64",
        **metadata: Any,
    ) -> None:
        self._http = HttpClient(gatepost.application)
        self._sent: dict[str, Any] = {
            "base_url": gatepost.runtime.settings.public_url,
            "environ_base": {"REMOTE_ADDR": address, "HTTP_USER_AGENT": user_agent},
        }
        self.start_url = f"{gatepost.runtime.settings.public_url}/start"
        registered = self.post(
            "/client/register",
            {"clientName": "program", "clientType": "public", "scopes": ["sso:account:access"]} | metadata,
        )
        assert registered.status == 200, registered
        self.registered = registered.body
        self.known = {"clientId": registered.body["clientId"], "clientSecret": registered.body["clientSecret"]}

    def post(self, path: str, members: Mapping[str, Any] | bytes) -> Answer:
        """Send JSON and return the answer."""
        body = {"data": members} if isinstance(members, bytes) else {"json": members}
        response = self._http.post(path, content_type="application/json", **body, **self._sent)
        assert response.headers["Cache-Control"] == "no-store"
        return Answer(response.status_code, response.headers.get("x-amzn-ErrorType"), response.get_json() or {})

    def start_device(self) -> Mapping[str, Any]:
        """Begin a device authorisation."""
        started = self.post("/device_authorization", self.known | {"startUrl": self.start_url})
        assert started.status == 200, started
        return started.body

    def token(self, grant_type: str, **members: Any) -> Answer:
        """Ask for tokens by a grant."""
        return self.post("/token", self.known | {"grantType": grant_type} | members)

    def poll(self, started: Mapping[str, Any]) -> Answer:
        """Ask whether a device was allowed."""
        return self.token(DEVICE_CODE, deviceCode=started["deviceCode"])

    def refresh(self, tokens: Mapping[str, Any], **members: Any) -> Answer:
        """Exchange a refresh token."""
        return self.token("refresh_token", refreshToken=tokens["refreshToken"], **members)

    def redeem(self, code: str, **members: Any) -> Answer:
        """Exchange an authorization code."""
        return self.token(
            "authorization_code", **{"code": code, "redirectUri": WITH_PORT, "codeVerifier": VERIFIER} | members
        )

    def accounts(self, tokens: Mapping[str, Any]) -> Answer:
        """List the accounts that an access token opens."""
        headers = {"x-amz-sso_bearer_token": tokens["accessToken"]}
        response = self._http.get("/assignment/accounts", headers=headers, **self._sent)
        return Answer(response.status_code, response.headers.get("x-amzn-ErrorType"), response.get_json() or {})

    def is_let_in(self, tokens: Mapping[str, Any]) -> bool:
        """Say whether an access token opens the portal's API; if not, it is refused as one that never was."""
        answer = self.accounts(tokens)
        if answer.status == 200:
            return True
        assert (answer.status, answer.error_type) == (401, "UnauthorizedException")
        return False


class CliProgram(Program):
    """A program that registers as the AWS CLI does for the authorization code."""

    def __init__(self, gatepost: Installation, **metadata: Any) -> None:
        grants = {"grantTypes": ["authorization_code", "refresh_token"], "redirectUris": [REDIRECT_URI]}
        super().__init__(gatepost, **grants | metadata)

    def request(self, **changed: str | None) -> dict[str, str]:
        """Return the parameters with which the CLI opens /authorize; None leaves one out."""
        parameters: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.known["clientId"],
            "redirect_uri": WITH_PORT,
            "state": STATE,
            "code_challenge_method": "S256",
            "scopes": "sso:account:access",
            "code_challenge": challenge_of(VERIFIER),
        }
        return {name: value for name, value in (parameters | changed).items() if value is not None}


def allow(browser: Browser, request: Mapping[str, str], decision: str = "allow") -> TestResponse:
    """Open /authorize in a signed-in browser and press a button."""
    assert browser.get("/authorize", query_string=request).status_code == 200, browser.page.text
    return browser.submit({"decision": decision}, at="/authorize")


def brought(response: TestResponse) -> dict[str, str]:
    """Return the parameters that a browser is sent to the program's redirect URI with."""
    assert response.status_code == 303
    assert response.location is not None
    assert response.location.startswith(f"{WITH_PORT}?"), response.location
    return dict(parse_qsl(urlsplit(response.location).query, strict_parsing=True))


def code_for(browser: Browser, program: CliProgram) -> str:
    """Have the person allow the program and return the code that it is sent."""
    return brought(allow(browser, program.request()))["code"]


def look_up_device(browser: Browser, started: Mapping[str, Any]) -> TestResponse:
    """Type a device's code: the page shows which device waits."""
    browser.get("/device")
    return browser.submit({"user_code": started["userCode"]}, at="/device")


def allow_device(browser: Browser, started: Mapping[str, Any], decision: str = "allow") -> str:
    """Type a device's code, as one reads it off there, and press a button; return what the page says then."""
    look_up_device(browser, started)
    browser.submit({"decision": decision}, at="/device")
    return browser.text()


@contextmanager
def installed(folder: Path, database_url: str, clock: FakeClock) -> Iterator[Installation]:
    """Make an installation, and close its database in the end."""
    made = Installation(Settings(data_dir=folder, database_url=database_url), clock)
    yield made
    made.runtime.database.close()


@pytest.fixture
def gatepost(database_url: str, tmp_path: Path, clock: FakeClock) -> Iterator[Installation]:
    """An installation on each kind of database."""
    with installed(tmp_path, database_url, clock) as made:
        yield made


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One installation for all tests of a module, where what they ask is refused before any row is written."""
    folder = tmp_path_factory.mktemp("shared")
    copied = shutil.copyfile(sqlite_template, folder / "gatepost.db")
    with installed(folder, f"sqlite:///{copied}", FakeClock()) as made:
        yield made


@pytest.fixture
def browser(gatepost: Installation) -> Browser:
    """The browser of a person who is signed in."""
    browser = gatepost.browser()
    assert browser.sign_in().status_code == 303
    return browser


@pytest.fixture
def program(gatepost: Installation) -> Program:
    """A program that uses the device grant."""
    return Program(gatepost)


@pytest.fixture
def cli(gatepost: Installation) -> CliProgram:
    """A program that uses the authorization code."""
    return CliProgram(gatepost)


@pytest.fixture
def tokens(browser: Browser, program: Program) -> Mapping[str, Any]:
    """The tokens of a program that the person has allowed."""
    started = program.start_device()
    allow_device(browser, started)
    given = program.poll(started)
    assert given.status == 200, given
    return given.body
