"""A clock that jumps an hour, on or back: no session, no program and no sign-in is lost for good."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.doors.portal.conftest import Browser, Installation, browser, gatepost, install

__all__ = ["browser", "gatepost", "install"]

JUMPS = [
    pytest.param((+1, -1), id="on and back"),
    pytest.param((-1, +1), id="back and on"),
    pytest.param((+1,), id="on"),
]
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def call(browser: Browser, path: str, **body: Any) -> tuple[int, Mapping[str, Any]]:
    """Call sso-oidc as the AWS CLI does."""
    answer = browser.post(path, json.dumps(body), content_type="application/json")  # type: ignore[arg-type]
    return answer.status_code, answer.json or {}


class Program:
    """A command line program that a signed-in person has allowed."""

    def __init__(self, gatepost: Installation, person: Browser) -> None:
        self._http = gatepost.browser("203.0.113.5")
        _, client = call(self._http, "/client/register", clientName="cli", clientType="public")
        self._client = {name: client[name] for name in ("clientId", "clientSecret")}
        start_url = gatepost.made.instance.start_url_alias
        _, self._device = call(self._http, "/device_authorization", **self._client, startUrl=start_url)
        self._person = person
        self._tokens: Mapping[str, Any] = {}

    def poll(self) -> int:
        given = {"grantType": DEVICE_GRANT, "deviceCode": self._device["deviceCode"]}
        status, self._tokens = call(self._http, "/token", **self._client, **given)
        return status

    def be_allowed(self) -> None:
        self._person.get("/device")
        self._person.submit({"user_code": self._device["userCode"]}, at="/device")
        page = self._person.submit({"decision": "allow"}, at="/device")
        assert page.status_code == 200

    def refresh(self) -> int:
        given = {"grantType": "refresh_token", "refreshToken": self._tokens["refreshToken"]}
        status, tokens = call(self._http, "/token", **self._client, **given)
        self._tokens = tokens if status == 200 else self._tokens
        return status

    def accounts(self) -> int:
        token = {"x-amz-sso_bearer_token": self._tokens["accessToken"]}
        return self._http.get("/assignment/accounts", headers=token).status_code


@pytest.mark.parametrize("jumps", JUMPS)
def test_a_browser_stays_signed_in(gatepost: Installation, browser: Browser, jumps: tuple[int, ...]) -> None:
    browser.sign_in()
    for hours in jumps:
        gatepost.clock.advance(hours=hours)
        assert browser.get("/").status_code == 200
    gatepost.clock.advance(minutes=100)
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize("jumps", JUMPS)
def test_a_program_stays_signed_in(gatepost: Installation, browser: Browser, jumps: tuple[int, ...]) -> None:
    browser.sign_in()
    program = Program(gatepost, browser)
    program.be_allowed()
    assert program.poll() == 200
    for hours in jumps:
        gatepost.clock.advance(hours=hours)
        assert program.refresh() == 200
        assert program.accounts() == 200


@pytest.mark.parametrize("jumps", JUMPS)
def test_people_can_sign_in_at_any_time(gatepost: Installation, jumps: tuple[int, ...]) -> None:
    person = gatepost.browser()
    for _ in range(3):
        person.sign_in(password="not the password at all")
    for hours in jumps:
        gatepost.clock.advance(hours=hours)
        person.get("/sign-in")
        assert gatepost.browser().sign_in().status_code == 303


def test_a_device_that_polled_in_a_future_is_let_in(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    program = Program(gatepost, browser)
    gatepost.clock.advance(seconds=5)
    assert program.poll() == 400
    gatepost.clock.advance(minutes=-60)
    assert program.poll() == 400
    program.be_allowed()
    assert program.poll() == 200


def test_a_form_that_was_shown_in_a_future_can_be_loaded_anew(gatepost: Installation, browser: Browser) -> None:
    browser.get("/sign-in")
    gatepost.clock.advance(hours=-1)
    stale = browser.submit({"user_name": "admin", "password": "x"}, at="/sign-in")
    assert stale.status_code == 403
    assert browser.sign_in().status_code == 303
