"""LogoutRequest and LogoutResponse: an application says that somebody signed out there (saml-core section 3.7)."""

from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from gatepost.kit.errors import Invalid
from gatepost.web.saml import names
from gatepost.web.saml.documents import MALFORMED, Element, instant, instant_of, text_of


@dataclass(frozen=True, slots=True)
class LogoutRequest:
    """Whose sessions are to end: those with one of the indexes, all of the name's where there is no index."""

    id: str
    issuer: str
    issued_at: datetime
    destination: str | None
    name_id: str
    session_indexes: tuple[str, ...]


def read(root: Element) -> LogoutRequest:
    """Return what a LogoutRequest says; Invalid for another message, or one without what it must have."""
    issued_at = instant_of(root, "IssueInstant")
    if root.tag != names.protocol("LogoutRequest") or root.get("Version") != "2.0" or issued_at is None:
        raise Invalid("The SAML message is not a LogoutRequest of SAML 2.0.", reason=MALFORMED)
    request = LogoutRequest(
        id=root.get("ID", ""),
        issuer=text_of(root.find(names.assertion("Issuer"))),
        issued_at=issued_at,
        destination=root.get("Destination"),
        name_id=text_of(root.find(names.assertion("NameID"))),
        session_indexes=tuple(text_of(each) for each in root.findall(names.protocol("SessionIndex"))),
    )
    if not request.id or not request.issuer or not request.name_id:
        raise Invalid("The SAML message does not say who asks, or whose session ends.", reason=MALFORMED)
    return request


def build_response(
    response_id: str, issuer: str, url: str, in_response_to: str, codes: tuple[str, ...], now: datetime
) -> Element:
    """Return the answer: a status code and, where there is more to say, one below it."""
    root = etree.Element(names.protocol("LogoutResponse"), nsmap={"samlp": names.PROTOCOL, "saml": names.ASSERTION})
    for name, value in {
        "ID": response_id,
        "Version": "2.0",
        "IssueInstant": instant(now),
        "Destination": url,
        "InResponseTo": in_response_to,
    }.items():
        root.set(name, value)
    etree.SubElement(root, names.assertion("Issuer")).text = issuer
    parent = etree.SubElement(root, names.protocol("Status"))
    for code in codes:
        parent = etree.SubElement(parent, names.protocol("StatusCode"), Value=code)
    return root
