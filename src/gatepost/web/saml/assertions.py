"""What an identity provider says of a person, believed only once everything about it is right (saml-profiles section 4.1.4.3).

Each refusal has a reason of its own, for the administrator who mends it. What is read is what was signed: the element that was
verified, or one inside it, in the same tree.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lxml import etree

from gatepost.kit.errors import Invalid
from gatepost.web.saml import name_ids, names, signatures
from gatepost.web.saml.documents import Element, instant_of, text_of
from gatepost.web.saml.name_ids import NameId

CLOCKS_DIFFER: Final = timedelta(minutes=3)
OLDEST: Final = timedelta(minutes=10)
"""An answer comes straight from the provider: replays need to be remembered no longer than this and the clocks' difference."""

REFUSED: Final = "ProviderRefused"
SHAPE: Final = "MalformedResponse"
ISSUER: Final = "WrongIssuer"
DESTINATION: Final = "WrongDestination"
AUDIENCE: Final = "WrongAudience"
RECIPIENT: Final = "WrongRecipient"
EXPIRED: Final = "AssertionExpired"
EARLY: Final = "AssertionNotYetValid"
MISMATCH: Final = "WrongInResponseTo"
CERTIFICATE: Final = "CertificateExpired"

_KNOWN_CONDITIONS = {
    names.assertion("AudienceRestriction"),
    names.assertion("OneTimeUse"),
    names.assertion("ProxyRestriction"),
}

Decrypt = Callable[[Element], Element]
"""Puts an assertion into the place of an EncryptedAssertion and returns it."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What an answer must say to be for us: who sends it, whose keys sign it, and who and where we are.

    `expired_certificates` are believed no longer; they tell an answer that is signed by one of them from a stranger's.
    """

    issuer: str
    certificates: Sequence[str]
    audience: str
    url: str
    now: datetime
    expired_certificates: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Assertion:
    """A person as the provider names them. Without `in_response_to` nobody asked."""

    id: str
    name_id: NameId
    session_index: str | None
    attributes: Mapping[str, tuple[str, ...]]
    in_response_to: str | None
    expires_at: datetime


def read(root: etree._Element, expected: Expected, decrypt: Decrypt) -> Assertion:
    """Return the one assertion of a Response, or raise Invalid with the reason why it is not believed."""
    _check_response(root, expected)
    is_response_signed = root.find(names.signature("Signature")) is not None
    if is_response_signed:
        _verify(root, expected)
    element = _only_assertion(root, decrypt, is_response_signed=is_response_signed)
    is_assertion_signed = element.find(names.signature("Signature")) is not None
    if is_assertion_signed or not is_response_signed:
        _verify(element, expected)
    if sum(1 for _ in root.iter(names.signature("Signature"))) != is_response_signed + is_assertion_signed:
        raise _bad("holds a signature where none belongs", SHAPE)
    return _read_assertion(element, root.get("InResponseTo"), expected)


def _verify(element: etree._Element, expected: Expected) -> None:
    try:
        signatures.verify(element, expected.certificates)
    except Invalid as problem:
        if problem.reason == signatures.WRONG and _is_by_expired(element, expected):
            raise _bad("is signed with a certificate that has expired", CERTIFICATE) from None
        raise


def _is_by_expired(element: etree._Element, expected: Expected) -> bool:
    try:
        signatures.verify(element, expected.expired_certificates)
    except Invalid:
        return False
    return True


def _check_response(root: etree._Element, expected: Expected) -> None:
    if root.tag != names.protocol("Response") or root.get("Version") != "2.0" or not root.get("ID"):
        raise _bad("is not a Response of SAML 2.0", SHAPE)
    destination = root.get("Destination")
    is_signed = root.find(names.signature("Signature")) is not None
    if destination != expected.url and (destination is not None or is_signed):
        raise _bad("was meant for another address", DESTINATION)
    _check_issuer(root, expected, is_required=False)
    _check_status(root)


def _check_status(root: etree._Element) -> None:
    code = root.find("samlp:Status/samlp:StatusCode", names.PREFIXES)
    if code is None:
        raise _bad("has no status", SHAPE)
    if code.get("Value") != names.SUCCESS:
        below = code.find(names.protocol("StatusCode"))
        value = (code if below is None else below).get("Value", "")
        raise _bad(
            f"says {value.rpartition(':')[2][:64] or 'nothing'}: the identity provider signed nobody in", REFUSED
        )


def _only_assertion(root: etree._Element, decrypt: Decrypt, *, is_response_signed: bool) -> etree._Element:
    plain = root.findall(names.assertion("Assertion"))
    sealed = root.findall(names.assertion("EncryptedAssertion"))
    if len(plain) + len(sealed) != 1:
        raise _bad(f"holds {len(plain) + len(sealed)} assertions, and must hold one", SHAPE)
    if sealed and not is_response_signed and not _is_authenticated(sealed[0]):
        raise _bad("is encrypted in a way that shows no change, and not signed as a whole", signatures.WEAK)
    element = decrypt(sealed[0]) if sealed else plain[0]
    if sum(1 for _ in root.iter(names.assertion("Assertion"))) != 1:
        raise _bad("holds more than one assertion", SHAPE)
    if element.get("Version") != "2.0" or not element.get("ID"):
        raise _bad("holds an assertion that is not one of SAML 2.0", SHAPE)
    return element


