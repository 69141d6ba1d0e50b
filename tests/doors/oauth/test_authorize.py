"""The authorization endpoint (RFC 6749 section 4.1, RFC 7636, RFC 9700): where a browser is sent, and with what."""

import re

import pytest
from lxml import html

from tests.doors.oauth.conftest import (
    REDIRECT_URI,
    STATE,
    VERIFIER,
    WITH_PORT,
    CliProgram,
    Program,
    allow,
    brought,
    challenge_of,
)
from tests.doors.portal.conftest import Browser, Installation

HTTPS = "https://app.example/callback?tenant=1"
OWN_SCHEME = "com.example.app:/callback"


@pytest.fixture
def gatepost(shared: Installation) -> Installation:
    return shared


def csrf_token(browser: Browser) -> str:
    """Return the token of a signed-in person's page."""
    browser.get("/device")
    return browser.fields()["csrf_token"]


def is_refused_without_a_redirect(browser: Browser, csrf_token: str, request: dict[str, str]) -> bool:
    """Say whether the person is told, and sent nowhere, whether they look or decide."""
    for page in (
        browser.get("/authorize", query_string=request),
        browser.post("/authorize", request | {"csrf_token": csrf_token, "decision": "allow"}),
    ):
        if page.status_code != 400 or "Location" in page.headers:
            return False
        assert "That did not work" in browser.text()
    return True


def test_allowed(browser: Browser, cli: CliProgram) -> None:
    answer = brought(allow(browser, cli.request()))
    assert answer == {"code": answer["code"], "state": STATE, "iss": "http://localhost:8080"}
    assert re.fullmatch(r"[\w-]{43,}", answer["code"]), "256 bits"


def test_denied(browser: Browser, cli: CliProgram) -> None:
    answer = brought(allow(browser, cli.request(), "deny"))
    assert answer == {
        "error": "access_denied",
        "error_description": "The person denied the request.",
        "state": STATE,
        "iss": "http://localhost:8080",
    }


def test_neither_button_is_a_no(browser: Browser, cli: CliProgram) -> None:
    browser.get("/authorize", query_string=cli.request())
    assert brought(browser.submit({}, at="/authorize"))["error"] == "access_denied"


def test_without_a_state_none_comes_back(browser: Browser, cli: CliProgram) -> None:
    assert set(brought(allow(browser, cli.request(state=None)))) == {"code", "iss"}


@pytest.mark.parametrize("state", ["a b&c=d#e?f/%20", "a+b", '"><script>alert(1)</script>', "~" * 1024])
def test_the_state_comes_back_as_it_went_whatever_it_holds(browser: Browser, cli: CliProgram, state: str) -> None:
    response = allow(browser, cli.request(state=state))
    assert brought(response)["state"] == state
    assert "<script>alert" not in browser.page.text


def test_the_page_says_who_asks_and_where_the_answer_goes(browser: Browser, cli: CliProgram) -> None:
    browser.get("/authorize", query_string=cli.request())
    for words in ("program", "127.0.0.1:53682", "admin"):
        assert words in browser.text()


@pytest.mark.parametrize(
    "uri", [WITH_PORT, REDIRECT_URI, "http://127.0.0.1:1/oauth/callback", "http://127.0.0.1:65535/oauth/callback"]
)
def test_only_the_port_of_a_loopback_uri_may_vary(browser: Browser, cli: CliProgram, uri: str) -> None:
    assert str(allow(browser, cli.request(redirect_uri=uri)).location).startswith(f"{uri}?code=")


@pytest.mark.parametrize(
    "uri",
    [
        None,
        "",
        "/oauth/callback",
        "http://127.0.0.1:53682/oauth/callback/",
        "http://127.0.0.1:53682/oauth/callback/more",
        "http://127.0.0.1:53682/oauth/Callback",
        "http://127.0.0.1:53682/oauth/%63allback",
        "http://127.0.0.1:53682/oauth/../oauth/callback",
        "http://127.0.0.1:53682/oauth/callback?",
        "http://127.0.0.1:53682/oauth/callback?more=1",
        "http://127.0.0.1:53682/oauth/callback#fragment",
        "http://127.0.0.1:53682//oauth/callback",
        "HTTP://127.0.0.1:53682/oauth/callback",
        "https://127.0.0.1:53682/oauth/callback",
        "http://localhost:53682/oauth/callback",
        "http://[::1]:53682/oauth/callback",
        "http://127.0.0.1.evil.example/oauth/callback",
        "http://127.0.0.1:53682@evil.example/oauth/callback",
        "http://evil.example@127.0.0.1:53682/oauth/callback",
        "http://127.0.0.1\\@evil.example/oauth/callback",
        "http://127.0.0.1:99999/oauth/callback",
        "http://127.0.0.1:x/oauth/callback",
        "http://127.0.0.1:53682/oauth/callback\r\nX: y",
        " http://127.0.0.1:53682/oauth/callback",
        "javascript:alert(1)",
    ],
)
def test_a_uri_that_is_not_registered_gets_nothing(browser: Browser, cli: CliProgram, uri: str | None) -> None:
    assert is_refused_without_a_redirect(browser, csrf_token(browser), cli.request(redirect_uri=uri))


