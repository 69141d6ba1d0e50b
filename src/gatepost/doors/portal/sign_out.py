"""Signing out: the session ends on the server, and with it what was allowed in it."""

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.call import Call, perform
from gatepost.core.signin import sessions
from gatepost.doors.portal.home import EVENT_SOURCE
from gatepost.doors.visit import Site
from gatepost.web.dispatch import Route


def routes(site: Site) -> list[Route]:
    """Return the form's target and the page that it leads to."""
    return [
        Route("POST", "/sign-out", lambda request: _sign_out(site, request)),
        Route("GET", "/signed-out", lambda request: site.pages.render("signed_out.html", sign_in_url="/sign-in")),
    ]


def _sign_out(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is not None:
        site.form(request)

        def do(call: Call) -> bool:
            call.event.type = "AwsServiceEvent"
            return sessions.end(call, actor.credential_id or "")

        perform(site.runtime, site.ask(request, actor, "sso:Logout", EVENT_SOURCE, writes=True), do)
    response = redirect("/signed-out", 303)
    site.cookies.session.clear(response)
    response.headers["Cache-Control"] = "no-store"
    return response
