"""What helps to connect an application: the catalogue, metadata that are read, and the preview."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from gatepost.core.applications.catalogue import CATALOGUE
from gatepost.kit.errors import Invalid
from gatepost.outbound.metadata import fetcher
from tests.doors.api.programs import Program
from tests.doors.api.test_saml import WIKI, connected
from tests.doors.portal.conftest import Installation
from tests.servers import https
from tests.servers.certificates import Certificate

METADATA = """<!-- made by hand --><md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://wiki.example.com/saml">
<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
<md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://wiki.example.com/slo"/>
<md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>
<md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://wiki.example.com/a" index="1"/>
<md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://wiki.example.com/b" index="2" isDefault="true"/>
<md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:PAOS" Location="https://wiki.example.com/c" index="3"/>
</md:SPSSODescriptor></md:EntityDescriptor>"""


def test_every_entry_of_the_catalogue_can_be_connected(administrator: Program) -> None:
    listed = administrator.get("/saml-catalogue").json
    assert listed is not None
    entries = listed["applications"]
    assert len(entries) == len(CATALOGUE) >= 12
    for number, entry in enumerate(entries):
        text = json.dumps(entry["saml"])
        for name in entry["variables"]:
            assert f"{{{name}}}" in text
            text = text.replace(f"{{{name}}}", f"x{number}.example.com")
        assert not re.search(r"(?<!\$)\{[a-z]+\}", text), text
        body = {
            "name": entry["name"],
            "application_provider_arn": entry["application_provider_arn"],
            "saml": json.loads(text),
        }
        answer = administrator.post("/saml-applications", body)
        assert answer.status_code == 201, answer.text


def test_an_aws_account_is_told_role_and_name(administrator: Program, gatepost: Installation) -> None:
    listed = administrator.get("/saml-catalogue").json
    assert listed is not None
    [entry] = [each for each in listed["applications"] if each["name"] == "AWS account by SAML"]
    filled = {"account": "444455556666", "role": "Admin", "provider": "Gatepost"}
    text = json.dumps(entry["saml"])
    for name, value in filled.items():
        text = text.replace(f"{{{name}}}", value)
    made = connected(administrator, name="AWS", saml=json.loads(text))
    seen = administrator.post(
        f"/saml-applications/{made['application_id']}/preview", {"user_id": gatepost.made.admin.user_id}
    ).json
    assert seen is not None
    told = {each["name"].rpartition("/")[2]: each["values"] for each in seen["attributes"]}
    assert told == {
        "Role": ["arn:aws:iam::444455556666:role/Admin,arn:aws:iam::444455556666:saml-provider/Gatepost"],
        "RoleSessionName": ["admin"],
        "SessionDuration": ["3600"],
    }


def test_a_preview_of_what_is_not_saved(administrator: Program, gatepost: Installation) -> None:
    made = connected(administrator)
    path = f"/saml-applications/{made['application_id']}/preview"
    user = {"user_id": gatepost.made.admin.user_id}
    assert administrator.post(path, user).json["name_id"] == "admin@example.com"  # type: ignore[index]
    saml = {
        **WIKI["saml"],
        "name_id_value": "x-${user:subject}",
        "attributes": [{"name": "g", "value": "${user:groups}"}],
    }
    seen = administrator.post(path, {**user, "saml": saml}).json
    assert seen is not None
    assert (seen["name_id"], seen["attributes"]) == ("x-admin", [])
    bad = {**saml, "name_id_value": "${user:nothing}"}
    assert administrator.post(path, {**user, "saml": bad}).status_code == 400
    assert administrator.post(path, {"user_id": "nobody"}).status_code == 404


def test_metadata_become_settings(administrator: Program) -> None:
    settings = administrator.post("/saml-metadata", {"xml": METADATA}).json
    assert settings is not None
    assert settings["entity_id"] == "https://wiki.example.com/saml"
    places = [(each["url"], each["index"]) for each in settings["assertion_consumer_services"]]
    assert places == [("https://wiki.example.com/b", 2), ("https://wiki.example.com/a", 1)]
    assert settings["name_id_format"] == "persistent"
    assert settings["logout_url"] == "https://wiki.example.com/slo"
    assert connected(administrator, saml=settings)["saml"] == settings


@pytest.mark.parametrize(
    ("offered", "taken"),
    [
        (["SOAP", "HTTP-POST"], ("https://wiki.example.com/1", "HTTP-POST")),
        (["HTTP-Artifact", "HTTP-POST", "HTTP-Redirect"], ("https://wiki.example.com/2", "HTTP-Redirect")),
        (["SOAP"], ("https://wiki.example.com/0", "SOAP")),
        (["HTTP-Artifact"], (None, "HTTP-Redirect")),
        ([], (None, "HTTP-Redirect")),
    ],
)
def test_of_several_ways_to_hear_of_logouts_one_is_taken(
    administrator: Program, offered: list[str], taken: tuple[str | None, str]
) -> None:
    one = METADATA.splitlines()[2]
    services = [
        one.replace("HTTP-Redirect", binding).replace("/slo", f"/{number}") for number, binding in enumerate(offered)
    ]
    settings = administrator.post("/saml-metadata", {"xml": METADATA.replace(one, "".join(services))}).json
    assert settings is not None
    assert (settings["logout_url"], settings["logout_binding"]) == taken
    assert connected(administrator, saml=settings)["saml"] == settings


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "either xml or url"),
        ({"xml": METADATA, "url": "https://x.example.com"}, "either xml or url"),
        ({"xml": METADATA.replace("HTTP-POST", "HTTP-Artifact")}, "no assertion consumer service"),
        ({"xml": METADATA.replace("SPSSO", "IDPSSO")}, "describe 0"),
        ({"xml": METADATA.replace(":2.0:protocol", ":1.1:protocol")}, "not of SAML 2.0"),
        ({"xml": "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + METADATA}, "document type"),
        ({"xml": METADATA.replace("https://wiki.example.com/b", "javascript:alert(1)")}, "must be https"),
        ({"url": "http://wiki.example.com/metadata"}, "https addresses only"),
        ({"url": "https://127.0.0.1/metadata"}, "private network"),
        ({"url": "https://169.254.169.254/latest"}, "private network"),
        ({"url": "https://[::1]/metadata"}, "private network"),
        ({"url": "https://localhost/metadata"}, "private network"),
        ({"url": "https://user@wiki.example.com/"}, "https addresses only"),
        ({"url": "file:///etc/passwd"}, "https addresses only"),
    ],
)
def test_metadata_that_are_not_taken(administrator: Program, body: dict[str, Any], sentence: str) -> None:
    answer = administrator.post("/saml-metadata", body)
    assert answer.status_code == 400, answer.text
    assert answer.json is not None
    assert sentence in answer.json["detail"]


def test_nobody_without_permission_makes_it_ask_elsewhere(reader: Program) -> None:
    assert reader.post("/saml-metadata", {"url": "https://127.0.0.1/metadata"}).status_code == 403


class _Site(https.Handler):
    def respond(self) -> None:
        status = {"/moved": 302, "/missing": 404}.get(self.path, 200)
        self.answer(status, METADATA.encode() if self.path != "/large" else b"x" * 2_000_000, Location="/metadata")


@pytest.fixture
def site(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A web server with a certificate that Gatepost trusts."""
    with https.running(certificate, _Site, monkeypatch) as origin:
        yield origin


def test_documents_are_fetched_where_private_addresses_are_allowed(site: str) -> None:
    fetch = fetcher(allows_private=True)
    assert fetch(f"{site}/metadata") == METADATA.encode()
    for path in ("/moved", "/missing", "/large"):
        with pytest.raises(Invalid, match="answered"):
            fetch(site + path)
    with pytest.raises(Invalid, match="did not answer"):
        fetch("https://localhost:1/metadata")
    with pytest.raises(Invalid, match="private network"):
        fetcher(allows_private=False)(f"{site}/metadata")
