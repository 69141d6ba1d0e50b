"""What SAML costs without Gatepost: xmlsec alone, and pysaml2, on one answer of the same size."""

import warnings
from collections.abc import Callable
from pathlib import Path
from shutil import which

from lxml import etree

from bench.requests import saml
from gatepost.core.keys import certificates
from gatepost.kit.clock import SystemClock
from gatepost.kit.entropy import SystemEntropy
from gatepost.web.saml import signatures
from gatepost.web.saml.signatures import Signer

SIGN = "xmlsec alone, one signature"
VERIFY = "xmlsec alone, one verification"
PYSAML2_SIGN = "pysaml2, answer signed"
PYSAML2_VERIFY = "pysaml2, signature verified"


class NotInstalled(Exception):  # noqa: N818 - named by its meaning
    """The peer needs a program that is not there."""


def sign(_: Path) -> Callable[[], object]:
    """Sign a fresh copy of an assertion."""
    signer, xml = _signer(), etree.tostring(saml.assertion("_bench", SystemClock().now()))
    return lambda: signatures.sign(etree.fromstring(xml), signer)


def verify(_: Path) -> Callable[[], object]:
    """Verify a signed assertion that was parsed anew."""
    signer, root = _signer(), saml.assertion("_bench", SystemClock().now())
    signatures.sign(root, signer)
    xml = etree.tostring(root)
    return lambda: signatures.verify(etree.fromstring(xml), (signer.certificate,))


def pysaml2_sign(folder: Path) -> Callable[[], object]:
    """Let pysaml2 sign, which asks the program xmlsec1 each time."""
    context, key_file = _pysaml2(folder)
    xml = etree.tostring(saml.assertion("_bench", SystemClock().now())).decode()
    prepared = _with_template(xml)
    return lambda: context.sign_statement(
        prepared, "urn:oasis:names:tc:SAML:2.0:assertion:Assertion", key_file=key_file, node_id="_bench"
    )


def pysaml2_verify(folder: Path) -> Callable[[], object]:
    """Let pysaml2 verify what it has signed."""
    context, key_file = _pysaml2(folder)
    name = "urn:oasis:names:tc:SAML:2.0:assertion:Assertion"
    xml = etree.tostring(saml.assertion("_bench", SystemClock().now())).decode()
    signed = context.sign_statement(_with_template(xml), name, key_file=key_file, node_id="_bench")
    certificate = str(folder / "pysaml2.pem")
    return lambda: context.verify_signature(signed, cert_file=certificate, node_name=name, node_id="_bench")


ALL = {SIGN: sign, VERIFY: verify, PYSAML2_SIGN: pysaml2_sign, PYSAML2_VERIFY: pysaml2_verify}


def _signer() -> Signer:
    pair = certificates.make("bench", SystemClock().now(), SystemEntropy())
    return Signer(pair.private_key, pair.certificate)


def _pysaml2(folder: Path):  # type: ignore[no-untyped-def] # pysaml2 has no types
    program = which("xmlsec1")
    if program is None:
        raise NotInstalled("pysaml2 needs the program xmlsec1 (Debian: xmlsec1)")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from saml2.sigver import CryptoBackendXmlSec1, SecurityContext
    signer, key, certificate = _signer(), folder / "pysaml2.key", folder / "pysaml2.pem"
    key.write_text(signer.private_key.reveal())
    certificate.write_text(signer.certificate)
    backend = CryptoBackendXmlSec1(program)
    return SecurityContext(backend, key_file=str(key), cert_file=str(certificate)), str(key)


def _with_template(xml: str) -> str:
    """Return an assertion with the empty signature that xmlsec1 fills in."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from saml2.saml import assertion_from_string
        from saml2.sigver import pre_signature_part
    parsed = assertion_from_string(xml)
    parsed.signature = pre_signature_part(
        "_bench",
        sign_alg="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        digest_alg="http://www.w3.org/2001/04/xmlenc#sha256",
    )
    return str(parsed)
