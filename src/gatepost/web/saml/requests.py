"""AuthnRequest: an application's wish that somebody signs in (saml-core section 3.4), read and written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lxml import etree

from gatepost.kit.errors import Invalid
from gatepost.web.saml import names
from gatepost.web.saml.documents import MALFORMED, instant, instant_of, text_of

_LONGEST_ID: Final = 256
_TRUE = frozenset({"true", "1"})


@dataclass(frozen=True, slots=True)
class AuthnRequest:
    """What an application asks: the place for the answer by URL or by index, and how the person is to be asked."""

    id: str
    issuer: str
    issued_at: datetime
    destination: str | None = None
    assertion_consumer_service_url: str | None = None
    assertion_consumer_service_index: int | None = None
    protocol_binding: str | None = None
    force_authn: bool = False
    is_passive: bool = False
    name_id_format: str | None = None
    sp_name_qualifier: str | None = None


def read(root: etree._Element) -> AuthnRequest:
    """Return what an AuthnRequest says; Invalid for another message, or one without what it must have."""
    if root.tag != names.protocol("AuthnRequest") or root.get("Version") != "2.0":
        raise _bad("is not an AuthnRequest of SAML 2.0")
    issued_at = instant_of(root, "IssueInstant")
    request_id = root.get("ID", "")
    if not request_id or len(request_id) > _LONGEST_ID or issued_at is None:
        raise _bad("has no ID or no IssueInstant")
    issuer = text_of(root.find(names.assertion("Issuer")))
    if not issuer:
        raise _bad("does not say who sends it")
    policy = root.find(names.protocol("NameIDPolicy"))
    return AuthnRequest(
        id=request_id,
        issuer=issuer,
        issued_at=issued_at,
        destination=root.get("Destination"),
        assertion_consumer_service_url=root.get("AssertionConsumerServiceURL"),
        assertion_consumer_service_index=_index(root.get("AssertionConsumerServiceIndex")),
        protocol_binding=root.get("ProtocolBinding"),
        force_authn=root.get("ForceAuthn", "") in _TRUE,
        is_passive=root.get("IsPassive", "") in _TRUE,
        name_id_format=None if policy is None else policy.get("Format"),
        sp_name_qualifier=None if policy is None else policy.get("SPNameQualifier"),
    )


def build(request: AuthnRequest) -> etree._Element:
    """Return the document of a request."""
    root = etree.Element(names.protocol("AuthnRequest"), nsmap={"samlp": names.PROTOCOL, "saml": names.ASSERTION})
    root.set("ID", request.id)
    root.set("Version", "2.0")
    root.set("IssueInstant", instant(request.issued_at))
    for name, value in {
        "Destination": request.destination,
        "AssertionConsumerServiceURL": request.assertion_consumer_service_url,
        "ProtocolBinding": request.protocol_binding,
        "ForceAuthn": "true" if request.force_authn else None,
    }.items():
        if value is not None:
            root.set(name, value)
    etree.SubElement(root, names.assertion("Issuer")).text = request.issuer
    if request.name_id_format is not None:
        etree.SubElement(root, names.protocol("NameIDPolicy"), Format=request.name_id_format, AllowCreate="true")
    return root


def _index(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 5):
        raise _bad("has an AssertionConsumerServiceIndex that is no number")
    return int(text)


def _bad(what: str) -> Invalid:
    return Invalid(f"The SAML message {what}.", reason=MALFORMED)
