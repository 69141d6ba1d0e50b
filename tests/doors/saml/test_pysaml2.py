"""pysaml2, with Debian's xmlsec1, as the identity provider that people sign in through and as an application."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.authn_context import PASSWORD as PASSWORD_CONTEXT
from saml2.client import Saml2Client
from saml2.config import IdPConfig, SPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAMEID_FORMAT_UNSPECIFIED, NameID
from saml2.server import Server

from gatepost.core.applications.saml_model import AssertionConsumerService
from tests.doors.portal.conftest import Browser, Installation
from tests.doors.saml.conftest import Connect
from tests.doors.saml.partners import Posted, key_pair, local
from tests.doors.saml.provider import complete, deliver, trust
from tests.servers.databases import both_databases
from tests.servers.peers import program

ENTITY_ID = "https://pysaml2.example.com/idp"
LOGOUT = "https://pysaml2.example.com/slo"
ACS = "https://pysaml2.example.com/acs"
AUDIENCE = "http://localhost:8080/saml/sp/metadata"


def keys(folder: Path, name: str) -> dict[str, str]:
    """Write a key where pysaml2 reads it."""
    pair, key, certificate = key_pair(name), folder / f"{name}.key", folder / f"{name}.pem"
    key.write_text(pair.private_key.reveal())
    certificate.write_text(pair.certificate)
    return {"key_file": str(key), "cert_file": str(certificate)}


@pytest.fixture
def server(browser: Browser, tmp_path: Path) -> Server:
    """pysaml2's identity provider, which has read Gatepost's metadata."""
    metadata = browser.get("/saml/sp/metadata").text
    own = keys(tmp_path, "pysaml2")
    config: dict[str, Any] = {
        "entityid": ENTITY_ID,
        "xmlsec_binary": str(program("/usr/bin/xmlsec1", "xmlsec1")),
        "metadata": {"inline": [metadata]},
        "encryption_keypairs": [own],
        "service": {
            "idp": {
                "endpoints": {
                    "single_sign_on_service": [("https://pysaml2.example.com/sso", BINDING_HTTP_REDIRECT)],
                    "single_logout_service": [(LOGOUT, BINDING_HTTP_REDIRECT)],
                },
                "want_authn_requests_signed": True,
                "policy": {"default": {"name_form": "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"}},
            }
        },
        **own,
    }
    return Server(config=IdPConfig().load(config))


def sign_in(gatepost: Installation, browser: Browser, server: Server, **how: Any) -> bytes:
    """Go through pysaml2 up to the answer that it posts."""
    trust(
        gatepost,
        name="pysaml2",
        entity_id=ENTITY_ID,
        sign_on_url="https://pysaml2.example.com/sso",
        certificates=(key_pair("pysaml2").certificate,),
        logout_url=LOGOUT,
    )
    browser.get("/sign-in")
    sent = browser.submit({}, at="/sign-in/external").headers["Location"]
    query = dict(parse_qsl(urlsplit(sent).query))
    asked = server.parse_authn_request(
        query["SAMLRequest"],
        BINDING_HTTP_REDIRECT,
        relay_state=query.get("RelayState"),
        sigalg=query["SigAlg"],
        signature=query["Signature"],
    )
    answer = server.response_args(asked.message)
    answer.pop("name_id_policy", None)
    response = server.create_authn_response(
        identity=how.pop("identity", {}),
        userid="admin",
        name_id=NameID(format=NAMEID_FORMAT_UNSPECIFIED, text="admin"),
        authn={"class_ref": PASSWORD_CONTEXT, "authn_auth": ENTITY_ID},
        sign_alg="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        digest_alg="http://www.w3.org/2001/04/xmlenc#sha256",
        **answer,
        **{"sign_assertion": True, **how},
    )
    return str(response).encode()


@pytest.mark.parametrize(
    "how",
    [
        {"sign_assertion": True},
        {"sign_assertion": False, "sign_response": True},
        {"sign_assertion": True, "sign_response": True},
    ],
)
def test_people_sign_in_through_pysaml2(
    gatepost: Installation, browser: Browser, server: Server, how: dict[str, Any]
) -> None:
    xml = sign_in(gatepost, browser, server, **how)
    assert complete(browser, deliver(gatepost, xml)).status_code == 303
    assert browser.get("/api/v1/me").status_code == 200


def test_triple_des_of_pysaml2_is_not_allowed(gatepost: Installation, browser: Browser, server: Server) -> None:
    """It is what pysaml2 encrypts with, and XML Encryption 1.1 has it no longer among what is required."""
    xml = sign_in(
        gatepost, browser, server, sign_response=True, encrypt_assertion=True, encrypted_advice_attributes=False
    )
    page = deliver(gatepost, xml)
    assert page.status_code == 400
    assert "tripledes-cbc is not allowed" in page.text


@pytest.fixture
def application(browser: Browser, tmp_path: Path) -> Callable[[], Saml2Client]:
    """pysaml2's service provider, which has read Gatepost's metadata as an identity provider."""

    def make() -> Saml2Client:
        own = keys(tmp_path, "application")
        config = {
            "entityid": "https://pysaml2.example.com/sp",
            "xmlsec_binary": str(program("/usr/bin/xmlsec1", "xmlsec1")),
            "metadata": {"inline": [browser.get("/saml/idp/metadata").text]},
            "encryption_keypairs": [own],
            "service": {
                "sp": {
                    "endpoints": {"assertion_consumer_service": [(ACS, BINDING_HTTP_POST)]},
                    "authn_requests_signed": True,
                    "want_response_signed": True,
                    "want_assertions_signed": True,
                    "allow_unsolicited": False,
                }
            },
            "allow_unknown_attributes": True,
            "signing_algorithm": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            "digest_algorithm": "http://www.w3.org/2001/04/xmlenc#sha256",
            **own,
        }
        return Saml2Client(SPConfig().load(config))

    return make


@both_databases
def test_people_enter_an_application_of_pysaml2(
    browser: Browser, connect: Connect, application: Callable[[], Saml2Client]
) -> None:
    connect(
        entity_id="https://pysaml2.example.com/sp",
        assertion_consumer_services=(AssertionConsumerService(ACS),),
        certificates=(key_pair("application").certificate,),
        requests_signed=True,
    )
    client = application()
    request_id, sent = client.prepare_for_authenticate(
        relay_state="deep", sigalg="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
    )
    browser.sign_in()
    url = local(dict(sent["headers"])["Location"])
    kept = browser.get(url).headers["Location"]
    posted = Posted.from_page(browser.get(kept))
    answer = client.parse_authn_request_response(
        posted.fields["SAMLResponse"], BINDING_HTTP_POST, outstanding={request_id: "/"}
    )
    assert answer.get_subject().text == "admin@example.com"
    assert answer.ava["mail"] == ["admin@example.com"]
    assert base64.b64decode(posted.fields["SAMLResponse"])


def test_metadata_of_pysaml2_can_be_read(server: Server, application: Callable[[], Saml2Client]) -> None:
    from gatepost.web.saml import partner_metadata

    provider = partner_metadata.read_identity_provider(str(entity_descriptor(server.config)).encode())
    assert provider.entity_id == ENTITY_ID
    assert [each.url for each in provider.sign_on_services] == ["https://pysaml2.example.com/sso"]
    assert provider.signing_certificates == [key_pair("pysaml2").certificate]
    found = partner_metadata.read_service_provider(str(entity_descriptor(application().config)).encode())
    assert [each.url for each in found.assertion_consumer_services] == [ACS]
    assert found.signing_certificates == [key_pair("application").certificate]
    assert found.signs_requests
