"""The other side: service providers that strangers wrote, keys that a test holds, and a browser that carries messages."""

import base64
import subprocess
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lxml import etree, html
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser
from werkzeug.test import TestResponse

from gatepost.core.keys import certificates
from gatepost.kit.clock import SystemClock
from gatepost.kit.entropy import SystemEntropy
from tests.servers.peers import program

IDP = "http://localhost:8080/saml/idp/metadata"
ACS = "https://wiki.example.com/saml/acs"
ENTITY_ID = "https://wiki.example.com/saml/metadata"


def key_pair(name: str, age: timedelta = timedelta()) -> certificates.KeyPair:
    """Return a key that the tests hold, the same in all of them; `age` is how long ago its certificate was made."""
    return _made(name, age)


@cache
def _made(name: str, age: timedelta) -> certificates.KeyPair:
    return certificates.make(name, SystemClock().now() - age, SystemEntropy())


@dataclass(frozen=True)
class Posted:
    """What a page posts to somebody else."""

    url: str
    fields: Mapping[str, str]

    @classmethod
    def from_page(cls, page: TestResponse) -> "Posted":
        form = html.fromstring(page.text).find(".//form[@data-sends-itself]")
        assert form is not None, page.text
        fields = {str(each.get("name")): str(each.get("value")) for each in form.findall(".//input")}
        return cls(str(form.get("action")), fields)

    @property
    def xml(self) -> bytes:
        """The message that it carries."""
        return base64.b64decode(self.fields.get("SAMLResponse") or self.fields["SAMLRequest"])

    @property
    def root(self) -> etree._Element:
        return etree.fromstring(self.xml)


class Toolkit:
    """A web application that uses python3-saml and knows Gatepost by its metadata, strict as can be."""

    def __init__(self, metadata: bytes, *, signs: bool = False, decrypts: bool = False, **security: Any) -> None:
        own = key_pair("wiki")
        with_key = {"x509cert": own.certificate, "privateKey": own.private_key.reveal()} if signs or decrypts else {}
        self.settings: dict[str, Any] = {
            "strict": True,
            "sp": {
                "entityId": ENTITY_ID,
                "assertionConsumerService": {"url": ACS},
                "singleLogoutService": {"url": "https://wiki.example.com/saml/slo"},
                "NameIDFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
                **with_key,
            },
            "security": {"authnRequestsSigned": signs, "requestedAuthnContext": False, **security},
            "idp": OneLogin_Saml2_IdPMetadataParser.parse(metadata)["idp"],
        }

    def auth(self, form: Mapping[str, str] | None = None, url: str = ACS) -> OneLogin_Saml2_Auth:
        """Return the toolkit in a request to `url`, a POST with the form."""
        parts = urlsplit(url)
        request = {
            "https": "on",
            "http_host": parts.hostname,
            "script_name": parts.path,
            "get_data": {},
            "post_data": dict(form or {}),
        }
        return OneLogin_Saml2_Auth(request, self.settings)

    def hear(self, url: str) -> OneLogin_Saml2_Auth:
        """Return the toolkit in the request by which a browser brings a message of a logout, which `process_slo` takes."""
        place, _, query = url.partition("?")
        auth = self.auth(url=place)
        auth._request_data["get_data"] = dict(parse_qsl(query))
        auth._request_data["query_string"] = query
        return auth

    def receive(self, posted: Posted, request_id: str | None = None) -> OneLogin_Saml2_Auth:
        """Take an answer, as the application's own address does."""
        auth = self.auth(posted.fields, posted.url)
        auth.process_response(request_id=request_id)
        return auth


def way_on(page: TestResponse) -> str:
    """Return where a page leads that tells somebody of a logout: at once by itself, and by its link."""
    document = html.fromstring(page.text)
    link, refresh = document.find(".//a[@data-goes-on]"), document.find(".//meta[@http-equiv='refresh']")
    assert link is not None, page.text
    assert refresh is not None
    assert str(refresh.get("content")) == f"0; url={link.get('href')}"
    return str(link.get("href"))


def inflated(url: str) -> etree._Element:
    """Return the message that a redirect carries."""
    query = dict(parse_qsl(urlsplit(url).query))
    return etree.fromstring(zlib.decompress(base64.b64decode(query["SAMLRequest"]), -15))


def local(url: str) -> str:
    """Return an address of Gatepost's as the test's browser opens it."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def xmlsec1_verifies(xml: bytes, certificate: str, element: str, folder: Path) -> bool:
    """Ask Debian's xmlsec1 whether an element's signature is by the certificate's key."""
    command = program("/usr/bin/xmlsec1", "xmlsec1")
    document, trusted = folder / "message.xml", folder / "certificate.pem"
    document.write_bytes(xml)
    trusted.write_text(certificate)
    namespace = "protocol" if element == "Response" else "assertion"
    name = f"urn:oasis:names:tc:SAML:2.0:{namespace}:{element}"
    path = f"//*[local-name()='{element}']/*[local-name()='Signature']"
    done = subprocess.run(
        [
            command,
            "--verify",
            "--enabled-key-data",
            "rsa",
            "--pubkey-cert-pem",
            str(trusted),
            "--id-attr:ID",
            name,
            "--node-xpath",
            path,
            str(document),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0
