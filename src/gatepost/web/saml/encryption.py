"""Encrypted assertions: for an application's certificate, and from an identity provider for ours (xmlenc-core1)."""

from collections.abc import Sequence
from typing import Final

import xmlsec
from lxml import etree
from xmlsec import constants

from gatepost.kit.errors import Invalid
from gatepost.kit.secret import Secret
from gatepost.web.saml import documents, names
from gatepost.web.saml.signatures import WEAK

UNREADABLE: Final = "AssertionUnreadable"

_CONTENT: Final = frozenset(
    f"http://www.w3.org/{base}aes{bits}-{mode}"
    for bits in (128, 192, 256)
    for base, mode in (("2009/xmlenc11#", "gcm"), ("2001/04/xmlenc#", "cbc"))
)
_TRANSPORT: Final = frozenset(
    {"http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p", "http://www.w3.org/2009/xmlenc11#rsa-oaep"}
)


def encrypt(assertion: etree._Element, certificate: str) -> etree._Element:
    """Return an EncryptedAssertion that only the certificate's owner can read: AES-256-GCM, its key by RSA-OAEP."""
    manager = xmlsec.KeysManager()
    manager.add_key(xmlsec.Key.from_memory(certificate.encode("ascii"), constants.KeyDataFormatCertPem))
    data = xmlsec.template.encrypted_data_create(
        assertion, constants.TransformAes256Gcm, type=constants.TypeEncElement, ns="xenc"
    )
    xmlsec.template.encrypted_data_ensure_cipher_value(data)
    info = xmlsec.template.encrypted_data_ensure_key_info(data, ns="ds")
    key = xmlsec.template.add_encrypted_key(info, constants.TransformRsaOaep)
    xmlsec.template.encrypted_data_ensure_cipher_value(key)
    context = xmlsec.EncryptionContext(manager)
    context.key = xmlsec.Key.generate(constants.KeyDataAes, 256, constants.KeyDataTypeSession)
    sealed = etree.Element(names.assertion("EncryptedAssertion"), nsmap={"saml": names.ASSERTION})
    # xmlsec puts the ciphertext into the element's own place, so it needs one.
    sealed.append(assertion)
    context.encrypt_xml(data, assertion)
    return sealed


def decrypt(sealed: etree._Element, private_keys: Sequence[Secret]) -> etree._Element:
    """Put the assertion into the place of an EncryptedAssertion and return it; Invalid where none of our keys opens it.

    What comes out is held to the rules of every message from outside.
    """
    _check_algorithms(sealed)
    data = sealed.find(f"{{{names.ENCRYPTION}}}EncryptedData")
    parent = sealed.getparent()
    if data is None or parent is None:
        raise Invalid("The encrypted assertion is malformed.", reason=UNREADABLE)
    for private_key in private_keys:
        assertion = _opened(data, private_key)
        if assertion is not None:
            parent.replace(sealed, assertion)
            documents.check(parent.getroottree().getroot())
            return assertion
    raise Invalid("The assertion is encrypted for another key than ours.", reason=UNREADABLE)


def _opened(data: etree._Element, private_key: Secret) -> etree._Element | None:
    manager = xmlsec.KeysManager()
    manager.add_key(xmlsec.Key.from_memory(private_key.reveal().encode("ascii"), constants.KeyDataFormatPem))
    try:
        found = xmlsec.EncryptionContext(manager).decrypt(data)
    except xmlsec.Error:
        return None
    return found if found.tag == names.assertion("Assertion") else None


def _check_algorithms(sealed: etree._Element) -> None:
    allowed = {"EncryptedData": _CONTENT, "EncryptedKey": _TRANSPORT}
    for method in sealed.iter(f"{{{names.ENCRYPTION}}}EncryptionMethod"):
        parent = method.getparent()
        kind = "" if parent is None else etree.QName(parent).localname
        algorithm = method.get("Algorithm", "")
        if algorithm not in allowed.get(kind, frozenset()):
            raise Invalid(f"The encryption algorithm {algorithm[:100]} is not allowed.", reason=WEAK)
    if next(sealed.iter(f"{{{names.ENCRYPTION}}}CipherReference"), None) is not None:
        raise Invalid("The encrypted assertion refers to something elsewhere.", reason=UNREADABLE)
