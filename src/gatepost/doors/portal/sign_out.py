"""Signing out: the session ends on the server, with what was allowed in it, and applications that were entered are told."""

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import Actor
from gatepost.core.call import Call, perform
from gatepost.core.federation.logout_model import Logout
from gatepost.core.signin import signing_out
from gatepost.doors.portal.home import EVENT_SOURCE
from gatepost.doors.visit import Site
from gatepost.web.dispatch import Route


def routes(site: Site) -> list[Route]:
    """Return the form's target and the page that it leads to."""
    return [
        Route("POST", "/sign-out", lambda request: _sign_out(site, request)),
        Route("GET", "/signed-out", lambda request: _signed_out(site, request)),
    ]


def _sign_out(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    response = redirect("/signed-out" if actor is None else _next(_end(site, request, actor)), 303)
    site.cookies.session.clear(response)
    response.headers["Cache-Control"] = "no-store"
    return response


def _end(site: Site, request: Request, actor: Actor) -> Logout:
    site.form(request)
    home = site.home(site.client(request))

    def do(call: Call) -> Logout:
        call.event.type = "AwsServiceEvent"
        return signing_out.sign_out(call, home, [actor.credential_id or ""])

    return perform(site.runtime, site.ask(request, actor, "sso:Logout", EVENT_SOURCE, writes=True), do)


def _next(logout: Logout) -> str:
    """Return where the browser goes: to who else is to be told, one after the other, or straight to the end."""
    if logout.stop is not None:
        return f"/saml/idp/slo/next?logout={logout.logout_id}"
    return "/signed-out?partial=1" if logout.is_partial else "/signed-out"


def _signed_out(site: Site, request: Request) -> Response:
    return site.render(request, "signed_out.html", sign_in_url="/sign-in", is_partial="partial" in request.args)
