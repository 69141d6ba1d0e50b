"""The device page (RFC 8628 section 3.3): a signed-in person types or checks the code, and allows or denies."""

from urllib.parse import urlencode

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import Actor
from gatepost.core.call import Call, perform
from gatepost.core.tokens import device
from gatepost.core.tokens.model import WaitingDevice
from gatepost.doors.oauth import people, programs
from gatepost.doors.visit import Site, to_sign_in
from gatepost.kit.errors import NotFound, Refused
from gatepost.web.dispatch import Route
from gatepost.web.limits import read_form

EVENT_SOURCE = "sso-oauth.amazonaws.com"
LONGEST_CODE = 32


def routes(site: Site) -> list[Route]:
    """Return the device page: GET shows it, POST looks a code up or takes the decision."""
    return [
        Route("GET", "/device", lambda request: _show(site, request)),
        Route("POST", "/device", lambda request: _submit(site, request)),
    ]


def _show(site: Site, request: Request) -> Response:
    """Show the form; a code in the address is filled in and checked, but allows nothing by itself.

    A link may come from somebody else. Of a device in another network its code is not shown: whoever started the program
    reads it off there, and whoever was sent a link has nothing to read it off (RFC 8628 section 5.4).
    """
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    user_code = request.args.get("user_code", "")[:LONGEST_CODE]
    return _look_up(site, request, actor, user_code, by_link=True) if user_code else _form(site, request, "", None)


def _submit(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return _sign_in_first(request)
    form = site.form(request)
    user_code = form.get("user_code", "")[:LONGEST_CODE]
    decision = form.get("decision")
    if decision not in {"allow", "deny"}:
        return _look_up(site, request, actor, user_code)
    return _decide(site, request, actor, user_code, allow=decision == "allow")


def _sign_in_first(request: Request) -> Response:
    """Send somebody whose session ended meanwhile to sign in, and back to the device that they were about to decide."""
    user_code = read_form(request.environ).get("user_code", "")[:LONGEST_CODE]
    back = f"/device?{urlencode({'user_code': user_code})}" if user_code else "/device"
    return redirect(f"/sign-in?{urlencode({'return_to': back})}", 303)


def _look_up(site: Site, request: Request, actor: Actor, user_code: str, *, by_link: bool = False) -> Response:
    def do(call: Call) -> WaitingDevice:
        return device.look_up(call, user_code)

    ask = site.ask(request, actor, "sso-oauth:AuthorizeDevice", EVENT_SOURCE, writes=True)
    try:
        waiting = perform(site.runtime, ask, do)
    except Refused as refused:
        return _form(site, request, user_code, refused.message)
    grant = waiting.grant
    if by_link and waiting.is_elsewhere:
        return _form(site, request, "", None, elsewhere=grant.client_address)
    return site.render(
        request,
        "device_confirm.html",
        csrf_token=site.csrf_token(request),
        action_url="/device",
        user_code=grant.user_code,
        client_name=grant.client_name,
        client_says=programs.described(grant.client_user_agent),
        requester_address=grant.client_address,
        own_address=site.client(request).address,
        is_elsewhere=waiting.is_elsewhere,
        is_forbidden=waiting.is_forbidden,
        requested_at=grant.created_at,
        user=people.described(site, request, actor),
    )


def _decide(site: Site, request: Request, actor: Actor, user_code: str, *, allow: bool) -> Response:
    ask = site.ask(request, actor, "sso-oauth:AuthorizeDevice", EVENT_SOURCE, writes=True)
    try:
        grant = perform(site.runtime, ask, lambda call: device.decide(call, user_code, allow=allow))
    except (Refused, NotFound) as problem:
        return _form(site, request, user_code, problem.message)
    return site.render(request, "device_done.html", allowed=allow, client_name=grant.client_name)


def _form(
    site: Site, request: Request, user_code: str, problem: str | None, *, elsewhere: str | None = None
) -> Response:
    return site.render(
        request,
        "device.html",
        status=400 if problem else 200,
        csrf_token=site.csrf_token(request),
        user_code=user_code,
        problem=problem,
        elsewhere=elsewhere,
    )
