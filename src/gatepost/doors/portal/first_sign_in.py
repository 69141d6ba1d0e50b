"""The pages of somebody who has no password yet: whoever types a name is told the same, and then types the code of the mail."""

from typing import Final

from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY
from gatepost.core.call import identify, perform
from gatepost.core.signin import attempts, events, first_sign_in
from gatepost.doors.portal import entrance, second_factor
from gatepost.doors.visit import Site
from gatepost.kit.errors import Problem, Refused
from gatepost.kit.sentences import Sentence
from gatepost.web import errors
from gatepost.web.dispatch import Route
from gatepost.web.return_to import local_path

PAGE: Final = "/first-sign-in"
CODE: Final = f"{PAGE}/code"
_LONGEST_NAME: Final = 256
_LONGEST_CODE: Final = 64


def routes(site: Site) -> list[Route]:
    """Return both pages: the name, whose POST asks for the code, and the code."""
    return [
        Route("GET", PAGE, lambda request: _show(site, request)),
        Route("POST", PAGE, lambda request: _ask(site, request)),
        Route("GET", CODE, lambda request: _show(site, request)),
        Route("POST", CODE, lambda request: _answer(site, request)),
    ]


def _show(site: Site, request: Request) -> Response:
    identify(site.runtime, site.client(request), first_sign_in.require_offered, NOBODY)
    name = request.args.get("user_name", "")[:_LONGEST_NAME]
    return _page(site, request, "name", name, local_path(request.args.get("return_to")))


def _ask(site: Site, request: Request) -> Response:
    visit, form = entrance.read_visitors_form(site, request)
    name, return_to = form.get("user_name", "")[:_LONGEST_NAME], local_path(form.get("return_to"))
    if not name.strip():
        problem = Refused(Sentence("Type your user name or e-mail address."))
        return _page(site, request, "name", name, return_to, problem)
    ask = site.ask(request, NOBODY, "signin:CredentialChallenge", events.EVENT_SOURCE, writes=True)
    try:
        perform(site.runtime, ask, lambda call: first_sign_in.ask(call, visit, name, return_to))
    except Refused as problem:
        return _page(site, request, "name", name, return_to, problem)
    return _page(site, request, "code", name, return_to)


def _answer(site: Site, request: Request) -> Response:
    visit, form = entrance.read_visitors_form(site, request)
    code = form.get("code", "")[:_LONGEST_CODE]
    name, return_to = form.get("user_name", "")[:_LONGEST_NAME], local_path(form.get("return_to"))
    ask = site.ask(request, NOBODY, "signin:CredentialVerification", events.EVENT_SOURCE, writes=True)
    try:
        return entrance.go_on(site, perform(site.runtime, ask, lambda call: first_sign_in.answer(call, visit, code)))
    except Refused as problem:
        if problem.reason in {first_sign_in.WRONG, attempts.THROTTLED}:
            return _page(site, request, "code", name, return_to, problem)
        return second_factor.to_begin(problem)


def _page(
    site: Site, request: Request, step: str, user_name: str, return_to: str, problem: Problem | None = None
) -> Response:
    visit = entrance.visit_of(site, request)
    response = site.render(
        request,
        "first_sign_in.html",
        status=errors.status_of(problem) if problem else 200,
        csrf_token=site.csrf.issue(visit, site.runtime.clock.now()),
        step=step,
        user_name=user_name,
        return_to=return_to,
        problem=problem.message if problem else None,
        sign_in_url="/sign-in",
    )
    if problem is not None:
        errors.tell_to_wait(response, problem)
    entrance.keep_visit(site, response, visit)
    return response
