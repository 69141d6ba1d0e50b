"""The SOAP binding: one message in an envelope, from server to server (saml-bindings section 3.2)."""

from typing import Final

from lxml import etree

from gatepost.kit.errors import Invalid
from gatepost.web.saml import documents
from gatepost.web.saml.documents import MALFORMED, Element, to_bytes

_ENVELOPE: Final = "http://schemas.xmlsoap.org/soap/envelope/"
HEADERS: Final = {
    "Content-Type": "text/xml; charset=utf-8",
    "SOAPAction": "http://www.oasis-open.org/committees/security",
}


def wrap(message: Element) -> bytes:
    """Return a message in its envelope."""
    root = etree.Element(f"{{{_ENVELOPE}}}Envelope", nsmap={"soap": _ENVELOPE})
    etree.SubElement(root, f"{{{_ENVELOPE}}}Body").append(message)
    return to_bytes(root)


def unwrap(xml: bytes) -> Element:
    """Return the message of an envelope; Invalid where there is none, or a fault."""
    root = documents.parse(xml, allows_comments=True)
    body = root.find(f"{{{_ENVELOPE}}}Body")
    if root.tag != f"{{{_ENVELOPE}}}Envelope" or body is None or len(body) != 1:
        raise Invalid("The answer is not one message in a SOAP envelope.", reason=MALFORMED)
    return body[0]