def test_a_uri_that_is_not_on_loopback_is_compared_as_it_stands(browser: Browser, gatepost: Installation) -> None:
    program = CliProgram(gatepost, redirectUris=[HTTPS, OWN_SCHEME])
    for uri in (HTTPS, OWN_SCHEME):
        assert str(allow(browser, program.request(redirect_uri=uri)).location).startswith(uri)
    token = csrf_token(browser)
    for uri in (
        "https://app.example:443/callback?tenant=1",
        "https://app.example:8443/callback?tenant=1",
        "https://app.example/callback?tenant=2",
        "https://app.example/callback",
        "https://APP.example/callback?tenant=1",
        "https://app.example./callback?tenant=1",
        "com.example.app:/callback/",
        "com.example.app://callback",
    ):
        assert is_refused_without_a_redirect(browser, token, program.request(redirect_uri=uri)), uri


def test_a_parameter_that_comes_twice_cannot_be_read_in_two_ways(browser: Browser, cli: CliProgram) -> None:
    """RFC 6749 section 3.1: request parameters must not be included more than once."""
    query = [*cli.request().items(), ("redirect_uri", "https://evil.example/")]
    page = browser.get("/authorize", query_string="&".join(f"{name}={value}" for name, value in query))
    assert page.status_code in {200, 400}
    assert "evil.example" not in page.headers.get("Location", "")
    shown = html.fromstring(page.text)
    for languages in shown.xpath("//form[@action='/language']"):
        languages.drop_tree()  # which comes back to the page's own address
    assert "evil.example" not in html.tostring(shown, encoding="unicode")


@pytest.mark.parametrize("client_id", [None, "", "unknown", "x" * 5000, "\x00", "' OR 1=1 --"])
def test_an_unknown_client_gets_nothing(browser: Browser, cli: CliProgram, client_id: str | None) -> None:
    assert is_refused_without_a_redirect(browser, csrf_token(browser), cli.request(client_id=client_id))


def test_a_client_whose_registration_has_expired_gets_nothing(gatepost: Installation, cli: CliProgram) -> None:
    gatepost.clock.advance(days=90)
    browser = gatepost.browser()
    browser.sign_in()
    browser.get("/")
    page = browser.get("/authorize", query_string=cli.request())
    assert page.status_code == 400
    assert "Location" not in page.headers


def errors_of(browser: Browser, request: dict[str, str]) -> str:
    """Open /authorize with something wrong; return the error that the program is sent, with state and issuer."""
    answer = brought(browser.get("/authorize", query_string=request))
    assert set(answer) == {"error", "error_description", "state", "iss"}
    assert (answer["state"], answer["iss"]) == (STATE, "http://localhost:8080")
    return answer["error"]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": None}, "unsupported_response_type"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "id_token token"}, "unsupported_response_type"),
        ({"response_type": "code token"}, "unsupported_response_type"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": "s256"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge": challenge_of(VERIFIER) + "="}, "invalid_request"),
        ({"code_challenge": VERIFIER[:-1] + "+"}, "invalid_request"),
        ({"scopes": "admin"}, "invalid_scope"),
        ({"scopes": "sso:account:access openid"}, "invalid_scope"),
    ],
)
def test_what_is_wrong_goes_to_the_program(
    browser: Browser, cli: CliProgram, changed: dict[str, str | None], error: str
) -> None:
    assert errors_of(browser, cli.request(**changed)) == error


