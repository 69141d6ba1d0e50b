"""The portal and what it leads to, from outside."""

import configparser
import os
import subprocess
from pathlib import Path

import botocore.session
import pytest
from lxml import html

from gatepost.core.signin import sessions
from tests.doors.portal.conftest import Browser, Installation, element

FORM = ".//form[@data-dialog]"


@pytest.fixture
def signed_in(browser: Browser) -> Browser:
    """A browser in which the administrator is signed in."""
    browser.sign_in()
    return browser


def keys_url(gatepost: Installation, role: str = "AdministratorAccess", account: str | None = None) -> str:
    account_id = account or gatepost.made.instance.owner_account_id
    return f"/accounts/{account_id}/roles/{role}/access-keys"


def open_keys(gatepost: Installation, browser: Browser) -> html.HtmlElement:
    browser.get("/")
    page = browser.submit({}, at=keys_url(gatepost), form=FORM)
    assert page.status_code == 200
    return html.fromstring(page.text)


def block(page: html.HtmlElement, name: str) -> str:
    return str(page.get_element_by_id(name).text_content())


@pytest.mark.parametrize("path", ["/", "/start"])
def test_the_portal_shows_accounts_and_roles(gatepost: Installation, signed_in: Browser, path: str) -> None:
    page = signed_in.get(path)
    assert page.status_code == 200
    assert gatepost.made.instance.owner_account_id in signed_in.text()
    assert element(page.text, FORM + "//button[@data-in-dialog]").get("formaction") == keys_url(gatepost)
    assert page.headers["Cache-Control"] == "no-store"


def test_the_start_url_answers_head_with_its_alias(gatepost: Installation, browser: Browser) -> None:
    answer = browser.head("/start")
    assert answer.status_code == 302
    assert answer.location == f"https://{gatepost.made.instance.identity_store_id}.awsapps.com/start"
    assert browser.head("/start/").location == answer.location
    assert browser.get("/start").status_code == 303


def test_a_disabled_person_is_out_at_once(gatepost: Installation, signed_in: Browser) -> None:
    gatepost.disable_admin()
    assert signed_in.get("/").location == "/sign-in?return_to=%2F"


def test_a_look_at_the_portal_is_recorded(gatepost: Installation, signed_in: Browser) -> None:
    signed_in.get("/")
    [event] = gatepost.events("ListAccounts")
    assert event["eventSource"] == "sso.amazonaws.com"
    assert event["userIdentity"]["type"] == "IdentityCenterUser"
    assert event["userIdentity"]["onBehalfOf"]["userId"] == gatepost.made.admin.user_id


def test_a_session_that_is_used_stays_and_one_that_is_not_ends(gatepost: Installation, signed_in: Browser) -> None:
    for _ in range(3):
        gatepost.clock.advance(minutes=119)
        assert signed_in.get("/").status_code == 200
    gatepost.clock.advance(minutes=120)
    assert signed_in.get("/").status_code == 303


def test_a_use_is_written_down_once_a_minute(gatepost: Installation, signed_in: Browser) -> None:
    for _ in range(3):
        signed_in.get("/")
    assert gatepost.events("Authenticate") == []
    gatepost.clock.advance(minutes=1)
    for _ in range(3):
        signed_in.get("/")
    assert len(gatepost.events("Authenticate")) == 1


# ---------------------------------------------------------------------------------------------------- access keys


def test_access_keys_are_made_by_a_form_only(gatepost: Installation, signed_in: Browser) -> None:
    reloaded = signed_in.get(keys_url(gatepost))
    assert (reloaded.status_code, reloaded.location) == (303, "/")
    assert signed_in.post(keys_url(gatepost)).status_code == 403
    assert gatepost.events("GetRoleCredentials") == []


def test_the_profile_is_the_one_that_the_aws_cli_needs(
    gatepost: Installation, signed_in: Browser, tmp_path: Path
) -> None:
    page = open_keys(gatepost, signed_in)
    instance = gatepost.made.instance
    profile = configparser.ConfigParser()
    profile.read_string(block(page, "sso-profile"))
    name = f"AdministratorAccess-{instance.owner_account_id}"
    assert dict(profile[f"profile {name}"]) == {
        "sso_session": "gatepost",
        "sso_account_id": instance.owner_account_id,
        "sso_role_name": "AdministratorAccess",
        "region": "us-east-1",
        "services": "gatepost",
    }
    assert dict(profile["sso-session gatepost"]) == {
        "sso_start_url": f"https://{instance.identity_store_id}.awsapps.com/start",
        "sso_region": "us-east-1",
        "sso_registration_scopes": "sso:account:access",
    }
    (tmp_path / "config").write_text(block(page, "sso-profile"))
    session = botocore.session.Session(profile=name)
    session.set_config_variable("config_file", str(tmp_path / "config"))
    for service in ("sso", "sso-oidc"):
        client = session.create_client(service, region_name="us-east-1")
        assert client.meta.endpoint_url == "http://localhost:8080"
    assert block(page, "sso-login") == f"aws sso login --profile {name}"


