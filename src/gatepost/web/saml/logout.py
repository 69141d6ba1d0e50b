"""LogoutRequest and LogoutResponse: one party says that somebody signed out, the other answers (saml-core section 3.7)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lxml import etree

from gatepost.kit.errors import Invalid
from gatepost.web.saml import name_ids, names
from gatepost.web.saml.documents import MALFORMED, Element, instant, instant_of, text_of
from gatepost.web.saml.name_ids import NameId

LIFETIME: Final = timedelta(minutes=5)
"""How long our own requests may be on their way through the browser."""


@dataclass(frozen=True, slots=True)
class LogoutRequest:
    """Whose sessions are to end: those with one of the indexes, all of the name's where there is no index."""

    id: str
    issuer: str
    issued_at: datetime
    destination: str | None
    name_id: NameId
    session_indexes: tuple[str, ...] = ()
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LogoutResponse:
    """What became of a logout at the party that was asked; `is_success` only where all of it was done."""

    issuer: str
    in_response_to: str
    destination: str | None
    is_success: bool


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
        name_id=name_ids.read(root.find(names.assertion("NameID"))),
        session_indexes=tuple(text_of(each) for each in root.findall(names.protocol("SessionIndex"))),
        ends_at=instant_of(root, "NotOnOrAfter"),
    )
    if not request.id or not request.issuer or not request.name_id.value:
        raise Invalid("The SAML message does not say who asks, or whose session ends.", reason=MALFORMED)
    return request


def read_response(root: Element) -> LogoutResponse:
    """Return what a LogoutResponse says; Invalid for another message, or one without what it must have."""
    if root.tag != names.protocol("LogoutResponse") or root.get("Version") != "2.0":
        raise Invalid("The SAML message is not a LogoutResponse of SAML 2.0.", reason=MALFORMED)
    codes = [each.get("Value", "") for each in root.iter(names.protocol("StatusCode"))]
    if not codes or not root.get("InResponseTo"):
        raise Invalid("The SAML message does not say what it answers, or how.", reason=MALFORMED)
    return LogoutResponse(
        issuer=text_of(root.find(names.assertion("Issuer"))),
        in_response_to=root.get("InResponseTo", ""),
        destination=root.get("Destination"),
        is_success=codes[0] == names.SUCCESS and names.PARTIAL_LOGOUT not in codes,
    )


def build_request(request: LogoutRequest) -> Element:
    """Return the document of a request, which may be on its way for some minutes."""
    root = _message("LogoutRequest", request.id, request.issuer, request.destination, request.issued_at)
    root.set("NotOnOrAfter", instant(request.issued_at + LIFETIME))
    root.set("Reason", names.LOGOUT_BY_USER)
    name_ids.add(root, request.name_id)
    for index in request.session_indexes:
        etree.SubElement(root, names.protocol("SessionIndex")).text = index
    return root


def build_response(
    response_id: str, issuer: str, url: str, in_response_to: str, codes: tuple[str, ...], now: datetime
) -> Element:
    """Return the answer: a status code and, where there is more to say, one below it."""
    root = _message("LogoutResponse", response_id, issuer, url, now)
    root.set("InResponseTo", in_response_to)
    parent = etree.SubElement(root, names.protocol("Status"))
    for code in codes:
        parent = etree.SubElement(parent, names.protocol("StatusCode"), Value=code)
    return root


def _message(name: str, message_id: str, issuer: str, destination: str | None, now: datetime) -> Element:
    root = etree.Element(names.protocol(name), nsmap={"samlp": names.PROTOCOL, "saml": names.ASSERTION})
    root.set("ID", message_id)
    root.set("Version", "2.0")
    root.set("IssueInstant", instant(now))
    if destination is not None:
        root.set("Destination", destination)
    etree.SubElement(root, names.assertion("Issuer")).text = issuer
    return root
