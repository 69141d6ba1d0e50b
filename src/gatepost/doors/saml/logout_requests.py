"""A LogoutRequest of an application or of the identity provider, judged: whose it is, whether it is signed, new and for us."""

from datetime import timedelta
from typing import Final

from gatepost.doors.saml.logout_chain import NOWHERE, Party
from gatepost.doors.visit import Site
from gatepost.kit.errors import Invalid
from gatepost.web.saml.bindings import Received
from gatepost.web.saml.logout import LogoutRequest
from gatepost.web.saml.responses import CLOCKS_DIFFER
from gatepost.web.saml.signatures import UNSIGNED

OLDEST: Final = timedelta(minutes=15)


def require_right(site: Site, asking: Party, asked: LogoutRequest, received: Received, here: str) -> None:
    """A logout must be signed: else any page could sign people out."""
    if not asking.certificates:
        raise Invalid("Logouts need a certificate of the application to verify them with.", reason=UNSIGNED)
    received.verify(asking.certificates)
    if asking.logout_url is None or asking.logout_binding == "SOAP":
        raise Invalid(f"{asking.name} has no address to which a browser could bring the answer.", reason=NOWHERE)
    if asked.issuer != asking.entity_id:
        raise Invalid(f"The request does not come from {asking.name}.", reason="WrongIssuer")
    if asked.destination not in (None, here):
        raise Invalid("The request was meant for another address.", reason="WrongDestination")
    now = site.runtime.clock.now()
    has_ended = asked.ends_at is not None and asked.ends_at <= now - CLOCKS_DIFFER
    if has_ended or not -CLOCKS_DIFFER <= now - asked.issued_at <= OLDEST:
        raise Invalid("The request is too old, or from the future.", reason="RequestExpired")
