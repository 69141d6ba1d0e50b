"""An AuthnRequest, judged: who sends it, whether it is signed as it must be, and where its answer may go."""

from datetime import datetime, timedelta
from typing import Final

from werkzeug.wrappers import Request

from gatepost.core.actors import NOBODY
from gatepost.core.applications import saml_applications
from gatepost.core.applications.saml_model import SamlApplication, SamlSettings
from gatepost.core.call import identify
from gatepost.doors.saml import identity_provider
from gatepost.doors.saml.wishes import UNKNOWN_FORMAT, Wish
from gatepost.doors.visit import Site
from gatepost.kit.clock import epoch_seconds
from gatepost.kit.errors import Invalid
from gatepost.web.saml import names, requests
from gatepost.web.saml.bindings import Received
from gatepost.web.saml.requests import AuthnRequest
from gatepost.web.saml.responses import CLOCKS_DIFFER

UNREGISTERED: Final = "AnswerAddressNotRegistered"
MISDIRECTED: Final = "WrongDestination"
STALE: Final = "RequestExpired"

_OLDEST: Final = timedelta(minutes=15)
_FORMATS: Final = {uri: name for name, uri in names.NAME_ID_FORMATS.items()}


def judge(site: Site, request: Request, received: Received) -> Wish:
    """Return what an application wishes; Invalid or NotFound, with a reason, for what is not answered at all.

    None of these goes back to the application: until the request is right, nobody knows whose it is.
    """
    asked = requests.read(received.root)
    saml = _application(site, request, asked.issuer)
    _require_signature(received, saml.settings)
    now = site.runtime.clock.now()
    _require_here_and_now(asked, identity_provider.sign_on_url(site), now)
    return Wish(
        application_id=saml.application.application_id,
        url=_answer_url(asked, saml.settings),
        at=epoch_seconds(now),
        request_id=asked.id,
        relay_state=received.relay_state,
        force_authn=asked.force_authn,
        is_passive=asked.is_passive,
        name_id_format=_name_id_format(asked),
    )


def _application(site: Site, request: Request, entity_id: str) -> SamlApplication:
    client = site.client(request)
    home = site.home(client)
    return identify(
        site.runtime, client, lambda call: saml_applications.get_by_entity_id(call, home, entity_id), NOBODY
    )


def _require_signature(received: Received, settings: SamlSettings) -> None:
    """A signature is required where the application is set so; one that is there must be right wherever it can be checked."""
    if settings.requests_signed or (received.is_signed and settings.certificates):
        received.verify(settings.certificates)


def _require_here_and_now(asked: AuthnRequest, sign_on_url: str, now: datetime) -> None:
    if asked.destination is not None and asked.destination != sign_on_url:
        raise Invalid("The request was meant for another address.", reason=MISDIRECTED)
    if not -CLOCKS_DIFFER <= now - asked.issued_at <= _OLDEST:
        raise Invalid("The request is too old, or from the future.", reason=STALE)


def _name_id_format(asked: AuthnRequest) -> str | None:
    """Return the short name of the format that is asked for; nobody gets the names that we have for others."""
    if asked.sp_name_qualifier not in (None, "", asked.issuer):
        return UNKNOWN_FORMAT
    return asked.name_id_format and _FORMATS.get(asked.name_id_format, UNKNOWN_FORMAT)


def _answer_url(asked: AuthnRequest, settings: SamlSettings) -> str:
    """Return the place that the application names, by URL or index, if it is one of its own; else its first."""
    if asked.protocol_binding not in (None, names.POST):
        raise Invalid("Answers are sent by the HTTP-POST binding only.", reason=UNREGISTERED)
    services = settings.assertion_consumer_services
    if asked.assertion_consumer_service_url is not None:
        found = [each.url for each in services if each.url == asked.assertion_consumer_service_url]
    elif asked.assertion_consumer_service_index is not None:
        found = [each.url for each in services if each.index == asked.assertion_consumer_service_index]
    else:
        found = [services[0].url]
    if not found:
        raise Invalid("The answer was to go to an address that is not registered.", reason=UNREGISTERED)
    return found[0]
