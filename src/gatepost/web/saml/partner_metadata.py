"""Metadata of others, read: what an application or an identity provider says of itself (saml-metadata).

It is not believed for being signed: an administrator brings it, or names the https address that it comes from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from gatepost.kit.errors import Invalid
from gatepost.web.saml import documents, names
from gatepost.web.saml.documents import LARGEST_METADATA, text_of

UNUSABLE: Final = "MetadataUnusable"
_TRUE = frozenset({"true", "1"})


@dataclass(frozen=True, slots=True)
class Place:
    """An address and its binding; the index is that of an assertion consumer service."""

    url: str
    binding: str
    index: int = 0
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class ServiceProvider:
    """What an application says of itself; certificates are PEM."""

    entity_id: str
    assertion_consumer_services: Sequence[Place]
    logout_services: Sequence[Place]
    name_id_formats: Sequence[str]
    signing_certificates: Sequence[str]
    encryption_certificates: Sequence[str]
    signs_requests: bool
    wants_assertions_signed: bool


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """What an identity provider says of itself; certificates are PEM."""

    entity_id: str
    sign_on_services: Sequence[Place]
    logout_services: Sequence[Place]
    signing_certificates: Sequence[str]
    wants_requests_signed: bool


def read_service_provider(xml: bytes) -> ServiceProvider:
    """Return what an application's metadata say; Invalid where it has no address that answers can be posted to."""
    entity_id, role = _role(xml, "SPSSODescriptor")
    consumers = [each for each in _places(role, "AssertionConsumerService") if each.binding == names.POST]
    if not consumers:
        raise _unusable("name no assertion consumer service of the HTTP-POST binding")
    return ServiceProvider(
        entity_id=entity_id,
        assertion_consumer_services=sorted(consumers, key=lambda each: (not each.is_default, each.index)),
        logout_services=_places(role, "SingleLogoutService"),
        name_id_formats=[text_of(each) for each in role.findall(names.metadata("NameIDFormat"))],
        signing_certificates=_certificates(role, "signing"),
        encryption_certificates=_certificates(role, "encryption"),
        signs_requests=role.get("AuthnRequestsSigned", "") in _TRUE,
        wants_assertions_signed=role.get("WantAssertionsSigned", "") in _TRUE,
    )


def read_identity_provider(xml: bytes) -> IdentityProvider:
    """Return what a provider's metadata say; Invalid where it has no address for requests, or no key to know it by."""
    entity_id, role = _role(xml, "IDPSSODescriptor")
    services = [each for each in _places(role, "SingleSignOnService") if each.binding in {names.REDIRECT, names.POST}]
    if not services:
        raise _unusable("name no single sign-on service of the HTTP-Redirect or HTTP-POST binding")
    certificates = _certificates(role, "signing")
    if not certificates:
        raise _unusable("hold no certificate for signatures")
    return IdentityProvider(
        entity_id,
        services,
        _places(role, "SingleLogoutService"),
        certificates,
        role.get("WantAuthnRequestsSigned", "") in _TRUE,
    )


def _role(xml: bytes, name: str) -> tuple[str, etree._Element]:
    """Return an entity's id and its role; of several entities in one document, the only one that has this role."""
    root = documents.parse(xml.removeprefix(b"\xef\xbb\xbf"), largest=LARGEST_METADATA, allows_comments=True)
    entities = (
        [root]
        if root.tag == names.metadata("EntityDescriptor")
        else list(root.iter(names.metadata("EntityDescriptor")))
    )
    having = [each for each in entities if each.find(names.metadata(name)) is not None]
    if len(having) != 1:
        raise _unusable(f"must describe one entity with the role {name}, and describe {len(having)}")
    entity_id, role = having[0].get("entityID", "").strip(), having[0].find(names.metadata(name))
    if not entity_id or role is None:
        raise _unusable("do not say whose they are")
    if names.PROTOCOL not in role.get("protocolSupportEnumeration", "").split():
        raise _unusable("are not of SAML 2.0")
    return entity_id, role


def _places(role: etree._Element, name: str) -> list[Place]:
    return [
        Place(
            url=each.get("Location", ""),
            binding=each.get("Binding", ""),
            index=_index(each.get("index", "0")),
            is_default=each.get("isDefault", "") in _TRUE,
        )
        for each in role.findall(names.metadata(name))
    ]


def _index(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5):
        raise _unusable("have an index that is no number")
    return int(text)


def _certificates(role: etree._Element, use: str) -> list[str]:
    """Return the certificates for a use: a key without one is for both."""
    found: list[str] = []
    for descriptor in role.findall(names.metadata("KeyDescriptor")):
        if descriptor.get("use", use) == use:
            path = "ds:KeyInfo/ds:X509Data/ds:X509Certificate"
            found += [_pem(text_of(each)) for each in descriptor.findall(path, names.PREFIXES)]
    return list(dict.fromkeys(found))


def _pem(base64_text: str) -> str:
    body = "".join(base64_text.split())
    lines = "\n".join(body[start : start + 64] for start in range(0, len(body), 64))
    pem = f"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n"
    try:
        return x509.load_pem_x509_certificate(pem.encode("ascii")).public_bytes(Encoding.PEM).decode("ascii")
    except ValueError:
        raise _unusable("hold a certificate that is none") from None


def _unusable(what: str) -> Invalid:
    return Invalid(f"The metadata {what}.", reason=UNUSABLE)
