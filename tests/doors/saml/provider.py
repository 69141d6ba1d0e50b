"""An identity provider whose key the tests hold: its messages are written as text and signed by xmlsec itself."""

import base64
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import xmlsec
from lxml import etree
from werkzeug.test import TestResponse
from xmlsec import constants

from gatepost.core.call import Call
from gatepost.core.federation import identity_source
from gatepost.core.federation.model import Choice, ExternalProvider, SourceKind
from tests.doors.portal.conftest import Browser, Installation
from tests.doors.saml.partners import Posted, inflated, key_pair

ENTITY_ID = "https://idp.example.com/metadata"
SIGN_ON = "https://idp.example.com/sso"
ACS = "http://localhost:8080/saml/sp/acs"
AUDIENCE = "http://localhost:8080/saml/sp/metadata"

_ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{assertion_id}" Version="2.0"
 IssueInstant="{issued}"><saml:Issuer>{assertion_issuer}</saml:Issuer><saml:Subject><saml:NameID>{name_id}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData
 NotOnOrAfter="{confirmed_until}" Recipient="{recipient}"{confirmed_in_response_to}/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{begins}" NotOnOrAfter="{ends}">{restriction}</saml:Conditions>
<saml:AuthnStatement AuthnInstant="{issued}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
{attributes}</saml:Assertion>"""
_RESPONSE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_response" Version="2.0"
 IssueInstant="{issued}" Destination="{destination}"{in_response_to}><saml:Issuer
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">{issuer}</saml:Issuer><samlp:Status><samlp:StatusCode
 Value="urn:oasis:names:tc:SAML:2.0:status:{status}"/></samlp:Status>{assertion}</samlp:Response>"""
_RESTRICTION = "<saml:AudienceRestriction><saml:Audience>{}</saml:Audience></saml:AudienceRestriction>"


def _at(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Message:
    """What an answer says; a test changes one thing of it."""

    now: datetime
    in_response_to: str | None = None
    assertion_id: str = "_assertion"
    name_id: str = "admin"
    issuer: str = ENTITY_ID
    assertion_issuer: str = ENTITY_ID
    destination: str = ACS
    recipient: str = ACS
    audiences: tuple[str, ...] = (AUDIENCE,)
    status: str = "Success"
    issued: timedelta = timedelta()
    begins: timedelta = timedelta(minutes=-1)
    ends: timedelta = timedelta(minutes=5)
    confirmed_until: timedelta = timedelta(minutes=5)
    confirmed_in_response_to: str | None = "same"
    attributes: dict[str, str] = field(default_factory=dict)

    def assertion(self) -> str:
        confirmed = self.in_response_to if self.confirmed_in_response_to == "same" else self.confirmed_in_response_to
        values = "".join(
            f'<saml:Attribute Name="{name}"><saml:AttributeValue>{value}</saml:AttributeValue></saml:Attribute>'
            for name, value in self.attributes.items()
        )
        return _ASSERTION.format(
            assertion_id=self.assertion_id,
            assertion_issuer=self.assertion_issuer,
            name_id=self.name_id,
            recipient=self.recipient,
            issued=_at(self.now + self.issued),
            begins=_at(self.now + self.begins),
            ends=_at(self.now + self.ends),
            confirmed_until=_at(self.now + self.confirmed_until),
            confirmed_in_response_to=_optional(confirmed),
            restriction="".join(_RESTRICTION.format(each) for each in self.audiences),
            attributes=f"<saml:AttributeStatement>{values}</saml:AttributeStatement>" if values else "",
        )

    def response(self, assertion: str | None = None) -> str:
        return _RESPONSE.format(
            issued=_at(self.now + self.issued),
            destination=self.destination,
            in_response_to=_optional(self.in_response_to),
            issuer=self.issuer,
            status=self.status,
            assertion=self.assertion() if assertion is None else assertion,
        )

    def signed(self, part: str = "Assertion", *, key: str = "provider", **how: Any) -> bytes:
        """Return the answer with a signature of the assertion or of the response."""
        root = etree.fromstring(self.response().encode())
        sign(find(root, part), key, **how)
        return etree.tostring(root)


def _optional(in_response_to: str | None) -> str:
    return "" if in_response_to is None else f' InResponseTo="{in_response_to}"'


def find(root: etree._Element, name: str) -> etree._Element:
    found = next(each for each in root.iter() if etree.QName(each).localname == name)
    assert found is not None
    return found


def sign(
    element: etree._Element,
    key: str = "provider",
    *,
    method: Any = constants.TransformRsaSha256,
    digest: Any = constants.TransformSha256,
    transforms: tuple[Any, ...] = (constants.TransformEnveloped, constants.TransformExclC14N),
    c14n: Any = constants.TransformExclC14N,
    hmac_key: bytes | None = None,
    age: timedelta = timedelta(),
) -> None:
    """Sign an element by its ID, in the way that a test wants."""
    node = xmlsec.template.create(element, c14n, method, ns="ds")
    element.insert(1, node)
    reference = xmlsec.template.add_reference(node, digest, uri=f"#{element.get('ID')}")
    for transform in transforms:
        xmlsec.template.add_transform(reference, transform)
    context = xmlsec.SignatureContext()
    if hmac_key is not None:
        context.key = xmlsec.Key.from_binary_data(constants.KeyDataHmac, hmac_key)
    else:
        secret = key_pair(key, age).private_key.reveal().encode()
        context.key = xmlsec.Key.from_memory(secret, constants.KeyDataFormatPem)
    context.register_id(element, "ID")
    context.sign(node)


def trust(gatepost: Installation, **changes: Any) -> None:
    """Let people sign in through the provider; the administrator has emergency access."""
    provider = replace(ExternalProvider("Example", ENTITY_ID, SIGN_ON, (key_pair("provider").certificate,)), **changes)

    def do(call: Call) -> None:
        choice = Choice(SourceKind.EXTERNAL_IDP, provider, (gatepost.made.admin.user_id,))
        identity_source.change(call, gatepost.made.instance, choice)

    gatepost.write(do)


def begin(browser: Browser, return_to: str = "/") -> str:
    """Go from the sign-in page to the provider; return the id of the request that arrives there."""
    browser.get("/sign-in", query_string={"return_to": return_to})
    sent = browser.submit({}, at="/sign-in/external")
    assert sent.status_code == 303, sent.text
    request_id = inflated(sent.headers["Location"]).get("ID")
    assert request_id is not None
    return request_id


def deliver(gatepost: Installation, xml: bytes) -> TestResponse:
    """Post an answer as the provider's page does: from another site, and so without our cookies."""
    return gatepost.browser().post("/saml/sp/acs", {"SAMLResponse": base64.b64encode(xml).decode()})


def complete(browser: Browser, page: TestResponse) -> TestResponse:
    """Let the page that came back send itself, in the browser that began."""
    posted = Posted.from_page(page)
    assert posted.url == "/sign-in/external/complete"
    return browser.post(posted.url, posted.fields)
