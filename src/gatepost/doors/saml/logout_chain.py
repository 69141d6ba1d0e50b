"""A single logout goes from party to party in the browser: each is told, answers, and the one who asked hears how it went."""

from dataclasses import dataclass

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY
from gatepost.core.applications import saml_applications
from gatepost.core.call import Call, identify, perform, record_failure
from gatepost.core.federation import logouts, provider_certificates, sign_in
from gatepost.core.federation.logout_model import Asker, Binding, Logout, Stop
from gatepost.doors.saml import answers, identity_provider, message_page, service_provider
from gatepost.doors.visit import Site
from gatepost.kit import ids
from gatepost.kit.errors import Invalid, NotFound, Problem, Refused
from gatepost.web.saml import logout as messages
from gatepost.web.saml import metadata, names
from gatepost.web.saml.bindings import Received
from gatepost.web.saml.logout import LogoutRequest, LogoutResponse
from gatepost.web.saml.name_ids import NameId
from gatepost.web.saml.signatures import Signer

NOWHERE = "LogoutNotSetUp"


@dataclass(frozen=True, slots=True)
class Party:
    """A party as it is now: its entity id, the certificates (PEM) of its messages, and where answers go."""

    name: str
    entity_id: str
    certificates: tuple[str, ...]
    logout_url: str | None
    logout_binding: Binding


def go_on(site: Site, request: Request, logout: Logout) -> Response:
    """Send the browser to the next party, or to the end where everybody was told."""
    return _finish(site, request, logout) if logout.stop is None else _tell(site, request, logout, logout.stop)


def take_answer(site: Site, request: Request, received: Received, here: str) -> Response:
    """Take a party's answer and go on; an answer that cannot be believed counts as a no, and says why in the events."""
    told = messages.read_response(received.root)
    before = identify(
        site.runtime, site.client(request), lambda call: logouts.get_by_message(call, told.in_response_to), NOBODY
    )
    succeeded = told.is_success and _is_believed(site, request, before.stop, told, received, here)

    def do(call: Call) -> Logout:
        call.event.type = "AwsServiceEvent"
        party = before.stop.party if before.stop else ""
        call.event.service_details |= {"party": party, "signedOut": succeeded}
        return logouts.go_on(call, before, succeeded=succeeded)

    ask = site.ask(request, NOBODY, "signin:SingleLogout", answers.EVENT_SOURCE, writes=True)
    return go_on(site, request, perform(site.runtime, ask, do))


def party(site: Site, request: Request, application_id: str | None) -> Party:
    """Return an application, or without an id the identity provider; NotFound or Refused where it is gone."""
    client = site.client(request)
    home = site.home(client)
    if application_id is None:
        provider = identify(site.runtime, client, lambda call: sign_in.require_provider(call, home), NOBODY)
        return Party(
            provider.name,
            provider.entity_id,
            provider_certificates.believed(provider, site.runtime.clock.now()),
            provider.logout_url,
            provider.logout_binding,
        )
    saml = identify(site.runtime, client, lambda call: saml_applications.get(call, home, application_id or ""), NOBODY)
    settings = saml.settings
    return Party(
        saml.application.name,
        settings.entity_id,
        settings.certificates,
        settings.logout_url,
        settings.logout_binding,
    )


def _tell(site: Site, request: Request, logout: Logout, stop: Stop) -> Response:
    """Send a signed request by a page of ours, not by a redirect: Chromium would hold it against the form that began."""
    issuer, signer = _ourselves(site, request, stop.application_id)
    name_id_format = names.NAME_ID_FORMATS.get(stop.name_id_format or "", stop.name_id_format)
    asked = LogoutRequest(
        id=logout.message_id,
        issuer=issuer,
        issued_at=site.runtime.clock.now(),
        destination=stop.url,
        name_id=NameId(stop.name_id, name_id_format, stop.name_qualifier, stop.sp_name_qualifier),
        session_indexes=(stop.session_index,) if stop.session_index else (),
    )
    message = messages.build_request(asked)
    if stop.binding == "HTTP-Redirect":
        return message_page.leave(site, request, stop.url, message, "SAMLRequest", stop.party, signer)
    return message_page.post_signed(site, request, stop.url, message, "SAMLRequest", None, stop.party, signer=signer)


def _finish(site: Site, request: Request, logout: Logout) -> Response:
    if logout.asker is None:
        response = redirect("/signed-out?partial=1" if logout.is_partial else "/signed-out", 303)
        response.headers["Cache-Control"] = "no-store"
        return response
    return _answer(site, request, logout, logout.asker)


def _answer(site: Site, request: Request, logout: Logout, asker: Asker) -> Response:
    asking = party(site, request, asker.application_id)
    if asking.logout_url is None:
        raise Invalid(f"{asking.name} has no address for the answer to a logout.", reason=NOWHERE)
    issuer, signer = _ourselves(site, request, asker.application_id)
    message = messages.build_response(
        ids.new_saml_id(site.runtime.entropy),
        issuer,
        asking.logout_url,
        asker.request_id,
        (names.SUCCESS, names.PARTIAL_LOGOUT) if logout.is_partial else (names.SUCCESS,),
        site.runtime.clock.now(),
    )
    send = message_page.redirect_signed if asking.logout_binding == "HTTP-Redirect" else message_page.post_signed
    return send(
        site, request, asking.logout_url, message, "SAMLResponse", asker.relay_state, asking.name, signer=signer
    )


def _ourselves(site: Site, request: Request, application_id: str | None) -> tuple[str, Signer]:
    """Return who we are to a party, and the key that it knows."""
    if application_id is None:
        issuer = metadata.service_provider_id(site.runtime.settings.public_url)
        return issuer, service_provider.signer(site, request)
    return identity_provider.entity_id(site), identity_provider.signer(site, request)


def _is_believed(
    site: Site, request: Request, stop: Stop | None, told: LogoutResponse, received: Received, here: str
) -> bool:
    try:
        answering = party(site, request, stop.application_id if stop else None)
        _check(answering, told, received, here)
    except (Invalid, NotFound, Refused) as problem:
        _record(site, request, problem)
        return False
    return True


def _check(answering: Party, told: LogoutResponse, received: Received, here: str) -> None:
    if told.issuer != answering.entity_id:
        raise Invalid(f"The answer does not come from {answering.name}.", reason="WrongIssuer")
    if told.destination not in (None, here):
        raise Invalid("The answer was meant for another address.", reason="WrongDestination")
    if answering.certificates:
        received.verify(answering.certificates)


def _record(site: Site, request: Request, problem: Problem) -> None:
    ask = site.ask(request, NOBODY, "signin:SingleLogout", answers.EVENT_SOURCE)
    record_failure(site.runtime, ask, problem)