def _is_authenticated(sealed: etree._Element) -> bool:
    """Whether a cipher is one that shows changes (GCM): with others, answers to changed messages give the content away."""
    method = sealed.find("xenc:EncryptedData/xenc:EncryptionMethod", names.PREFIXES)
    return method is not None and method.get("Algorithm", "").endswith("-gcm")


def _read_assertion(element: etree._Element, in_response_to: str | None, expected: Expected) -> Assertion:
    _check_issuer(element, expected, is_required=True)
    issued_at = instant_of(element, "IssueInstant")
    if issued_at is None:
        raise _bad("has no IssueInstant", SHAPE)
    if issued_at - expected.now > CLOCKS_DIFFER:
        raise _bad("is from the future: compare the clocks", EARLY)
    if expected.now - issued_at > OLDEST + CLOCKS_DIFFER:
        raise _bad("is too old", EXPIRED)
    _check_conditions(element, expected)
    subject = _only(element, "Subject")
    _check_confirmation(subject, in_response_to, expected)
    session_index = _check_session(element, expected)
    name_id = name_ids.read(_only(subject, "NameID"))
    if not name_id.value:
        raise _bad("names nobody", SHAPE)
    return Assertion(
        id=element.get("ID", ""),
        name_id=name_id,
        session_index=session_index,
        attributes=_attributes(element),
        in_response_to=in_response_to,
        expires_at=issued_at + OLDEST + 2 * CLOCKS_DIFFER,
    )


def _check_issuer(element: etree._Element, expected: Expected, *, is_required: bool) -> None:
    issuer = element.find(names.assertion("Issuer"))
    if (issuer is not None or is_required) and text_of(issuer) != expected.issuer:
        raise _bad("comes from another identity provider than the one that is set", ISSUER)


def _check_conditions(element: etree._Element, expected: Expected) -> None:
    conditions = _only(element, "Conditions")
    _check_window(conditions, expected.now)
    if any(each.tag not in _KNOWN_CONDITIONS for each in conditions):
        raise _bad("has a condition that is not known", SHAPE)
    restrictions = conditions.findall(names.assertion("AudienceRestriction"))
    if not restrictions or not all(_is_for(each, expected.audience) for each in restrictions):
        raise _bad("is meant for another service", AUDIENCE)


def _is_for(restriction: etree._Element, audience: str) -> bool:
    return any(text_of(each) == audience for each in restriction.findall(names.assertion("Audience")))


def _check_confirmation(subject: etree._Element, in_response_to: str | None, expected: Expected) -> None:
    """Require a bearer confirmation that is for this address, in time, and of the same request as the Response."""
    data = [
        each.find(names.assertion("SubjectConfirmationData"))
        for each in subject.findall(names.assertion("SubjectConfirmation"))
        if each.get("Method") == names.BEARER
    ]
    here = [each for each in data if each is not None and each.get("Recipient") == expected.url]
    if not here:
        raise _bad("is confirmed for another address", RECIPIENT)
    if here[0].get("NotOnOrAfter") is None:
        raise _bad("does not say until when it may be used", SHAPE)
    _check_window(here[0], expected.now)
    if here[0].get("InResponseTo") != in_response_to:
        raise _bad("answers another request than its assertion", MISMATCH)


def _check_session(element: etree._Element, expected: Expected) -> str | None:
    """Require that the provider's session goes on, and return its index."""
    statement = _only(element, "AuthnStatement")
    ends_at = instant_of(statement, "SessionNotOnOrAfter")
    if ends_at is not None and ends_at <= expected.now - CLOCKS_DIFFER:
        raise _bad("is about a session that has ended", EXPIRED)
    return statement.get("SessionIndex")


def _check_window(element: etree._Element, now: datetime) -> None:
    begins_at, ends_at = instant_of(element, "NotBefore"), instant_of(element, "NotOnOrAfter")
    if begins_at is not None and begins_at > now + CLOCKS_DIFFER:
        raise _bad("is not valid yet: compare the clocks", EARLY)
    if ends_at is not None and ends_at <= now - CLOCKS_DIFFER:
        raise _bad("has expired", EXPIRED)


def _attributes(element: etree._Element) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for attribute in element.findall("saml:AttributeStatement/saml:Attribute", names.PREFIXES):
        values = [text_of(each) for each in attribute.findall(names.assertion("AttributeValue"))]
        name = attribute.get("Name", "")
        found[name] = (*found.get(name, ()), *values)
    return found


def _only(parent: etree._Element, name: str) -> etree._Element:
    found = parent.findall(names.assertion(name))
    if len(found) != 1:
        raise _bad(f"has {len(found)} {name} elements where one belongs", SHAPE)
    return found[0]


def _bad(what: str, reason: str) -> Invalid:
    return Invalid(f"The identity provider's answer {what}.", reason=reason)
