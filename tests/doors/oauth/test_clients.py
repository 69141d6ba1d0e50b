"""Registration of clients, and the form in which the token endpoint says no."""

import json

import pytest

from tests.doors.oauth.conftest import DEVICE_CODE, REDIRECT_URI, CliProgram, Program
from tests.doors.portal.conftest import Browser, Installation

PUBLIC = {"clientName": "program", "clientType": "public"}


@pytest.fixture
def gatepost(shared: Installation) -> Installation:
    return shared


def test_a_client_is_told_its_secret_its_end_and_where_to_go(cli: CliProgram) -> None:
    registered = cli.registered
    assert registered["clientSecretExpiresAt"] - registered["clientIdIssuedAt"] == 90 * 24 * 3600
    assert registered["authorizationEndpoint"] == "http://localhost:8080/authorize"
    assert registered["tokenEndpoint"] == "http://localhost:8080/token"
    assert len(registered["clientSecret"]) >= 43, "256 bits"


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ({"clientType": "confidential"}, "invalid_client_metadata"),
        ({"clientName": ""}, "invalid_client_metadata"),
        ({"clientName": "x" * 257}, "invalid_client_metadata"),
        ({"clientName": "two\nlines"}, "invalid_client_metadata"),
        ({"clientName": "\u202egnp.exe"}, "invalid_client_metadata"),
        ({"scopes": ["admin"]}, "invalid_scope"),
        ({"scopes": ["sso:account:access"] * 26}, "invalid_client_metadata"),
        ({"grantTypes": ["password"]}, "unsupported_grant_type"),
        ({"grantTypes": ["authorization_code"]}, "invalid_redirect_uri"),
        ({"redirectUris": [REDIRECT_URI] * 11}, "invalid_client_metadata"),
        ({"issuerUrl": "https://evil.example/start"}, "invalid_request"),
        ({"entitledApplicationArn": "arn:aws:sso::111122223333:application/x"}, "invalid_client_metadata"),
    ],
)
def test_what_may_not_be_registered(program: Program, metadata: dict[str, object], error: str) -> None:
    refused = program.post("/client/register", PUBLIC | metadata)
    assert refused.status == 400
    assert refused.error == error


@pytest.mark.parametrize(
    "uri",
    [
        "http://app.example/callback",
        "http://127.0.0.1.evil.example/callback",
        "http://user@127.0.0.1/callback",
        "https:///callback",
        "https://app.example/callback#fragment",
        "https://app.example/call back",
        "https://app.exämple/callback",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "myapp:/callback",
        "/callback",
        "",
        "https://" + "x" * 2050 + ".example/",
    ],
)
def test_redirect_uris_that_may_not_be_registered(program: Program, uri: str) -> None:
    refused = program.post("/client/register", PUBLIC | {"redirectUris": [uri], "grantTypes": ["authorization_code"]})
    assert refused.status == 400
    assert refused.error in {"invalid_redirect_uri", "invalid_request"}


@pytest.mark.parametrize(
    ("error", "error_type"),
    [
        ("authorization_pending", "AuthorizationPendingException"),
        ("invalid_grant", "InvalidGrantException"),
        ("invalid_client", "InvalidClientException"),
        ("invalid_scope", "InvalidScopeException"),
        ("unauthorized_client", "UnauthorizedClientException"),
        ("unsupported_grant_type", "UnsupportedGrantTypeException"),
    ],
)
def test_a_no_is_said_both_in_awss_way_and_in_oauths(
    browser: Browser, gatepost: Installation, program: Program, error: str, error_type: str
) -> None:
    """botocore reads the header and stops at a pure OAuth body; others read the body (RFC 6749 section 5.2)."""
    started = program.start_device()
    answer = {
        "authorization_pending": lambda: program.poll(started),
        "invalid_grant": lambda: program.token(DEVICE_CODE, deviceCode="x" * 43),
        "invalid_client": lambda: program.token(DEVICE_CODE, deviceCode="x" * 43, clientSecret="x" * 43),
        "invalid_scope": lambda: program.post("/client/register", PUBLIC | {"scopes": ["admin"]}),
        "unauthorized_client": lambda: program.token("authorization_code", code="x" * 43),
        "unsupported_grant_type": lambda: program.token("password"),
    }[error]()
    assert (answer.error, answer.error_type) == (error, error_type)
    assert answer.status == (401 if error == "invalid_client" else 400)
    assert answer.body["error_description"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"{}",
        b'{"clientId": 1}',
        b'{"clientId": null, "clientSecret": "x", "grantType": "refresh_token"}',
        b"\xff\xfe",
        b"[" * 20_000,
        b'{"clientId": "a", "clientId": "b"}',
        b"grant_type=refresh_token&client_id=a",
        json.dumps({"clientId": "x" * 100_000, "clientSecret": "x", "grantType": "refresh_token"}).encode(),
        json.dumps({"clientId": "x", "clientSecret": "x", "grantType": "refresh_token", "scope": "text"}).encode(),
    ],
)
@pytest.mark.parametrize("path", ["/token", "/client/register", "/device_authorization"])
def test_whatever_is_sent_the_answer_is_a_clear_no(program: Program, path: str, body: bytes) -> None:
    refused = program.post(path, body)
    assert 400 <= refused.status < 500
    assert refused.error_type
    assert refused.error
