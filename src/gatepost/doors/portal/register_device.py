"""Registering a device in the midst of a sign-in, where the instance lets nobody in without one."""

from typing import Final

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY
from gatepost.core.call import Call, perform
from gatepost.core.signin import second_step
from gatepost.core.signin.factors.totp import Enrolment
from gatepost.core.signin.outcomes import Outcome
from gatepost.core.signin.policy import Register
from gatepost.doors.portal import entrance, recovery_codes
from gatepost.doors.portal.app_page import AppPage, read_answer
from gatepost.doors.portal.second_factor import to_begin
from gatepost.doors.portal.security import EVENT_SOURCE
from gatepost.doors.visit import Site
from gatepost.kit.errors import Invalid, Problem, Refused
from gatepost.kit.secret import Secret
from gatepost.web import errors
from gatepost.web.dispatch import Route

APP: Final = f"{entrance.REGISTER}/app"


def routes(site: Site) -> list[Route]:
    """Return the choice of kinds, and an authenticator app's registration: POST begins it, GET shows it, POST ends it."""
    return [
        Route("GET", entrance.REGISTER, lambda request: _choose(site, request)),
        Route("POST", APP, lambda request: _start_app(site, request)),
        Route("GET", APP, lambda request: _show_app(site, request)),
        Route("POST", f"{APP}/code", lambda request: _complete_app(site, request)),
    ]


def refused(site: Site, request: Request, problem: Problem) -> Response:
    """Show the choice again with what went wrong, or the beginning where nothing is under way any more."""
    if isinstance(problem, Refused) and problem.reason == second_step.NOT_UNDER_WAY:
        return to_begin(problem)
    return _choose(site, request, problem)


def _choose(site: Site, request: Request, problem: Problem | None = None) -> Response:
    visit = entrance.visit_of(site, request)
    ask = site.ask(request, NOBODY, "signin:ListMfaDevicesForUser", EVENT_SOURCE)
    try:
        step = perform(site.runtime, ask, lambda call: second_step.pending(call, visit).step)
    except Refused as refused:
        return to_begin(refused)
    if not isinstance(step, Register):
        return redirect(entrance.FACTOR, 303)
    response = site.render(
        request,
        "register_device.html",
        status=errors.status_of(problem) if problem else 200,
        csrf_token=site.csrf.issue(visit, site.runtime.clock.now()),
        kinds=list(step.kinds),
        app_url=APP,
        passkey_url=f"{entrance.REGISTER}/passkey",
        problem=problem.message if problem else None,
    )
    entrance.keep_visit(site, response, visit)
    return response


def _start_app(site: Site, request: Request) -> Response:
    visit, _ = entrance.read_visitors_form(site, request)
    ask = site.ask(request, NOBODY, "signin:StartVirtualMfaDeviceRegistration", EVENT_SOURCE, writes=True)
    try:
        perform(site.runtime, ask, lambda call: second_step.start_app(call, visit))
    except Refused as refused:
        return to_begin(refused)
    return redirect(APP, 303)


def _show_app(site: Site, request: Request, *, name: str = "", problem: Refused | Invalid | None = None) -> Response:
    visit = entrance.visit_of(site, request)

    def do(call: Call) -> Enrolment | None:
        return second_step.enrolment(call, visit)

    ask = site.ask(request, NOBODY, "signin:GetVirtualMfaDeviceRegistration", EVENT_SOURCE)
    try:
        enrolment = perform(site.runtime, ask, do)
    except Refused as refused:
        return to_begin(refused)
    if enrolment is None:
        return redirect(entrance.REGISTER, 303)
    page = AppPage(f"{APP}/code", entrance.REGISTER, site.csrf.issue(visit, site.runtime.clock.now()))
    return page.render(site, request, enrolment, name, problem)


def _complete_app(site: Site, request: Request) -> Response:
    visit, form = entrance.read_visitors_form(site, request)
    code, name = read_answer(form)
    held = entrance.held_by(site, request)

    def do(call: Call) -> tuple[Outcome, tuple[Secret, ...]]:
        return second_step.complete_app(call, visit, held, code=code, name=name)

    ask = site.ask(request, NOBODY, "signin:CompleteVirtualMfaDeviceRegistration", EVENT_SOURCE, writes=True)
    try:
        outcome, codes = perform(site.runtime, ask, do)
    except (Refused, Invalid) as problem:
        return _show_app(site, request, name=name, problem=problem)
    return recovery_codes.after_registration(site, request, outcome, codes)
