"""The ready ~/.aws/config, as the AWS CLI's own library reads it."""

from pathlib import Path

import botocore.session
import pytest
from lxml import html

from tests.doors.portal.conftest import Browser, Installation

PAGE = "/aws-config"
FILE = "/aws-config/config"


@pytest.fixture
def signed_in(browser: Browser) -> Browser:
    """A browser in which the administrator is signed in."""
    browser.sign_in()
    return browser


def test_the_file_has_a_profile_for_each_role(
    gatepost: Installation, signed_in: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = signed_in.get(FILE)
    assert answer.status_code == 200
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="config"'
    file = tmp_path / "config"
    file.write_text(answer.text)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(file))
    instance = gatepost.made.instance
    name = f"AdministratorAccess-{instance.owner_account_id}"

    config = botocore.session.Session(profile=name).full_config

    assert set(config["profiles"]) == {name}
    assert config["profiles"][name]["sso_account_id"] == instance.owner_account_id
    assert config["profiles"][name]["sso_role_name"] == "AdministratorAccess"
    assert config["sso_sessions"]["gatepost"]["sso_start_url"] == instance.start_url_alias
    assert config["services"]["gatepost"]["sts"]["endpoint_url"] == gatepost.runtime.settings.public_url


def test_the_page_shows_what_the_file_holds(signed_in: Browser) -> None:
    page = html.fromstring(signed_in.get(PAGE).text)
    assert page.get_element_by_id("aws-config").text_content() == signed_in.get(FILE).text
    [link] = page.xpath("//a[@download]")
    assert link.get("href") == FILE
    assert html.fromstring(signed_in.get("/").text).xpath(f"//main//a[@href='{PAGE}']")


def test_somebody_without_a_role_is_told_what_comes(gatepost: Installation, browser: Browser) -> None:
    gatepost.person("maria")
    browser.sign_in("maria")
    browser.get(PAGE)
    assert "Nothing to set up yet" in browser.text()


@pytest.mark.parametrize("path", [PAGE, FILE])
def test_nobody_signs_in_first(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?return_to=")