@pytest.mark.parametrize("state", ["x" * 1025, "\r\nSet-Cookie: a=b", "\x00", "é\u202e"])
def test_a_state_that_is_none_is_refused_and_does_no_harm(browser: Browser, cli: CliProgram, state: str) -> None:
    response = browser.get("/authorize", query_string=cli.request(state=state))
    assert brought(response)["error"] == "invalid_request"
    assert "Set-Cookie" not in response.headers


def test_a_client_that_did_not_register_for_codes_gets_none(browser: Browser, gatepost: Installation) -> None:
    program = CliProgram(gatepost, grantTypes=["refresh_token"])
    assert errors_of(browser, program.request()) == "unauthorized_client"


def test_the_rfcs_name_of_the_scope_is_read_too(browser: Browser, cli: CliProgram) -> None:
    assert "code" in brought(allow(browser, cli.request(scopes=None, scope="sso:account:access")))
    assert errors_of(browser, cli.request(scopes=None, scope="openid")) == "invalid_scope"


def test_to_look_grants_nothing(browser: Browser, cli: CliProgram) -> None:
    page = browser.get("/authorize", query_string=cli.request() | {"decision": "allow"})
    assert page.status_code == 200
    assert "Location" not in page.headers


def test_only_a_form_of_the_signed_in_person_decides(browser: Browser, gatepost: Installation, cli: CliProgram) -> None:
    browser.get("/authorize", query_string=cli.request())
    decision = browser.fields() | {"decision": "allow"}
    for forged in ({"csrf_token": ""}, {"csrf_token": decision["csrf_token"][:-1] + "x"}):
        assert browser.post("/authorize", decision | forged).status_code == 403
    assert browser.post("/authorize", decision, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    stranger = gatepost.browser()
    sent = str(stranger.post("/authorize", decision).location)
    assert sent.startswith("/sign-in?return_to=%2Fauthorize%3F")
    assert "csrf_token" not in sent
    stranger.sign_in()
    assert stranger.post("/authorize", decision).status_code == 403


def test_what_the_form_says_is_checked_again(browser: Browser, cli: CliProgram) -> None:
    """The page's hidden fields are the person's to change, and what was right when it was shown may not be."""
    browser.get("/authorize", query_string=cli.request())
    form = browser.fields() | {"decision": "allow"}
    assert browser.post("/authorize", form | {"redirect_uri": "https://evil.example/"}).status_code == 400
    assert brought(browser.post("/authorize", form | {"code_challenge_method": "plain"}))["error"] == "invalid_request"
    assert brought(browser.post("/authorize", form | {"scopes": "openid"}))["error"] == "invalid_scope"


def test_who_is_not_signed_in_is_asked_to_and_comes_back_to_the_same_request(
    gatepost: Installation, cli: CliProgram
) -> None:
    stranger = gatepost.browser()
    sent = stranger.get("/authorize", query_string=cli.request())
    assert str(sent.location).startswith("/sign-in?return_to=%2Fauthorize%3F")
    stranger.get(str(sent.location))
    back = stranger.submit({"user_name": "admin", "password": "four words in a row"}, at="/sign-in")
    assert stranger.get(str(back.location)).status_code == 200
    assert "code" in brought(stranger.submit({"decision": "allow"}, at="/authorize"))


def test_whose_session_ended_meanwhile_signs_in_and_decides_then(browser: Browser, cli: CliProgram) -> None:
    browser.get("/authorize", query_string=cli.request())
    form = browser.fields() | {"decision": "allow"}
    browser.get("/")
    browser.submit({}, at="/sign-out", form=".//form[@action='/sign-out']")
    browser.get(str(browser.post("/authorize", form).location))
    back = browser.submit({"user_name": "admin", "password": "four words in a row"}, at="/sign-in")
    assert browser.get(str(back.location)).status_code == 200
    again = brought(browser.submit({"decision": "allow"}, at="/authorize"))
    assert again["state"] == cli.request()["state"]
    assert cli.redeem(again["code"]).status == 200


def test_no_cache_keeps_the_code_and_no_frame_shows_the_page(browser: Browser, cli: CliProgram) -> None:
    page = browser.get("/authorize", query_string=cli.request())
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] in {"no-referrer", "same-origin"}
    answer = browser.submit({"decision": "allow"}, at="/authorize")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_device_client_cannot_be_sent_a_code(browser: Browser, program: Program) -> None:
    browser.get("/authorize", query_string={"client_id": program.known["clientId"], "redirect_uri": ""})
    assert browser.page.status_code == 400
    assert "Location" not in browser.page.headers
