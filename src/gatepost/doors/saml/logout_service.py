"""A single logout service, as identity provider and as service provider have one: messages of either binding, and its refusals."""

from collections.abc import Callable
from typing import Final

from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY
from gatepost.core.call import record_failure
from gatepost.doors.saml import answers, logout_chain, refusal_page
from gatepost.doors.visit import Site
from gatepost.kit.errors import Problem, Unavailable
from gatepost.web.dispatch import Route
from gatepost.web.limits import Limits, read_form
from gatepost.web.saml import bindings
from gatepost.web.saml.bindings import Received

_LIMITS: Final = Limits(form_body=131_072, form_field=98_304)

Take = Callable[[Request, Received], Response]
"""Takes a LogoutRequest that came with a request."""


def routes(site: Site, path: str, here: str, take: Take) -> list[Route]:
    """Return the service at a path, which others know as `here`: an answer goes on with its logout, a request goes to `take`."""
    return [
        Route("GET", path, lambda request: explained(site, request, lambda: _by_redirect(site, request, here, take))),
        Route("POST", path, lambda request: explained(site, request, lambda: _by_post(site, request, here, take))),
    ]


def explained(site: Site, request: Request, answer: Callable[[], Response]) -> Response:
    """Return an answer, or the page that says why there is none; either way the events tell."""
    try:
        return answer()
    except Unavailable:
        raise
    except Problem as problem:
        ask = site.ask(request, site.visitor(request) or NOBODY, "sso:Logout", answers.EVENT_SOURCE)
        record_failure(site.runtime, ask, problem)
        return refusal_page.render(site, request, problem)


def _by_redirect(site: Site, request: Request, here: str, take: Take) -> Response:
    query = request.environ.get("QUERY_STRING", "")
    if "SAMLResponse" in request.args:
        return logout_chain.take_answer(site, request, bindings.from_redirect(query, "SAMLResponse"), here)
    return take(request, bindings.from_redirect(query, "SAMLRequest"))


def _by_post(site: Site, request: Request, here: str, take: Take) -> Response:
    form = read_form(request.environ, _LIMITS)
    if "SAMLResponse" in form:
        return logout_chain.take_answer(site, request, bindings.from_post(form["SAMLResponse"], None), here)
    return take(request, bindings.from_post(form.get("SAMLRequest", ""), form.get("RelayState")))
