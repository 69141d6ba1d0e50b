"""The API as a program calls it: signed by botocore, with the credentials of a role or of an IAM user."""

import re
from collections.abc import Mapping

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from gatepost.core.call import Call
from gatepost.core.iam import access_keys
from gatepost.core.iam import users as iam_users
from gatepost.kit.secret import Secret
from tests.doors.portal.conftest import Browser, Installation
from tests.kit import FakeClock

ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess"
ME = "/api/v1/me"


@pytest.fixture(autouse=True)
def _time(monkeypatch: pytest.MonkeyPatch, clock: FakeClock) -> None:
    """Let botocore sign by the test's clock."""
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: clock.now().replace(tzinfo=None))


def role_credentials(gatepost: Installation, browser: Browser) -> Credentials:
    """Fetch keys at the portal, as a person copies them."""
    browser.sign_in()
    browser.get("/")
    account_id = gatepost.made.instance.owner_account_id
    page = browser.submit(
        {}, at=f"/accounts/{account_id}/roles/AdministratorAccess/access-keys", form=".//form[@data-dialog]"
    )
    keys = dict(re.findall(r"aws_(access_key_id|secret_access_key|session_token) = (\S+)", page.text))
    return Credentials(keys["access_key_id"], keys["secret_access_key"], keys["session_token"])


def user_credentials(gatepost: Installation, *policies: str) -> Credentials:
    account_id = gatepost.made.instance.owner_account_id

    def make(call: Call) -> tuple[str, Secret]:
        iam_users.create(call, account_id, "robot", attached=policies)
        key, secret = access_keys.create(call, account_id, "robot")
        return key.access_key_id, secret

    key_id, secret = gatepost.write(make)
    return Credentials(key_id, secret.reveal())


def signed(
    credentials: Credentials, path: str = ME, service: str = "gatepost", method: str = "GET"
) -> Mapping[str, str]:
    request = AWSRequest(method, f"http://localhost:8080{path}", headers={"Host": "localhost:8080"})
    SigV4Auth(credentials, service, "us-east-1").add_auth(request)
    return dict(request.headers.items())


def test_me_is_the_person_behind_a_role(gatepost: Installation, browser: Browser) -> None:
    credentials = role_credentials(gatepost, browser)

    answer = gatepost.browser().get(ME, headers=signed(credentials))

    assert answer.status_code == 200
    me = answer.json
    assert me is not None
    assert me == browser.get(ME).json
    assert me["user_id"] == gatepost.made.admin.user_id


def test_a_signed_call_is_recorded_as_the_roles(gatepost: Installation, browser: Browser) -> None:
    gatepost.browser().get(ME, headers=signed(role_credentials(gatepost, browser)))

    [event] = gatepost.events("GetMe")
    assert event["userIdentity"]["type"] == "AssumedRole"
    assert event["userIdentity"]["onBehalfOf"]["userId"] == gatepost.made.admin.user_id
    assert event["eventSource"] == "gatepost.internal"


def test_nobody_is_behind_an_iam_user(gatepost: Installation, browser: Browser) -> None:
    answer = browser.get(ME, headers=signed(user_credentials(gatepost, ADMINISTRATOR_ACCESS)))

    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


def test_policies_decide_who_may_ask(gatepost: Installation, browser: Browser) -> None:
    answer = browser.get(ME, headers=signed(user_credentials(gatepost)))

    assert answer.status_code == 403
    assert answer.json is not None
    assert "is not authorized to perform: gatepost:GetMe" in answer.json["detail"]
    [event] = gatepost.events("GetMe")
    assert event["errorCode"] == "Denied"


def test_the_end_of_the_sign_in_is_the_end_of_me(gatepost: Installation, browser: Browser) -> None:
    credentials = role_credentials(gatepost, browser)
    browser.get("/")
    browser.submit({}, at="/sign-out", form=".//form")

    assert gatepost.browser().get(ME, headers=signed(credentials)).status_code == 401


def test_a_wrong_signature_is_told_and_recorded(gatepost: Installation, browser: Browser) -> None:
    credentials = user_credentials(gatepost, ADMINISTRATOR_ACCESS)

    answer = browser.get(ME, headers=signed(Credentials(credentials.access_key, "not the secret")))

    assert answer.status_code == 401
    assert answer.json is not None
    assert answer.json["reason"] == "SignatureDoesNotMatch"
    assert answer.headers["WWW-Authenticate"].startswith("AWS4-HMAC-SHA256 ")
    [event] = gatepost.events("GetMe")
    assert event["errorCode"] == "SignatureDoesNotMatch"


@pytest.mark.parametrize("service", ["sso", "sts", "identitystore"])
def test_a_signature_for_another_service_is_refused(gatepost: Installation, browser: Browser, service: str) -> None:
    credentials = user_credentials(gatepost, ADMINISTRATOR_ACCESS)

    answer = browser.get(ME, headers=signed(credentials, service=service))

    assert answer.status_code == 401


def test_a_signature_needs_no_cookie_and_is_not_rescued_by_one(gatepost: Installation, browser: Browser) -> None:
    credentials = role_credentials(gatepost, browser)
    stale = signed(credentials)
    gatepost.clock.advance(minutes=16)

    answer = browser.get(ME, headers=stale)

    assert answer.status_code == 401
    assert answer.json is not None
    assert answer.json["reason"] == "RequestExpired"
    assert browser.get(ME).status_code == 200
