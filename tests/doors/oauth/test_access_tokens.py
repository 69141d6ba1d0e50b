"""Access tokens at the portal's API: what ends them, and what they are not good for."""

from collections.abc import Mapping
from typing import Any

from gatepost import app
from gatepost.core.directory import users
from tests.doors.oauth.conftest import Program, allow_device
from tests.doors.portal.conftest import Browser, Installation
from tests.kit import FakeClock

Tokens = Mapping[str, Any]


def sign_out(browser: Browser) -> None:
    browser.get("/")
    assert browser.submit({}, at="/sign-out", form=".//form[@action='/sign-out']").location == "/signed-out"


def test_an_access_token_lives_an_hour(program: Program, tokens: Tokens, clock: FakeClock) -> None:
    clock.advance(hours=1, seconds=-1)
    assert program.is_let_in(tokens)
    clock.advance(seconds=1)
    assert not program.is_let_in(tokens)


def test_a_disabled_persons_tokens_are_refused_at_once(
    gatepost: Installation, program: Program, tokens: Tokens
) -> None:
    gatepost.disable_admin()
    assert not program.is_let_in(tokens)
    assert program.refresh(tokens).error == "invalid_grant"


def test_who_is_enabled_again_signs_in_again(gatepost: Installation, program: Program, tokens: Tokens) -> None:
    """Disabling ends sessions and tokens: what somebody stole before does not come back to life with its owner."""
    gatepost.disable_admin()
    app.make_runner(gatepost.runtime).drain()
    store_id, user_id = gatepost.made.instance.identity_store_id, gatepost.made.admin.user_id
    gatepost.write(lambda call: users.set_status(call, identity_store_id=store_id, user_id=user_id, status="ENABLED"))
    assert not program.is_let_in(tokens)
    assert program.refresh(tokens).error == "invalid_grant"


def test_the_end_of_the_session_ends_them(browser: Browser, program: Program, tokens: Tokens) -> None:
    sign_out(browser)
    assert not program.is_let_in(tokens)
    assert program.refresh(tokens).error == "invalid_grant"


def test_a_new_password_ends_them(gatepost: Installation, program: Program, tokens: Tokens) -> None:
    browser = gatepost.browser()
    path = gatepost.invite()
    browser.get(path)
    password = "quite another set of words"
    assert browser.submit({"password": password, "password_again": password}, at=path).status_code == 303
    assert not program.is_let_in(tokens)


def test_logout_ends_the_family_and_leaves_the_browser_alone(
    browser: Browser, program: Program, tokens: Tokens
) -> None:
    response = program._http.post("/logout", headers={"x-amz-sso_bearer_token": tokens["accessToken"]})
    assert (response.status_code, response.data) == (200, b"")
    assert not program.is_let_in(tokens)
    assert program.refresh(tokens).error == "invalid_grant"
    assert browser.get("/").status_code == 200


def test_a_token_that_never_was_is_refused(program: Program) -> None:
    for token in ("", "x", "gpa_" + "x" * 43, "x" * 8000, "é"):
        assert not program.is_let_in({"accessToken": token})


def test_one_kind_of_token_is_not_another(browser: Browser, program: Program, tokens: Tokens) -> None:
    session = browser.cookie("gatepost")
    assert session is not None
    for other in (tokens["refreshToken"], session, program.known["clientSecret"]):
        assert not program.is_let_in({"accessToken": other})
    thief = browser._installation.browser()
    thief.give_cookie("gatepost", tokens["accessToken"])
    assert str(thief.get("/").location).startswith("/sign-in")


def test_a_program_without_the_scope_is_not_let_in(browser: Browser, gatepost: Installation) -> None:
    program = Program(gatepost, scopes=["openid"])
    started = program.start_device()
    allow_device(browser, started)
    assert not program.is_let_in(program.poll(started).body)
