"""How messages travel through a browser: in a redirect's query, deflated, or in a form that is posted (saml-bindings 3.4, 3.5)."""

import base64
import binascii
import zlib
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import parse_qsl, quote_plus, unquote_plus, urlencode

from lxml import etree

from gatepost.kit.errors import Invalid
from gatepost.web.saml import documents, signatures
from gatepost.web.saml.documents import LARGEST_MESSAGE, MALFORMED, Element, to_bytes
from gatepost.web.saml.signatures import SIGNATURE_ALGORITHM, Signer

LONGEST_RELAY_STATE: Final = 2048
"""saml-bindings section 3.4.3 says 80 bytes, and applications send more."""

Kind = Literal["SAMLRequest", "SAMLResponse"]


@dataclass(frozen=True, slots=True)
class Received:
    """A message as it came: its document, its relay state, and what a redirect's signature covers, where it has one."""

    root: etree._Element
    relay_state: str | None
    signed_query: str | None = None
    signature_algorithm: str | None = None
    signature: str | None = None

    @property
    def is_signed(self) -> bool:
        """Whether it carries a signature of either kind."""
        own = self.root.find("{http://www.w3.org/2000/09/xmldsig#}Signature")
        return self.signature is not None or own is not None

    def verify(self, certificates: tuple[str, ...]) -> None:
        """Require a signature by the key of one of the certificates, of the kind that the message's binding has."""
        if self.signed_query is not None:
            if self.signature is None or self.signature_algorithm is None:
                raise Invalid("The message is not signed.", reason=signatures.UNSIGNED)
            signatures.verify_query(self.signed_query, self.signature_algorithm, self.signature, certificates)
        else:
            signatures.verify(self.root, certificates)


def from_redirect(query: str, kind: Kind) -> Received:
    """Read a message from a query string as it was sent: its signature is over the octets, not over what they mean."""
    raw = _raw_fields(query)
    if kind not in raw:
        raise Invalid(f"There is no {kind} here.", reason=MALFORMED)
    xml = _inflate(_unbase64(unquote_plus(raw[kind])))
    relay_state = _relay_state(unquote_plus(raw["RelayState"]) if "RelayState" in raw else None)
    signed = "&".join(f"{name}={raw[name]}" for name in (kind, "RelayState", "SigAlg") if name in raw)
    return Received(
        root=documents.parse(xml),
        relay_state=relay_state,
        signed_query=signed,
        signature_algorithm=unquote_plus(raw["SigAlg"]) if "SigAlg" in raw else None,
        signature=unquote_plus(raw["Signature"]) if "Signature" in raw else None,
    )


def from_post(message: str, relay_state: str | None) -> Received:
    """Read a message from a form's fields."""
    return Received(documents.parse(_unbase64(message)), _relay_state(relay_state))


def to_redirect(url: str, root: etree._Element, kind: Kind, relay_state: str | None, signer: Signer | None) -> str:
    """Return the URL that carries a message, signed where there is a signer."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    message = base64.b64encode(deflater.compress(to_bytes(root)) + deflater.flush()).decode("ascii")
    fields = {kind: message, **({"RelayState": relay_state} if relay_state else {})}
    query = urlencode(fields)
    if signer is not None:
        query += "&" + urlencode({"SigAlg": SIGNATURE_ALGORITHM})
        query += f"&Signature={quote_plus(signatures.sign_query(query, signer))}"
    return f"{url}{'&' if '?' in url else '?'}{query}"


def to_signed_post(root: Element, signer: Signer) -> str:
    """Do as `to_post`, with a signature in the message."""
    signatures.sign(root, signer)
    return to_post(root)


def to_post(root: etree._Element) -> str:
    """Return a message as it stands in a form's field."""
    return base64.b64encode(to_bytes(root)).decode("ascii")


def _raw_fields(query: str) -> dict[str, str]:
    """Return a query's fields undecoded; Invalid where a field that counts comes twice."""
    fields: dict[str, str] = {}
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if name in fields:
            raise Invalid(f"The address has {name[:20]} twice.", reason=MALFORMED)
        fields[name] = value
    try:
        parse_qsl(query, errors="strict")
    except UnicodeError:
        raise Invalid("The address is not valid UTF-8.", reason=MALFORMED) from None
    return fields


def _unbase64(text: str) -> bytes:
    if len(text) > 2 * LARGEST_MESSAGE:
        raise Invalid("The SAML message is too long.", reason=MALFORMED)
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Invalid("The SAML message is not base64.", reason=MALFORMED) from None


def _inflate(data: bytes) -> bytes:
    """Return what was deflated (RFC 1951), no more of it than a message may have."""
    inflater = zlib.decompressobj(-15)
    try:
        xml = inflater.decompress(data, LARGEST_MESSAGE + 1)
    except zlib.error:
        raise Invalid("The SAML message is not deflated.", reason=MALFORMED) from None
    if not inflater.eof and len(xml) <= LARGEST_MESSAGE:
        raise Invalid("The SAML message is cut off.", reason=MALFORMED)
    return xml


def _relay_state(text: str | None) -> str | None:
    if text is not None and len(text) > LONGEST_RELAY_STATE:
        raise Invalid(f"The relay state is longer than {LONGEST_RELAY_STATE} characters.", reason=MALFORMED)
    return text or None
