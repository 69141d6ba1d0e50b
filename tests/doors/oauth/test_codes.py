"""Authorization codes at the token endpoint: once, soon, by the same client, to the same URI, with the verifier."""

import pytest

from tests.doors.oauth.conftest import (
    REDIRECT_URI,
    VERIFIER,
    WITH_PORT,
    CliProgram,
    Program,
    allow,
    brought,
    challenge_of,
    code_for,
)
from tests.doors.portal.conftest import Browser, Installation
from tests.kit import FakeClock


def test_a_code_gives_tokens(browser: Browser, cli: CliProgram) -> None:
    given = cli.redeem(code_for(browser, cli))
    assert given.status == 200
    assert set(given.body) == {"accessToken", "tokenType", "expiresIn", "refreshToken"}
    assert cli.is_let_in(given.body)


def test_its_second_use_revokes_what_the_first_one_gave(browser: Browser, cli: CliProgram) -> None:
    code = code_for(browser, cli)
    tokens = cli.redeem(code).body
    renewed = cli.refresh(tokens).body
    assert cli.redeem(code).error == "invalid_grant"
    assert not cli.is_let_in(tokens)
    assert not cli.is_let_in(renewed)
    assert cli.refresh(renewed).error == "invalid_grant"


def test_it_is_bound_to_its_client(browser: Browser, gatepost: Installation, cli: CliProgram) -> None:
    code = code_for(browser, cli)
    assert CliProgram(gatepost).redeem(code).error == "invalid_grant"
    assert cli.redeem(code).status == 200


def test_it_is_bound_to_the_uri_port_and_all(browser: Browser, cli: CliProgram) -> None:
    code = code_for(browser, cli)
    for uri in (None, "", REDIRECT_URI, "http://127.0.0.1:53683/oauth/callback", "https://evil.example/"):
        members = {} if uri is None else {"redirectUri": uri}
        refused = cli.token("authorization_code", code=code, codeVerifier=VERIFIER, **members)
        assert refused.error == "invalid_grant", uri
    assert cli.redeem(code).status == 200


def test_it_is_bound_to_the_challenge(browser: Browser, cli: CliProgram) -> None:
    code = code_for(browser, cli)
    without = cli.token("authorization_code", code=code, redirectUri=WITH_PORT)
    assert without.error == "invalid_grant"
    near = ("", VERIFIER[:-1], VERIFIER + "x", VERIFIER.lower(), f" {VERIFIER}", challenge_of(VERIFIER))
    for verifier in (*near, "x" * 43, "x" * 42 + "é", "x" * 5000):
        refused = cli.redeem(code, codeVerifier=verifier)
        assert (refused.status, refused.error) in {(400, "invalid_grant"), (400, "invalid_request")}, verifier
    assert cli.redeem(code).status == 200


def test_a_verifier_has_43_to_128_characters(browser: Browser, cli: CliProgram) -> None:
    """Even where its challenge matches (RFC 7636 section 4.1)."""
    for length, works in ((42, False), (43, True), (128, True), (129, False)):
        verifier = "~" * length
        code = brought(allow(browser, cli.request(code_challenge=challenge_of(verifier))))["code"]
        assert (cli.redeem(code, codeVerifier=verifier).status == 200) is works, length


def test_it_lives_two_minutes(browser: Browser, cli: CliProgram, clock: FakeClock) -> None:
    early, late = code_for(browser, cli), code_for(browser, cli)
    clock.advance(minutes=2, seconds=-1)
    assert cli.redeem(early).status == 200
    clock.advance(seconds=1)
    assert cli.redeem(late).error == "invalid_grant"


def test_a_code_that_never_was_is_refused(cli: CliProgram) -> None:
    for code in ("x" * 43, "", "x" * 5000, "\x00"):
        assert cli.redeem(code).status == 400


@pytest.mark.parametrize("what", ["user", "session"])
def test_it_dies_with_its(browser: Browser, gatepost: Installation, cli: CliProgram, what: str) -> None:
    code = code_for(browser, cli)
    if what == "user":
        gatepost.disable_admin()
    else:
        browser.get("/")
        browser.submit({}, at="/sign-out", form=".//form[@action='/sign-out']")
    assert cli.redeem(code).error == "invalid_grant"


def test_the_client_must_prove_itself(browser: Browser, cli: CliProgram, clock: FakeClock) -> None:
    code = code_for(browser, cli)
    for wrong in ({"clientSecret": "x" * 43}, {"clientId": "x" * 22}, {"clientSecret": ""}):
        refused = cli.redeem(code, **wrong)
        assert (refused.status, refused.error) in {(401, "invalid_client"), (400, "invalid_request")}
    clock.advance(days=90)
    refused = cli.redeem(code)
    assert (refused.status, refused.error, refused.error_type) == (401, "invalid_client", "InvalidClientException")


def test_no_other_grant_is_there(cli: CliProgram) -> None:
    for grant_type in ("password", "client_credentials", "implicit", "urn:ietf:params:oauth:grant-type:jwt-bearer"):
        refused = cli.token(grant_type, username="admin", password="four words in a row")
        assert (refused.status, refused.error) == (400, "unsupported_grant_type")


def test_a_client_gets_only_the_grants_that_it_registered_for(browser: Browser, gatepost: Installation) -> None:
    only_codes = CliProgram(gatepost, grantTypes=["authorization_code"])
    tokens = only_codes.redeem(code_for(browser, only_codes)).body
    assert only_codes.refresh(tokens).error == "unauthorized_client"
    started = only_codes.post("/device_authorization", only_codes.known | {"startUrl": only_codes.start_url})
    assert started.error == "unauthorized_client"
    for_devices = Program(gatepost)
    assert for_devices.token("authorization_code", code="x" * 43).error == "unauthorized_client"
