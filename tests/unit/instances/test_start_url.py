"""The spellings of a start URL that mean an instance, and those that do not."""

from dataclasses import replace

import pytest

from gatepost.core.instances.model import Instance, Region
from gatepost.settings import Settings
from tests.kit import NOON

INSTANCE = Instance(
    instance_id="ssoins-0123456789abcdef",
    identity_store_id="d-1234567890",
    owner_account_id="111122223333",
    name="acme",
    region="eu-west-1",
    status="ACTIVE",
    created_at=NOON,
)
LOCAL = Settings(public_url="http://localhost:8080")
PUBLIC = Settings(public_url="https://sso.example.com")


@pytest.mark.parametrize(
    "url",
    [
        "https://d-1234567890.awsapps.com/start",
        "https://d-1234567890.awsapps.com/start/",
        "https://d-1234567890.awsapps.com/start#/",
        "https://d-1234567890.awsapps.com/start/#/",
        "https://D-1234567890.awsapps.com:443/start",
        "https://ssoins-0123456789abcdef.portal.eu-west-1.app.aws",
        "https://ssoins-0123456789abcdef.portal.eu-west-1.app.aws/",
        "http://localhost:8080/start",
        "http://localhost:8080/start/",
        "http://localhost:8080/start#",
        "http://127.0.0.1:8080/start",
        "http://[::1]:8080/start",
    ],
)
def test_each_spelling_means_the_instance(url: str) -> None:
    assert INSTANCE.accepts_start_url(url, LOCAL)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "start",
        "https://d-0000000000.awsapps.com/start",
        "http://d-1234567890.awsapps.com/start",
        "https://d-1234567890.awsapps.com/",
        "https://d-1234567890.awsapps.com/start/more",
        "https://d-1234567890.awsapps.com.example.com/start",
        "https://user@d-1234567890.awsapps.com/start",
        "https://ssoins-0123456789abcdef.portal.us-east-1.app.aws",
        "http://localhost:8081/start",
        "https://localhost:8080/start",
        "http://localhost:8080/start?next=elsewhere",
        "http://localhost:8080/start#/saml",
        "http://localhost:port/start",
        "http://[::1/start",
    ],
)
def test_no_other_url_means_it(url: str) -> None:
    assert not INSTANCE.accepts_start_url(url, LOCAL)


def test_a_public_server_is_not_reached_by_loopback() -> None:
    assert INSTANCE.accepts_start_url("https://sso.example.com/start", PUBLIC)
    assert not INSTANCE.accepts_start_url("https://localhost/start", PUBLIC)
    assert not INSTANCE.accepts_start_url("http://sso.example.com/start", PUBLIC)


def test_the_portal_and_its_alias() -> None:
    assert INSTANCE.start_url(PUBLIC) == "https://sso.example.com/start"
    assert INSTANCE.start_url_alias == "https://d-1234567890.awsapps.com/start"


def test_each_region_has_a_spelling_of_its_own() -> None:
    settled, coming = Region("us-east-1", "ACTIVE", NOON), Region("ap-south-1", "ADDING", NOON)
    instance = replace(INSTANCE, additional_regions=(settled, coming))

    def accepts(region: str) -> bool:
        return instance.accepts_start_url(f"https://ssoins-0123456789abcdef.portal.{region}.app.aws", LOCAL)

    assert accepts("eu-west-1")
    assert accepts("us-east-1")
    assert not accepts("ap-south-1")
    assert not accepts("eu-north-1")
