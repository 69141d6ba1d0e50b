"""The API as a program calls it: whose signature counts, and what it is not good for."""

import pytest
from botocore.credentials import Credentials

from tests.doors.api.programs import ADMINISTRATOR_ACCESS, role_credentials, signed, user_credentials
from tests.doors.portal.conftest import Browser, Installation

ME = "/api/v1/me"


def test_me_is_the_person_behind_a_role(gatepost: Installation, browser: Browser) -> None:
    credentials = role_credentials(gatepost, browser)

    answer = gatepost.browser().get(ME, headers=signed(credentials, ME))

    assert answer.status_code == 200
    me = answer.json
    assert me is not None
    assert me == browser.get(ME).json
    assert me["user_id"] == gatepost.made.admin.user_id


def test_a_signed_call_is_recorded_as_the_roles(gatepost: Installation, browser: Browser) -> None:
    gatepost.browser().get(ME, headers=signed(role_credentials(gatepost, browser), ME))

    [event] = gatepost.events("GetMe")
    assert event["userIdentity"]["type"] == "AssumedRole"
    assert event["userIdentity"]["onBehalfOf"]["userId"] == gatepost.made.admin.user_id
    assert event["eventSource"] == "gatepost.internal"


def test_nobody_is_behind_an_iam_user(gatepost: Installation, browser: Browser) -> None:
    answer = browser.get(ME, headers=signed(user_credentials(gatepost, ADMINISTRATOR_ACCESS), ME))

    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


def test_policies_decide_who_may_ask(gatepost: Installation, browser: Browser) -> None:
    answer = browser.get(ME, headers=signed(user_credentials(gatepost), ME))

    assert answer.status_code == 403
    assert answer.json is not None
    assert "is not authorized to perform: gatepost:GetMe" in answer.json["detail"]
    [event] = gatepost.events("GetMe")
    assert event["errorCode"] == "Denied"


def test_the_end_of_the_sign_in_is_the_end_of_me(gatepost: Installation, browser: Browser) -> None:
    credentials = role_credentials(gatepost, browser)
    browser.get("/")
    browser.submit({}, at="/sign-out", form=".//form")

    assert gatepost.browser().get(ME, headers=signed(credentials, ME)).status_code == 401


def test_a_wrong_signature_is_told_and_recorded(gatepost: Installation, browser: Browser) -> None:
    credentials = user_credentials(gatepost, ADMINISTRATOR_ACCESS)

    answer = browser.get(ME, headers=signed(Credentials(credentials.access_key, "not the secret"), ME))

    assert answer.status_code == 401
    assert answer.json is not None
    assert answer.json["reason"] == "SignatureDoesNotMatch"
    assert answer.headers["WWW-Authenticate"].startswith("AWS4-HMAC-SHA256 ")
    [event] = gatepost.events("GetMe")
    assert event["errorCode"] == "SignatureDoesNotMatch"


@pytest.mark.parametrize("service", ["sso", "sts", "identitystore"])
def test_a_signature_for_another_service_is_refused(gatepost: Installation, browser: Browser, service: str) -> None:
    credentials = user_credentials(gatepost, ADMINISTRATOR_ACCESS)

    answer = browser.get(ME, headers=signed(credentials, ME, service=service))

    assert answer.status_code == 401


def test_a_signature_needs_no_cookie_and_is_not_rescued_by_one(gatepost: Installation, browser: Browser) -> None:
    credentials = role_credentials(gatepost, browser)
    stale = signed(credentials, ME)
    gatepost.clock.advance(minutes=16)

    answer = browser.get(ME, headers=stale)

    assert answer.status_code == 401
    assert answer.json is not None
    assert answer.json["reason"] == "RequestExpired"
    assert browser.get(ME).status_code == 200
