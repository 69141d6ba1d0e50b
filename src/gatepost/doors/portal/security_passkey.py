"""A signed-in person adds a passkey."""

from collections.abc import Sequence
from typing import Final

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.call import Call, perform
from gatepost.core.signin import own_devices
from gatepost.doors.portal import passkeys, recovery_codes, security
from gatepost.doors.visit import Site, to_sign_in
from gatepost.kit.errors import Conflict, Invalid, Problem, QuotaExceeded, Refused
from gatepost.kit.secret import Secret
from gatepost.web import errors
from gatepost.web.dispatch import Route

RULE: Final = f"{security.RULE}/passkey"


def routes(site: Site) -> list[Route]:
    """Return the page, what asks for the options, and what takes the browser's answer."""
    return [
        Route("GET", RULE, lambda request: _show(site, request)),
        Route("POST", f"{RULE}/options", lambda request: _ask(site, request)),
        Route("POST", RULE, lambda request: _complete(site, request)),
    ]


def _show(site: Site, request: Request, *, name: str = "", problem: Problem | None = None) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    ask = site.ask(request, actor, "sso-directory:ListMfaDevicesForUser", security.EVENT_SOURCE)
    try:
        perform(site.runtime, ask, own_devices.require_fresh_manager)
    except Refused as refused:
        return security.to_fresh_sign_in(refused, RULE)
    return site.render(
        request,
        "passkey.html",
        status=errors.status_of(problem) if problem else 200,
        csrf_token=site.csrf_token(request),
        action_url=RULE,
        back_url=security.RULE,
        name=name,
        problem=problem.message if problem else None,
    )


def _ask(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return passkeys.go_to("/sign-in")
    site.form(request)
    ask = site.ask(request, actor, "sso-directory:StartWebAuthnDeviceRegistration", security.EVENT_SOURCE, writes=True)
    try:
        return passkeys.options_answer(perform(site.runtime, ask, own_devices.start_passkey))
    except Refused as refused:
        return passkeys.go_to(security.to_fresh_sign_in(refused, RULE).location or RULE)
    except QuotaExceeded:
        return passkeys.go_to(security.RULE)  # which says how many there may be


def _complete(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    answer, name = passkeys.read_answer(site.form(request))

    def do(call: Call) -> Sequence[Secret]:
        return own_devices.complete_passkey(call, answer=answer, name=name)

    ask = site.ask(
        request, actor, "sso-directory:CompleteWebAuthnDeviceRegistration", security.EVENT_SOURCE, writes=True
    )
    try:
        codes = perform(site.runtime, ask, do)
    except (Refused, Invalid, Conflict, QuotaExceeded) as problem:
        return _show(site, request, name=name, problem=problem)
    return recovery_codes.page(site, request, codes, security.RULE) if codes else redirect(security.RULE, 303)
