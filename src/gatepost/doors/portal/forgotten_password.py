"""The page for a forgotten password: whoever types a name is told the same, and a link goes to its address if it has one."""

from typing import Final

from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY
from gatepost.core.call import perform
from gatepost.core.signin import events, resets
from gatepost.doors.portal import entrance
from gatepost.doors.visit import Site
from gatepost.kit.errors import Refused
from gatepost.kit.sentences import Sentence
from gatepost.web import errors
from gatepost.web.dispatch import Route

PAGE: Final = "/forgot-password"
_LONGEST_NAME = 256


def routes(site: Site) -> list[Route]:
    """Return the page: GET shows it, POST asks for the link."""
    return [
        Route("GET", PAGE, lambda request: _show(site, request)),
        Route("POST", PAGE, lambda request: _submit(site, request)),
    ]


def _show(site: Site, request: Request) -> Response:
    return _page(site, request, request.args.get("user_name", "")[:_LONGEST_NAME])


def _submit(site: Site, request: Request) -> Response:
    _, form = entrance.read_visitors_form(site, request)
    login = form.get("user_name", "")[:_LONGEST_NAME]
    if not login.strip():
        return _page(site, request, login, problem=Sentence("Type your user name or e-mail address."), status=400)
    ask = site.ask(request, NOBODY, "signin:ForgotPassword", events.EVENT_SOURCE, writes=True)
    try:
        perform(site.runtime, ask, lambda call: resets.ask(call, login))
    except Refused as refused:
        response = _page(site, request, login, problem=refused.message)
        errors.tell_to_wait(response, refused)
        return response
    return site.render(request, "forgotten_password_sent.html", user_name=login, sign_in_url="/sign-in")


def _page(site: Site, request: Request, user_name: str, *, problem: str | None = None, status: int = 200) -> Response:
    visit = entrance.visit_of(site, request)
    response = site.render(
        request,
        "forgotten_password.html",
        status=status,
        csrf_token=site.csrf.issue(visit, site.runtime.clock.now()),
        user_name=user_name,
        problem=problem,
        sign_in_url="/sign-in",
    )
    entrance.keep_visit(site, response, visit)
    return response
