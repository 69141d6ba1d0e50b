"""A signed-in person adds an authenticator app."""

from collections.abc import Sequence
from typing import Final

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.call import Call, perform
from gatepost.core.signin import own_devices
from gatepost.doors.portal import recovery_codes, security
from gatepost.doors.portal.app_page import AppPage, read_answer
from gatepost.doors.visit import Site, to_sign_in
from gatepost.kit.errors import Invalid, Problem, QuotaExceeded, Refused
from gatepost.kit.secret import Secret
from gatepost.web.dispatch import Route

RULE: Final = f"{security.RULE}/app"


def routes(site: Site) -> list[Route]:
    """Return the registration: POST begins it, GET shows it, POST to its `code` ends it."""
    return [
        Route("POST", RULE, lambda request: _start(site, request)),
        Route("GET", RULE, lambda request: _show(site, request)),
        Route("POST", f"{RULE}/code", lambda request: _complete(site, request)),
    ]


def _start(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    site.form(request)
    ask = site.ask(
        request, actor, "sso-directory:StartVirtualMfaDeviceRegistration", security.EVENT_SOURCE, writes=True
    )
    try:
        perform(site.runtime, ask, own_devices.start_app)
    except Refused as refused:
        return security.to_fresh_sign_in(refused)
    return redirect(RULE, 303)


def _show(site: Site, request: Request, *, name: str = "", problem: Problem | None = None) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    ask = site.ask(request, actor, "sso-directory:ListMfaDevicesForUser", security.EVENT_SOURCE)
    try:
        enrolment = perform(site.runtime, ask, own_devices.enrolment)
    except Refused as refused:
        return security.to_fresh_sign_in(refused)
    if enrolment is None:
        return redirect(security.RULE, 303)
    return AppPage(f"{RULE}/code", security.RULE, site.csrf_token(request)).render(
        site, request, enrolment, name, problem
    )


def _complete(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    code, name = read_answer(site.form(request))

    def do(call: Call) -> Sequence[Secret]:
        return own_devices.complete_app(call, code=code, name=name)

    ask = site.ask(
        request, actor, "sso-directory:CompleteVirtualMfaDeviceRegistration", security.EVENT_SOURCE, writes=True
    )
    try:
        codes = perform(site.runtime, ask, do)
    except (Refused, Invalid, QuotaExceeded) as problem:
        return _show(site, request, name=name, problem=problem)
    return recovery_codes.page(site, request, codes, security.RULE) if codes else redirect(security.RULE, 303)