def test_the_credentials_file_is_understood(
    gatepost: Installation, signed_in: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_keys(gatepost, signed_in)
    (tmp_path / "credentials").write_text(block(page, "credentials-file"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    name = f"{gatepost.made.instance.owner_account_id}_AdministratorAccess"
    session = botocore.session.Session(profile=name)
    credentials = session.get_credentials()
    assert credentials is not None
    assert credentials.access_key == block(page, "value-access_key_id")
    assert credentials.secret_key == block(page, "value-secret_access_key")
    assert credentials.token == block(page, "value-session_token")
    client = session.create_client("sts")
    assert client.meta.endpoint_url == "http://localhost:8080"
    assert client.meta.region_name == "us-east-1"


def test_the_environment_is_understood_by_a_shell(gatepost: Installation, signed_in: Browser) -> None:
    page = open_keys(gatepost, signed_in)
    script = block(page, "environment-posix") + "env"
    shown = subprocess.run(
        ["sh", "-c", script], env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=True
    )
    variables = dict(line.partition("=")[::2] for line in shown.stdout.splitlines())
    assert variables["AWS_ACCESS_KEY_ID"] == block(page, "value-access_key_id")
    assert variables["AWS_SECRET_ACCESS_KEY"] == block(page, "value-secret_access_key")
    assert variables["AWS_SESSION_TOKEN"] == block(page, "value-session_token")
    assert variables["AWS_ENDPOINT_URL"] == "http://localhost:8080"
    assert variables["AWS_REGION"] == "us-east-1"


def test_making_keys_is_recorded_without_them(gatepost: Installation, signed_in: Browser) -> None:
    page = open_keys(gatepost, signed_in)
    [event] = gatepost.events("GetRoleCredentials")
    assert event["eventSource"] == "sso.amazonaws.com"
    assert event["serviceEventDetails"]["role_name"] == "AdministratorAccess"
    for name in ("value-secret_access_key", "value-session_token"):
        assert block(page, name) not in str(event)


@pytest.mark.parametrize(("role", "account"), [("Nothing", None), ("AdministratorAccess", "999999999999")])
def test_a_role_that_is_not_assigned_gives_no_keys(
    gatepost: Installation, signed_in: Browser, role: str, account: str | None
) -> None:
    signed_in.get("/")
    answer = signed_in.submit({}, at=keys_url(gatepost, role, account), form=FORM)
    assert answer.status_code == 403
    assert "ASIA" not in answer.text


# ------------------------------------------------------------------------------------------------------- sign-out


def sign_out(browser: Browser) -> None:
    browser.get("/")
    left = browser.submit({}, at="/sign-out", form=".//form[@action='/sign-out']")
    assert (left.status_code, left.location) == (303, "/signed-out")


def test_signing_out_ends_the_session_on_the_server(gatepost: Installation, signed_in: Browser) -> None:
    cookie = signed_in.cookie("gatepost")
    assert cookie is not None
    sign_out(signed_in)
    assert signed_in.cookie("gatepost") is None
    replayed = gatepost.browser()
    replayed.give_cookie("gatepost", cookie)
    assert replayed.get("/").status_code == 303
    [event] = gatepost.events("Logout")
    assert event["eventSource"] == "sso.amazonaws.com"


def test_signing_out_leaves_other_browsers_signed_in(gatepost: Installation, signed_in: Browser) -> None:
    other = gatepost.browser()
    other.sign_in()
    sign_out(signed_in)
    assert other.get("/").status_code == 200
    assert signed_in.get("/signed-out").status_code == 200


def test_another_site_cannot_sign_anybody_out(gatepost: Installation, signed_in: Browser) -> None:
    assert signed_in.post("/sign-out").status_code == 403
    assert signed_in.get("/").status_code == 200
    assert signed_in.get("/sign-out").status_code == 405


def test_signing_out_twice_is_signing_out(browser: Browser) -> None:
    assert browser.post("/sign-out").location == "/signed-out"


def test_an_ended_session_ends_in_every_browser_at_once(gatepost: Installation, signed_in: Browser) -> None:
    gatepost.write(lambda call: sessions.end_all(call, gatepost.made.admin.user_id))
    assert signed_in.get("/").status_code == 303
