"""Reading the identity provider's metadata again in the console, and the certificates by which it knows Gatepost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gatepost.kit.clock import SystemClock
from gatepost.settings import Settings
from tests.doors.console.conftest import Administrator, Organisation
from tests.doors.console.test_applications import sent
from tests.doors.console.test_identity_source import EXTERNAL, PAGE
from tests.doors.portal.conftest import Browser, element
from tests.doors.saml.metadata_server import Provider, metadata, serving
from tests.kit import FakeClock
from tests.servers.certificates import Certificate

REFRESH = f"{PAGE}/refresh"
CERTIFICATES = f"{PAGE}/certificates"


@pytest.fixture
def provider(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with serving(certificate, monkeypatch) as made:
        yield made


@pytest.fixture
def organisation(database_url: str, tmp_path: Path, clock: FakeClock) -> Iterator[Organisation]:
    """An organisation that may ask a machine of its own network, at a time at which the test's certificates are good."""
    clock.set(SystemClock().now())
    settings = Settings(data_dir=tmp_path, database_url=database_url, log_level="error", allow_private_urls=True)
    made = Organisation(settings, clock)
    yield made
    made.runtime.database.close()


def take(administrator: Administrator, url: str) -> None:
    """Let people sign in through the provider at this address."""
    administrator.get(EXTERNAL)
    typed = {"name": "Example", "url": url, "emergency": "admin"}
    assert administrator.upload(EXTERNAL, dict(sent(administrator, typed))).status_code == 200
    assert administrator.post(f"{EXTERNAL}/change", sent(administrator, {})).status_code == 303


def refresh(administrator: Administrator) -> int:
    administrator.get(PAGE)
    return administrator.submit({}, at=REFRESH, form=f".//form[@action='{REFRESH}']").status_code


def test_what_is_new_is_taken_over_and_said(
    organisation: Organisation, administrator: Administrator, provider: Provider
) -> None:
    take(administrator, provider.url)
    assert refresh(administrator) == 200
    assert "They say what was known already." in administrator.text()
    provider.document = metadata("provider", "next", sign_on_url="https://idp.example.com/sso2")
    assert refresh(administrator) == 200
    said = administrator.text().partition("Identity source People")[0]
    assert said.count("New certificate") == 1
    assert "Certificate that is gone" not in said
    assert "Sign-on addresshttps://idp.example.com/sso2" in said
    provider.document = metadata("next", sign_on_url="https://idp.example.com/sso2")
    assert refresh(administrator) == 200
    said = administrator.text().partition("Identity source People")[0]
    assert said.count("Certificate that is gone") == 1
    assert "New certificate" not in said
    assert "Sign-on address" not in said
    assert len(organisation.events("RefreshIdentitySource")) == 3
    assert administrator.get(REFRESH).headers["Location"] == PAGE


def test_what_cannot_be_read_is_said_and_changes_nothing(
    organisation: Organisation, administrator: Administrator, provider: Provider
) -> None:
    take(administrator, provider.url)
    before = element(administrator.get(PAGE).text, ".//dl").text_content()
    for document, said in (
        (None, ""),
        ("<html/>", ""),
        (metadata("next", entity_id="https://other.example.com"), "which is another provider."),
        (metadata(), ""),
    ):
        provider.document = document
        assert refresh(administrator) == 409
        assert f"{said} People sign in as before." in administrator.text()
        assert element(administrator.page.text, ".//dl").text_content() == before


def test_metadata_that_came_by_hand_are_not_asked_for(administrator: Administrator, provider: Provider) -> None:
    assert administrator.get(PAGE).status_code == 200
    assert "Read its metadata again now" not in administrator.text()
    assert administrator.post(REFRESH, administrator.fields(".//form")).status_code == 409
    assert "No address is known" in administrator.text()


def test_the_certificates_that_the_provider_knows_rotate(
    organisation: Organisation, administrator: Administrator
) -> None:
    administrator.get(CERTIFICATES)
    assert "No certificate so far" in administrator.text()
    published = Browser(organisation)
    assert published.get("/saml/sp/metadata").data.count(b"X509Certificate>") == 2 * 2
    administrator.get(CERTIFICATES)
    assert "Signs" in administrator.text()
    assert administrator.submit({}, at=f"{CERTIFICATES}/next").status_code == 303
    assert published.get("/saml/sp/metadata").data.count(b"X509Certificate>") == 4 * 2
    administrator.get(f"{CERTIFICATES}/activate")
    assert "lets nobody sign in who comes from here" in administrator.text()
    assert administrator.submit({}, at=f"{CERTIFICATES}/activate").status_code == 303
    administrator.get(CERTIFICATES)
    delete = administrator.link("Delete")
    assert delete is not None
    assert delete.startswith(CERTIFICATES)
    administrator.get(delete)
    assert administrator.submit({}, at=delete).status_code == 303
    assert published.get("/saml/sp/metadata").data.count(b"X509Certificate>") == 2 * 2
    assert administrator.get("/console/applications/certificates").text.count("BEGIN CERTIFICATE") == 0
    administrator.get(PAGE)
    assert "BEGIN CERTIFICATE" in administrator.text()
    uses = {event["requestParameters"]["use"] for event in organisation.events("ActivateSamlCertificate")}
    assert uses == {"service-provider"}


def test_who_only_looks_asks_nobody(organisation: Organisation, reader: Administrator, provider: Provider) -> None:
    writer = Administrator(organisation)
    writer.sign_in()
    writer.open_console()
    take(writer, provider.url)
    reader.get(PAGE)
    assert reader.button("Read its metadata again now").get("disabled") is not None
    token = reader.fields(".//form")
    assert reader.post(REFRESH, token).status_code == 403
    for step in ("next", "activate", "x/delete"):
        assert reader.post(f"{CERTIFICATES}/{step}", token).status_code == 403
    assert reader.get(f"{CERTIFICATES}/activate").status_code == 403
