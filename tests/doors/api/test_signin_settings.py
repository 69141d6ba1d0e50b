"""How people sign in, changed by a program; and the devices of somebody who has lost theirs."""

from collections.abc import Mapping
from typing import Any

import pytest

from gatepost.core.signin.policy import SigninSettings
from gatepost.doors.api.signin_settings import SigninSettingsBody
from tests.doors.api.programs import ADMINISTRATOR_ACCESS, Program
from tests.doors.portal.conftest import Browser, Installation
from tests.doors.portal.test_second_factor import add_app

SETTINGS = "/sign-in-settings"


@pytest.fixture
def administrator(gatepost: Installation) -> Program:
    return Program(gatepost, ADMINISTRATOR_ACCESS)


def test_the_defaults_are_told(browser: Browser, administrator: Program) -> None:
    answer = administrator.send("GET", SETTINGS).json
    assert answer is not None
    assert (answer["mfa_mode"], answer["without_device"], answer["session_minutes"]) == ("ALWAYS", "ALLOW", None)


def test_what_is_named_changes_and_the_rest_stays(
    gatepost: Installation, browser: Browser, administrator: Program
) -> None:
    changed = administrator.send("PATCH", SETTINGS, {"without_device": "REGISTER", "session_minutes": 15})
    assert changed.status_code == 200
    answer = administrator.send("GET", SETTINGS).json
    assert answer is not None
    assert answer == changed.json
    assert (answer["without_device"], answer["session_minutes"], answer["mfa_mode"]) == ("REGISTER", 15, "ALWAYS")
    assert browser.sign_in().location == "/sign-in/register"
    [event] = gatepost.events("UpdateSigninSettings")
    assert event["requestParameters"] == {"without_device": "REGISTER", "session_minutes": 15}
    assert event["userIdentity"]["userName"] == "robot"


def test_a_session_lasts_as_long_as_the_settings_say(
    gatepost: Installation, browser: Browser, administrator: Program
) -> None:
    administrator.send("PATCH", SETTINGS, {"session_minutes": 15})
    browser.sign_in()
    gatepost.clock.advance(minutes=14, seconds=59)
    assert browser.get("/").status_code == 200
    gatepost.clock.advance(seconds=1)
    assert browser.get("/").status_code == 303


def test_an_unused_browser_is_signed_out_when_the_settings_say(
    gatepost: Installation, browser: Browser, administrator: Program
) -> None:
    browser.sign_in()
    administrator.send("PATCH", SETTINGS, {"session_idle_minutes": 15})
    for _ in range(4):
        gatepost.clock.advance(minutes=14)
        assert browser.get("/").status_code == 200
    gatepost.clock.advance(minutes=15)
    assert browser.get("/").location == "/sign-in?return_to=%2F"
    [event] = gatepost.events("UpdateSigninSettings")
    assert event["requestParameters"] == {"session_idle_minutes": 15}


@pytest.mark.parametrize(
    "change",
    [
        {"mfa_mode": "SOMETIMES"},
        {"mfa_mode": None},
        {"mfa_mode": ["ALWAYS"]},
        {"nothing": 1},
        {"session_minutes": 14},
        {"session_minutes": 129_601},
        {"session_minutes": "15"},
        {"session_minutes": 15.5},
        {"session_minutes": True},
        {"session_idle_minutes": 14},
        {"session_idle_minutes": 129_601},
        {"session_idle_minutes": "15"},
        {"self_management": 1},
        {"device_kinds": "TOTP"},
        {"device_kinds": ["RADIUS"]},
        {"device_kinds": ["TOTP", "TOTP"]},
        {"device_kinds": [], "without_device": "REGISTER"},
    ],
)
def test_what_is_no_setting_changes_nothing(
    browser: Browser, administrator: Program, change: Mapping[str, Any]
) -> None:
    before = administrator.send("GET", SETTINGS).json
    answer = administrator.send("PATCH", SETTINGS, change)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert administrator.send("GET", SETTINGS).json == before


def test_policies_decide_who_may(gatepost: Installation, browser: Browser) -> None:
    nobody = Program(gatepost)
    assert nobody.send("PATCH", SETTINGS, {"mfa_mode": "NEVER"}).status_code == 403
    browser.sign_in()
    assert browser.get(f"/api/v1{SETTINGS}").status_code == 403


def test_every_setting_is_described() -> None:
    assert set(SigninSettingsBody.model_fields) == set(SigninSettings.__dataclass_fields__)


def test_an_administrator_takes_the_device_of_somebody_who_has_lost_it(
    gatepost: Installation, browser: Browser, administrator: Program
) -> None:
    browser.sign_in()
    add_app(gatepost, browser, "Lost phone")
    path = f"/users/{gatepost.made.admin.user_id}/mfa-devices"
    listed = administrator.send("GET", path).json
    assert listed is not None
    [device] = listed["devices"]
    assert device["name"] == "Lost phone"
    assert "seed" not in str(listed)
    assert administrator.send("DELETE", f"{path}/{device['device_id']}").status_code == 204
    assert administrator.send("DELETE", f"{path}/{device['device_id']}").status_code == 404
    assert gatepost.browser().sign_in().location == "/"
    deleted = gatepost.events("DeleteMfaDeviceForUser")
    assert {event["eventSource"] for event in deleted} == {"sso-directory.amazonaws.com"}


@pytest.mark.parametrize("user_id", ["nobody", "x" * 500, "%00"])
def test_the_devices_of_nobody_are_not_found(browser: Browser, administrator: Program, user_id: str) -> None:
    assert administrator.send("GET", f"/users/{user_id}/mfa-devices").status_code in {400, 404}
