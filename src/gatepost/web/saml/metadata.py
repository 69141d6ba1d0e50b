"""Metadata: who a party is, where it takes messages and which keys it has (saml-metadata), written for us."""

from collections.abc import Sequence

from lxml import etree

from gatepost.web.saml import names
from gatepost.web.saml.documents import to_bytes
from gatepost.web.saml.signatures import base64_of

CONTENT_TYPE = "application/samlmetadata+xml"


def identity_provider(public_url: str, certificates: Sequence[str]) -> bytes:
    """Return Gatepost's metadata as an identity provider; its entity id is the address where it is found."""
    base = f"{public_url}/saml/idp"
    root = _entity(f"{base}/metadata")
    role = _role(root, "IDPSSODescriptor", WantAuthnRequestsSigned="false")
    _add_keys(role, certificates)
    for binding in (names.REDIRECT, names.POST):
        _add(role, "SingleLogoutService", Binding=binding, Location=f"{base}/slo")
    for form in names.NAME_ID_FORMATS.values():
        _add(role, "NameIDFormat").text = form
    for binding in (names.REDIRECT, names.POST):
        _add(role, "SingleSignOnService", Binding=binding, Location=f"{base}/sso")
    return to_bytes(root)


def service_provider(public_url: str, certificates: Sequence[str]) -> bytes:
    """Return Gatepost's metadata as a service provider, for the identity provider that people sign in through."""
    root = _entity(service_provider_id(public_url))
    role = _role(root, "SPSSODescriptor", AuthnRequestsSigned="true", WantAssertionsSigned="true")
    _add_keys(role, certificates, ("signing", "encryption"))
    for binding in (names.REDIRECT, names.POST):
        _add(role, "SingleLogoutService", Binding=binding, Location=provider_logout_url(public_url))
    for form in ("emailAddress", "persistent", "unspecified"):
        _add(role, "NameIDFormat").text = names.NAME_ID_FORMATS[form]
    _add(
        role,
        "AssertionConsumerService",
        Binding=names.POST,
        Location=consumer_url(public_url),
        index="0",
        isDefault="true",
    )
    return to_bytes(root)


def service_provider_id(public_url: str) -> str:
    """Return the entity id of Gatepost as a service provider, which is where its metadata are."""
    return f"{public_url}/saml/sp/metadata"


def consumer_url(public_url: str) -> str:
    """Return where identity providers send their answers."""
    return f"{public_url}/saml/sp/acs"


def provider_logout_url(public_url: str) -> str:
    """Return where the identity provider says that somebody signed out, and answers that it was told so."""
    return f"{public_url}/saml/sp/slo"


def _entity(entity_id: str) -> etree._Element:
    root = etree.Element(names.metadata("EntityDescriptor"), nsmap={"md": names.METADATA, "ds": names.SIGNATURE})
    root.set("entityID", entity_id)
    return root


def _role(root: etree._Element, name: str, **attributes: str) -> etree._Element:
    return _add(root, name, protocolSupportEnumeration=names.PROTOCOL, **attributes)


def _add_keys(role: etree._Element, certificates: Sequence[str], uses: Sequence[str] = ("signing",)) -> None:
    for use in uses:
        for certificate in certificates:
            descriptor = _add(role, "KeyDescriptor", use=use)
            info = etree.SubElement(descriptor, names.signature("KeyInfo"))
            data = etree.SubElement(info, names.signature("X509Data"))
            etree.SubElement(data, names.signature("X509Certificate")).text = base64_of(certificate)


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, names.metadata(name), attributes)
