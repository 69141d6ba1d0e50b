"""The AWS CLI's default since 2.22, the authorization code with PKCE, and boto3 with what it leaves in the token cache.

Debian's CLI is older than that: the requests here are those that a recent one was seen to send.
"""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import SimpleQueue
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from botocore.exceptions import ClientError
from playwright.sync_api import expect

from gatepost.kit.clock import SystemClock
from tests.journeys import pages
from tests.journeys.company import client
from tests.journeys.worker import Hire, Worker
from tests.kit import PATIENCE_SECONDS

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
STATE = "3f1c2a5e-0a7d-4c0e-9a53-6f5d5e1d2c11"
ISO = "%Y-%m-%dT%H:%M:%SZ"


class Callback(HTTPServer):
    """The CLI's own little server, on whatever port is free, to which the browser brings the answer."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.received: SimpleQueue[str] = SimpleQueue()

    @property
    def redirect_uri(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/oauth/callback"

    def answer(self) -> dict[str, str]:
        """Return the parameters that the browser brought."""
        path, _, query = self.received.get(timeout=PATIENCE_SECONDS).partition("?")
        assert path == "/oauth/callback"
        return dict(parse_qsl(query, strict_parsing=True))


class _Answer(BaseHTTPRequestHandler):
    server: Callback

    def do_GET(self) -> None:
        if self.path.startswith("/oauth"):
            self.server.received.put(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b'<link rel="icon" href="data:,"><h1>You can close this window</h1>')

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


@contextmanager
def listening() -> Iterator[Callback]:
    with Callback() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def register(worker: Worker) -> dict[str, Any]:
    """Register as the CLI does."""
    registered: dict[str, Any] = client("sso-oidc", worker.company.url).register_client(
        clientName="botocore-client-gatepost",
        clientType="public",
        grantTypes=["authorization_code", "refresh_token"],
        redirectUris=["http://127.0.0.1/oauth/callback"],
        issuerUrl=worker.company.facts["start_url_alias"],
        scopes=["sso:account:access"],
    )
    return registered


def authorize_url(worker: Worker, registered: dict[str, Any], callback: Callback) -> str:
    """Return the address that the CLI opens: at the root of the endpoint's host, with `scopes` in the plural."""
    query = {
        "response_type": "code",
        "client_id": registered["clientId"],
        "redirect_uri": callback.redirect_uri,
        "state": STATE,
        "code_challenge_method": "S256",
        "scopes": "sso:account:access",
        "code_challenge": CHALLENGE,
    }
    return f"{worker.company.url}/authorize?{urlencode(query)}"


def redeem(worker: Worker, registered: dict[str, Any], callback: Callback, code: str) -> Any:
    return client("sso-oidc", worker.company.url).create_token(
        grantType="authorization_code",
        clientId=registered["clientId"],
        clientSecret=registered["clientSecret"],
        redirectUri=callback.redirect_uri,
        codeVerifier=VERIFIER,
        code=code,
    )


def keep(worker: Worker, registered: dict[str, Any], tokens: dict[str, Any]) -> None:
    """Write the tokens where the CLI puts them, under the SHA-1 of the session's name."""
    cache = worker.terminal.cli.folder / "sso" / "cache"
    cache.mkdir(parents=True)
    now = SystemClock().now()
    name = hashlib.sha1(b"gatepost").hexdigest()
    expires_at = now + timedelta(seconds=tokens["expiresIn"])
    (cache / f"{name}.json").write_text(
        json.dumps(
            {
                "startUrl": worker.company.facts["start_url_alias"],
                "region": worker.company.facts["region"],
                "accessToken": tokens["accessToken"],
                "expiresAt": expires_at.strftime(ISO),
                "clientId": registered["clientId"],
                "clientSecret": registered["clientSecret"],
                "registrationExpiresAt": (now + timedelta(days=90)).strftime(ISO),
                "refreshToken": tokens["refreshToken"],
            }
        )
    )


def test_a_person_signs_a_recent_cli_in_and_boto3_takes_it_from_there(hire: Hire) -> None:
    worker = hire("AdministratorAccess")
    registered = register(worker)
    assert urlsplit(registered["authorizationEndpoint"]).path == "/authorize"
    with listening() as callback:
        worker.page.goto(authorize_url(worker, registered, callback))
        expect(worker.page.get_by_role("heading", name="Sign in to botocore-client-gatepost?")).to_be_visible()
        expect(worker.page.locator(".facts")).to_contain_text(f"127.0.0.1:{callback.server_port}")
        worker.page.get_by_role("button", name="Allow").click()
        answer = callback.answer()
        assert answer == {"code": answer["code"], "state": STATE, "iss": worker.company.url}
        tokens = redeem(worker, registered, callback, answer["code"])
        assert tokens["tokenType"] == "Bearer"
        with pytest.raises(ClientError, match="InvalidGrantException"):
            redeem(worker, registered, callback, answer["code"])

        # The second use has revoked what the first one gave: the person signs in once more.
        worker.page.goto(authorize_url(worker, registered, callback))
        worker.page.get_by_role("button", name="Allow").click()
        keep(worker, registered, redeem(worker, registered, callback, callback.answer()["code"]))

    terminal, profile = worker.terminal, worker.role.profile
    identity = terminal.boto3("sts", "get_caller_identity", profile=profile)
    assert worker.role.identity(worker.person.user_name).fullmatch(identity["Arn"])
    before = terminal.token
    terminal.let_token_expire()
    assert terminal.boto3("sts", "get_caller_identity", profile=profile) == identity
    assert terminal.token["accessToken"] != before["accessToken"]
    assert terminal.token["refreshToken"] != before["refreshToken"]


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_person_denies_a_program(hire: Hire, is_signed_in: bool) -> None:
    worker = hire("AdministratorAccess")
    if not is_signed_in:
        worker.page.context.clear_cookies()
    with listening() as callback:
        worker.page.goto(authorize_url(worker, register(worker), callback))
        if not is_signed_in:
            pages.sign_in(worker.page, worker.person.user_name)
        worker.page.get_by_role("button", name="Deny").click()
        answer = callback.answer()
    assert answer == {
        "error": "access_denied",
        "error_description": answer["error_description"],
        "state": STATE,
        "iss": worker.company.url,
    }
