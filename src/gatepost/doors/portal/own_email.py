"""A person's own address: proved to be theirs, or changed to another, by a link that is mailed to it."""

from typing import Final

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import Actor
from gatepost.core.ask import Ask
from gatepost.core.call import perform
from gatepost.core.signin import email_links
from gatepost.doors.portal import profile, security
from gatepost.doors.visit import Site, to_sign_in
from gatepost.kit.errors import Conflict, Invalid, Problem, Refused
from gatepost.web import errors
from gatepost.web.dispatch import Route

RULE: Final = f"{profile.RULE}/email"
VERIFICATION: Final = f"{RULE}/verification"
_LONGEST: Final = 320


def routes(site: Site) -> list[Route]:
    """Return the page for another address, and the target of the button that has the present one proved."""
    return [
        Route("GET", RULE, lambda request: _show(site, request)),
        Route("POST", RULE, lambda request: _submit(site, request)),
        Route("GET", VERIFICATION, lambda request: redirect(profile.RULE, 303)),
        Route("POST", VERIFICATION, lambda request: _verify(site, request)),
    ]


def _show(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    try:
        perform(site.runtime, _ask(site, request, actor), email_links.require_change)
    except Refused as refused:
        return security.to_fresh_sign_in(refused, RULE)
    return _page(site, request, "")


def _submit(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    address = site.form(request).get("email", "")[:_LONGEST]
    try:
        perform(
            site.runtime,
            _ask(site, request, actor, writes=True),
            lambda call: email_links.ask_for_change(call, address),
        )
    except Invalid as problem:
        return _page(site, request, address, problem)
    except Refused as refused:
        if "retry_after_seconds" in refused.details:
            return _page(site, request, address, refused)
        return security.to_fresh_sign_in(refused, RULE)
    return redirect(f"{profile.RULE}?done=email-asked", 303)


def _verify(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    site.form(request)
    ask = site.ask(request, actor, "gatepost:SendEmailVerification", security.EVENT_SOURCE, writes=True)
    try:
        perform(site.runtime, ask, email_links.send_own)
    except Conflict:
        pass  # it was verified meanwhile, in another tab: the page says so
    except Refused as refused:
        response = site.problem_page(request, refused)
        errors.tell_to_wait(response, refused)
        return response
    return redirect(f"{profile.RULE}?done=email-sent", 303)


def _ask(site: Site, request: Request, actor: Actor, *, writes: bool = False) -> Ask:
    return site.ask(request, actor, "gatepost:ChangeEmail", security.EVENT_SOURCE, writes=writes)


def _page(site: Site, request: Request, typed: str, problem: Problem | None = None) -> Response:
    response = site.render(
        request,
        "own_email.html",
        status=errors.status_of(problem) if problem else 200,
        csrf_token=site.csrf_token(request),
        typed=typed,
        problem=problem.message if problem else None,
        back_url=profile.RULE,
    )
    if problem is not None:
        errors.tell_to_wait(response, problem)
    return response
