"""The identity provider's metadata are asked for again: each day, and when an administrator says so."""

from collections.abc import Iterator
from typing import Any

import pytest

from gatepost.doors.saml_metadata import provider_facts
from gatepost.jobs import provider_metadata
from gatepost.kit.clock import SystemClock
from gatepost.outbound.metadata import fetcher
from tests.doors.api.programs import ADMINISTRATOR_ACCESS, READ_ONLY_ACCESS, Program
from tests.doors.portal.conftest import Install, Installation
from tests.doors.saml.metadata_server import Provider, metadata, serving
from tests.doors.saml.partners import key_pair
from tests.kit import FakeClock
from tests.servers.certificates import Certificate

PATH = "/identity-source"


@pytest.fixture
def provider(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with serving(certificate, monkeypatch) as made:
        yield made


@pytest.fixture
def gatepost(install: Install, clock: FakeClock) -> Installation:
    clock.set(SystemClock().now())
    return install(allow_private_urls=True)


@pytest.fixture
def source(gatepost: Installation, provider: Provider) -> Program:
    """An administrator who has set the provider by its address."""
    administrator = Program(gatepost, ADMINISTRATOR_ACCESS, name="administrator")
    change(administrator, gatepost, {"name": "Example", "metadata_url": provider.url})
    return administrator


def change(administrator: Program, gatepost: Installation, provider: dict[str, Any]) -> None:
    emergency = [gatepost.made.admin.user_id]
    body = {"kind": "EXTERNAL_IDP", "provider": provider, "emergency_user_ids": emergency}
    answer = administrator.send("PUT", PATH, body)
    assert answer.status_code == 200, answer.text


def known(administrator: Program) -> tuple[str, list[str]]:
    """Return where people are sent, and which keys are believed."""
    found = administrator.get(PATH).json
    assert found is not None
    names = {key_pair(name).certificate: name for name in ("provider", "next")}
    return found["provider"]["sign_on_url"], [names[each["certificate"]] for each in found["provider"]["certificates"]]


def a_day_later(gatepost: Installation) -> None:
    """Do what each server does once a day."""
    fetch = fetcher(allows_private=True)
    provider_metadata.refresh(gatepost.runtime, lambda url: provider_facts(fetch(url)))


def test_the_next_certificate_comes_by_itself(gatepost: Installation, provider: Provider, source: Program) -> None:
    assert known(source) == ("https://idp.example.com/sso", ["provider"])
    provider.document = metadata("provider", "next", sign_on_url="https://idp.example.com/sso2")
    a_day_later(gatepost)
    assert known(source) == ("https://idp.example.com/sso2", ["provider", "next"])
    a_day_later(gatepost)
    [event] = gatepost.events("RefreshIdentitySource")
    assert event["userIdentity"]["invokedBy"] == "sso.amazonaws.com"
    back = source.send("POST", f"{PATH}/undo").json
    assert back is not None
    assert back["kind"] == "IDENTITY_CENTER"  # what is undone is what an administrator did


def test_an_administrator_need_not_wait(provider: Provider, source: Program, gatepost: Installation) -> None:
    provider.document = metadata("next")
    answer = source.send("POST", f"{PATH}/refresh")
    assert answer.status_code == 200, answer.text
    assert known(source) == ("https://idp.example.com/sso", ["next"])
    reader = Program(gatepost, READ_ONLY_ACCESS, name="reader")
    assert reader.send("POST", f"{PATH}/refresh").status_code == 403


@pytest.mark.parametrize(
    ("document", "status"),
    [
        (None, 400),
        ("<html/>", 400),
        (metadata("next", entity_id="https://other.example.com"), 409),
        (metadata("next", sign_on_url="http://idp.example.com/sso"), 400),
        (metadata(), 400),
    ],
)
def test_what_is_wrong_changes_nothing(
    gatepost: Installation, provider: Provider, source: Program, document: str | None, status: int
) -> None:
    provider.document = document
    assert source.send("POST", f"{PATH}/refresh").status_code == status
    a_day_later(gatepost)
    assert known(source) == ("https://idp.example.com/sso", ["provider"])


def test_what_an_administrator_gave_is_not_overruled(
    gatepost: Installation, provider: Provider, source: Program
) -> None:
    given = {"name": "Example", "metadata_url": provider.url, "sign_on_url": "https://idp.example.com/mine"}
    change(source, gatepost, given)
    provider.document = metadata("next")
    a_day_later(gatepost)
    assert known(source) == ("https://idp.example.com/mine", ["provider"])
    assert source.send("POST", f"{PATH}/refresh").status_code == 409


def test_there_is_nothing_to_ask_without_a_provider(gatepost: Installation) -> None:
    a_day_later(gatepost)
    assert gatepost.events("RefreshIdentitySource") == []
