"""The metadata of an identity provider at an https address of the machine's own, which a test changes as the provider would."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.doors.saml.partners import key_pair
from tests.servers import https
from tests.servers.certificates import Certificate

_METADATA = """<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"
 entityID="{entity_id}"><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">{keys}
<md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/slo"/>
<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{sign_on_url}"/>
</md:IDPSSODescriptor></md:EntityDescriptor>"""
_KEY = """<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data>
</ds:KeyInfo></md:KeyDescriptor>"""


def metadata(
    *keys: str, entity_id: str = "https://idp.example.com", sign_on_url: str = "https://idp.example.com/sso"
) -> str:
    bodies = ["".join(key_pair(key).certificate.splitlines()[1:-1]) for key in keys]
    return _METADATA.format(
        entity_id=entity_id, sign_on_url=sign_on_url, keys="".join(_KEY.format(body) for body in bodies)
    )


class Provider:
    """What a web server serves: `document`, at `url`."""

    document: str | None = metadata("provider")
    url: str


@contextmanager
def serving(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """Serve a provider's metadata; without a document the answer is 404."""
    made = Provider()

    class Handler(https.Handler):
        def respond(self) -> None:
            self.answer(404 if made.document is None else 200, (made.document or "").encode())

    with https.running(certificate, Handler, monkeypatch) as origin:
        made.url = f"{origin}/metadata"
        yield made
