"""Refresh tokens (RFC 9700 section 4.14.2): each works once, a second use ends the family, and all end with the session."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.doors.oauth.conftest import Program, allow_device
from tests.doors.portal.conftest import Browser, Installation
from tests.kit import FakeClock

Tokens = Mapping[str, Any]


def test_each_refresh_gives_both_tokens_anew(program: Program, tokens: Tokens) -> None:
    renewed = program.refresh(tokens)
    assert renewed.status == 200
    assert set(renewed.body) == {"accessToken", "tokenType", "expiresIn", "refreshToken"}
    assert renewed.body["accessToken"] != tokens["accessToken"]
    assert renewed.body["refreshToken"] != tokens["refreshToken"]
    assert program.is_let_in(renewed.body)
    assert program.refresh(renewed.body).status == 200


def test_a_reused_token_revokes_its_family(program: Program, tokens: Tokens) -> None:
    renewed = program.refresh(tokens).body
    assert program.refresh(tokens).error == "invalid_grant"
    assert program.refresh(renewed).error == "invalid_grant"
    assert not program.is_let_in(tokens)
    assert not program.is_let_in(renewed)


def test_another_sign_in_of_the_same_person_is_another_family(
    browser: Browser, program: Program, tokens: Tokens
) -> None:
    started = program.start_device()
    allow_device(browser, started)
    other = program.poll(started).body
    program.refresh(tokens)
    assert program.refresh(tokens).error == "invalid_grant"
    assert program.is_let_in(other)
    assert program.refresh(other).status == 200


def test_exactly_one_of_fifty_parallel_refreshes_wins(program: Program, tokens: Tokens) -> None:
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: program.refresh(tokens), range(50)))
    assert sorted(answer.error or "" for answer in answers) == ["", *["invalid_grant"] * 49]
    [won] = [answer.body for answer in answers if answer.status == 200]
    assert not program.is_let_in(won), "the others' reuse has revoked the family"
    assert program.refresh(won).error == "invalid_grant"


def test_a_refresh_asks_for_no_more_than_was_granted(program: Program, tokens: Tokens) -> None:
    wider = program.refresh(tokens, scope=["sso:account:access", "openid"])
    assert (wider.status, wider.error) == (400, "invalid_scope")
    assert program.refresh(tokens, scope=["sso:account:access"]).status == 200, "to ask for too much uses nothing up"


def test_it_is_bound_to_its_client(gatepost: Installation, program: Program, tokens: Tokens) -> None:
    assert Program(gatepost).refresh(tokens).error == "invalid_grant"
    assert program.refresh(tokens).status == 200


def test_a_token_that_never_was_is_refused(program: Program, tokens: Tokens) -> None:
    for token in ("gpr_" + "x" * 43, tokens["accessToken"], "", "x" * 5000):
        assert program.refresh({"refreshToken": token}).status == 400


def test_the_family_ends_with_the_session_however_often_it_was_refreshed(
    program: Program, tokens: Tokens, clock: FakeClock
) -> None:
    for _ in range(15):
        clock.advance(minutes=30)
        tokens = program.refresh(tokens).body
    clock.advance(minutes=29)
    tokens = program.refresh(tokens).body
    assert 0 < tokens["expiresIn"] <= 60, "an access token does not outlive the session"
    clock.advance(minutes=1)
    assert program.refresh(tokens).error == "invalid_grant"
    assert not program.is_let_in(tokens)


def test_reuse_is_recorded(gatepost: Installation, program: Program, tokens: Tokens) -> None:
    program.refresh(tokens)
    program.refresh(tokens)
    [refused] = [event for event in gatepost.events("CreateToken") if "errorCode" in event]
    assert refused["errorCode"] == "InvalidGrantException"
    assert "was used already" in refused["errorMessage"]
    assert tokens["refreshToken"] not in repr(gatepost.events("CreateToken"))
