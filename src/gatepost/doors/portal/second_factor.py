"""The page of the second factor: a passkey, a code from an app or by mail, or a recovery code."""

from dataclasses import replace
from typing import Final

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY
from gatepost.core.call import Call, perform
from gatepost.core.signin import events, second_step
from gatepost.core.signin.model import Factor
from gatepost.core.signin.outcomes import Outcome
from gatepost.core.signin.policy import Prove
from gatepost.core.signin.second_step import Pending
from gatepost.doors.portal import entrance
from gatepost.doors.visit import Site
from gatepost.kit.errors import Refused
from gatepost.kit.secret import Secret
from gatepost.web import errors
from gatepost.web.dispatch import Route

EMAIL: Final = f"{entrance.FACTOR}/email"
TRUST: Final = "trust"
_LONGEST_CODE: Final = 64
_WAYS: Final = {
    Factor.WEBAUTHN: "passkey",
    Factor.TOTP: "app",
    Factor.EMAIL_OTP: "email",
    Factor.RECOVERY_CODE: "recovery-code",
}
"""How each factor stands in the page's address."""
_FACTORS: Final = {way: factor for factor, way in _WAYS.items()}


def routes(site: Site) -> list[Route]:
    """Return the page: GET shows one of the ways, POST proves it."""
    return [
        Route("GET", entrance.FACTOR, lambda request: _show(site, request)),
        Route("POST", entrance.FACTOR, lambda request: _submit(site, request)),
        Route("POST", EMAIL, lambda request: _send_code(site, request)),
    ]


def _show(site: Site, request: Request, *, way: str | None = None, problem: Refused | None = None) -> Response:
    visit = entrance.visit_of(site, request)
    wanted = _FACTORS.get(way or request.args.get("way", ""))
    ask = site.ask(request, NOBODY, "signin:CredentialChallenge", events.EVENT_SOURCE)
    try:
        waiting, factor = perform(site.runtime, ask, lambda call: second_step.challenge(call, visit, wanted))
    except Refused as refused:
        return to_begin(refused)
    return redirect(entrance.REGISTER, 303) if factor is None else _page(site, request, visit, waiting, factor, problem)


def _submit(site: Site, request: Request) -> Response:
    visit, form = entrance.read_visitors_form(site, request)
    way = form.get("way", "")
    factor = _FACTORS.get(way, Factor.TOTP)
    code = form.get("code", "")[:_LONGEST_CODE]
    held = replace(entrance.held_by(site, request), wants_trust=TRUST in form)

    def do(call: Call) -> Outcome:
        return second_step.answer(call, visit, factor, code, held)

    ask = site.ask(request, NOBODY, "signin:CredentialVerification", events.EVENT_SOURCE, writes=True)
    try:
        return entrance.go_on(site, perform(site.runtime, ask, do))
    except Refused as problem:
        return refused(site, request, way, problem)


def _send_code(site: Site, request: Request) -> Response:
    visit, _ = entrance.read_visitors_form(site, request)
    ask = site.ask(request, NOBODY, "signin:CredentialChallenge", events.EVENT_SOURCE, writes=True)
    try:
        perform(site.runtime, ask, lambda call: second_step.send_code(call, visit))
    except Refused as problem:
        return refused(site, request, "email", problem)
    return redirect(f"{entrance.FACTOR}?way=email", 303)


def refused(site: Site, request: Request, way: str, problem: Refused) -> Response:
    """Show the page again, or the beginning where nothing is under way any more."""
    if problem.reason == second_step.NOT_UNDER_WAY:
        return to_begin(problem)
    return _show(site, request, way=way, problem=problem)


def to_begin(refused: Refused) -> Response:
    """Send somebody whose sign-in is not under way any more to its beginning; raise what is no such refusal."""
    if refused.reason != second_step.NOT_UNDER_WAY:
        raise refused
    response = redirect("/sign-in", 303)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(
    site: Site, request: Request, visit: Secret, waiting: Pending, factor: Factor, problem: Refused | None
) -> Response:
    others = waiting.step.factors if isinstance(waiting.step, Prove) else ()
    response = site.render(
        request,
        "second_factor.html",
        status=errors.status_of(problem) if problem else 200,
        csrf_token=site.csrf.issue(visit, site.runtime.clock.now()),
        way=_WAYS[factor],
        other_ways=[_WAYS[each] for each in others if each is not factor],
        offers_trust=waiting.offers_trust,
        email=_masked(waiting.attempt.user.primary_email or ""),
        problem=problem.message if problem else None,
    )
    if problem is not None:
        errors.tell_to_wait(response, problem)
    entrance.keep_visit(site, response, visit)
    return response


def _masked(address: str) -> str:
    """Return an address so that its owner knows which it is, and nobody else learns it."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"
