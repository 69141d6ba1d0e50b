"""Single logout of the service provider: the identity provider says that a person signed out, or answers that it was told."""

from functools import partial

from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY
from gatepost.core.call import Call, perform
from gatepost.core.federation import logouts, sign_in
from gatepost.core.federation.logout_model import Asker, Logout
from gatepost.core.signin import signing_out
from gatepost.doors.saml import answers, logout_chain, logout_requests, logout_service
from gatepost.doors.visit import Site
from gatepost.web.dispatch import Route
from gatepost.web.saml import logout, metadata
from gatepost.web.saml.bindings import Received
from gatepost.web.saml.logout import LogoutRequest


def routes(site: Site) -> list[Route]:
    """Return the single logout service, which the identity provider reaches by either binding."""
    return logout_service.routes(site, "/saml/sp/slo", _here(site), partial(_sign_out, site))


def _sign_out(site: Site, request: Request, received: Received) -> Response:
    """End the sessions that the provider means, which the database knows: no cookie of ours need come along."""
    asked = logout.read(received.root)
    asking = logout_chain.party(site, request, None)
    logout_requests.require_right(site, asking, asked, received, _here(site))
    begun = _end(site, request, asked, received.relay_state)
    response = logout_chain.go_on(site, request, begun)
    if site.cookies.session.read(request) is not None and site.visitor(request) is None:
        site.cookies.session.clear(response)
    return response


def _end(site: Site, request: Request, asked: LogoutRequest, relay_state: str | None) -> Logout:
    home = site.home(site.client(request))

    def do(call: Call) -> Logout:
        call.event.type = "AwsServiceEvent"
        provider = sign_in.require_provider(call, home)
        meant = logouts.sessions_of(call, provider, asked.name_id.value, asked.session_indexes)
        return signing_out.sign_out(call, home, meant, Asker(asked.id, relay_state))

    ask = site.ask(request, NOBODY, "signin:Logout", answers.EVENT_SOURCE, writes=True)
    return perform(site.runtime, ask, do)


def _here(site: Site) -> str:
    return metadata.provider_logout_url(site.runtime.settings.public_url)
