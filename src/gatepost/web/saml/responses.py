"""Response: the answer to an application, with an assertion about a person or with the reason why not (saml-core 3.2.2, 2.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lxml import etree

from gatepost.web.saml import names
from gatepost.web.saml.documents import instant
from gatepost.web.saml.signatures import Signer, sign

LIFETIME: Final = timedelta(minutes=5)
"""How long an answer may be on its way through the browser."""
CLOCKS_DIFFER: Final = timedelta(minutes=3)
_TYPE = f"{{{names.SCHEMA_INSTANCE}}}type"
_NAMESPACES: Final = {"samlp": names.PROTOCOL, "saml": names.ASSERTION}
_OF_ASSERTION: Final = {"saml": names.ASSERTION, "xs": names.SCHEMA, "xsi": names.SCHEMA_INSTANCE}


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who an answer is for, and where it goes; `in_response_to` is the ID of the request, if there was one."""

    audience: str
    url: str
    in_response_to: str | None = None


@dataclass(frozen=True, slots=True)
class SubjectAttribute:
    """An attribute as it is written: its name, the URI of its name's format, and its values."""

    name: str
    name_format: str
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom an assertion is about: the name, the URI of its format, when and as which session they signed in."""

    name_id: str
    name_id_format: str
    attributes: Sequence[SubjectAttribute]
    authenticated_at: datetime
    session_index: str
    session_ends_at: datetime
    context_class: str = names.PASSWORD_PROTECTED


def build_assertion(
    assertion_id: str, issuer: str, addressee: Addressee, subject: Subject, now: datetime
) -> etree._Element:
    """Return an assertion, not signed yet."""
    root = etree.Element(names.assertion("Assertion"), nsmap=_OF_ASSERTION)
    root.set("ID", assertion_id)
    root.set("Version", "2.0")
    root.set("IssueInstant", instant(now))
    _add(root, "Issuer").text = issuer
    _add_subject(root, addressee, subject, now)
    conditions = _add(root, "Conditions", NotBefore=instant(now - CLOCKS_DIFFER), NotOnOrAfter=instant(now + LIFETIME))
    _add(_add(conditions, "AudienceRestriction"), "Audience").text = addressee.audience
    statement = _add(
        root,
        "AuthnStatement",
        AuthnInstant=instant(subject.authenticated_at),
        SessionIndex=subject.session_index,
        SessionNotOnOrAfter=instant(subject.session_ends_at),
    )
    _add(_add(statement, "AuthnContext"), "AuthnContextClassRef").text = subject.context_class
    if subject.attributes:
        _add_attributes(root, subject.attributes)
    return root


def build_response(
    response_id: str, issuer: str, addressee: Addressee, assertion: etree._Element, now: datetime, signer: Signer | None
) -> etree._Element:
    """Return the answer that carries an assertion (or an encrypted one), signed where there is a signer."""
    root = _envelope(response_id, issuer, addressee, now)
    status = etree.SubElement(root, names.protocol("Status"))
    etree.SubElement(status, names.protocol("StatusCode"), Value=names.SUCCESS)
    root.append(assertion)
    if signer is not None:
        sign(root, signer)
    return root


def build_refusal(
    response_id: str, issuer: str, addressee: Addressee, codes: tuple[str, str], now: datetime, signer: Signer
) -> etree._Element:
    """Return the answer that says why there is no assertion, by a status code and one below it; always signed."""
    root = _envelope(response_id, issuer, addressee, now)
    status = etree.SubElement(root, names.protocol("Status"))
    code = etree.SubElement(status, names.protocol("StatusCode"), Value=codes[0])
    etree.SubElement(code, names.protocol("StatusCode"), Value=codes[1])
    sign(root, signer)
    return root


def _envelope(response_id: str, issuer: str, addressee: Addressee, now: datetime) -> etree._Element:
    root = etree.Element(names.protocol("Response"), nsmap=_NAMESPACES)
    root.set("ID", response_id)
    root.set("Version", "2.0")
    root.set("IssueInstant", instant(now))
    root.set("Destination", addressee.url)
    if addressee.in_response_to is not None:
        root.set("InResponseTo", addressee.in_response_to)
    _add(root, "Issuer").text = issuer
    return root


def _add_subject(root: etree._Element, addressee: Addressee, subject: Subject, now: datetime) -> None:
    element = _add(root, "Subject")
    _add(element, "NameID", Format=subject.name_id_format).text = subject.name_id
    confirmation = _add(element, "SubjectConfirmation", Method=names.BEARER)
    data = _add(confirmation, "SubjectConfirmationData", NotOnOrAfter=instant(now + LIFETIME), Recipient=addressee.url)
    if addressee.in_response_to is not None:
        data.set("InResponseTo", addressee.in_response_to)


def _add_attributes(root: etree._Element, attributes: Sequence[SubjectAttribute]) -> None:
    statement = _add(root, "AttributeStatement")
    for attribute in attributes:
        element = _add(statement, "Attribute", Name=attribute.name, NameFormat=attribute.name_format)
        for value in attribute.values:
            _add(element, "AttributeValue", **{_TYPE: "xs:string"}).text = value


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, names.assertion(name), attributes)
