"""The page that a link in a mail opens by which a person proves an address. Opening it changes nothing."""

from typing import Final

from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY
from gatepost.core.call import perform
from gatepost.core.signin import email_links, links
from gatepost.doors.portal import entrance
from gatepost.doors.portal.security import EVENT_SOURCE
from gatepost.doors.visit import Site
from gatepost.kit.errors import Refused
from gatepost.kit.secret import Secret
from gatepost.web.dispatch import Route

PAGE: Final = "/verify-email/<token>"
_LONGEST_TOKEN: Final = 128
_STATES: Final = {links.USED: ("used", 410), links.EXPIRED: ("expired", 410), email_links.TAKEN: ("taken", 409)}


def routes(site: Site) -> list[Route]:
    """Return the page: GET shows it, POST takes the address for proved."""
    return [
        Route("GET", PAGE, lambda request, token: _show(site, request, Secret(token[:_LONGEST_TOKEN]))),
        Route("POST", PAGE, lambda request, token: _confirm(site, request, Secret(token[:_LONGEST_TOKEN]))),
    ]


def _show(site: Site, request: Request, token: Secret) -> Response:
    visit = entrance.visit_of(site, request)
    ask = site.ask(request, NOBODY, "signin:DescribeEmailLink", EVENT_SOURCE)
    try:
        user, address = perform(site.runtime, ask, lambda call: email_links.require_open(call, token))
    except Refused as refused:
        return _problem(site, request, refused)
    csrf_token = site.csrf.issue(visit, site.runtime.clock.now())
    response = _page(site, request, "open", csrf_token=csrf_token, user_name=user.user_name, address=address)
    # The address of the page is a secret until it is used: no other page learns it.
    response.headers["Referrer-Policy"] = "no-referrer"
    entrance.keep_visit(site, response, visit)
    return response


def _confirm(site: Site, request: Request, token: Secret) -> Response:
    entrance.read_visitors_form(site, request)
    ask = site.ask(request, NOBODY, "signin:VerifyEmail", EVENT_SOURCE, writes=True)
    try:
        user = perform(site.runtime, ask, lambda call: email_links.confirm(call, token))
    except Refused as refused:
        return _problem(site, request, refused)
    return _page(site, request, "done", user_name=user.user_name, address=user.primary_email or "")


def _problem(site: Site, request: Request, refused: Refused) -> Response:
    state, status = _STATES.get(refused.reason or "", ("unknown", 404))
    return _page(site, request, state, status=status)


def _page(
    site: Site,
    request: Request,
    state: str,
    *,
    csrf_token: str = "",
    user_name: str = "",
    address: str = "",
    status: int = 200,
) -> Response:
    return site.render(
        request,
        "verify_email.html",
        status=status,
        csrf_token=csrf_token,
        state=state,
        user_name=user_name,
        address=address,
        home_url="/",
    )
