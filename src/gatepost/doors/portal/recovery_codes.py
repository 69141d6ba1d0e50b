"""The page that shows new recovery codes, once: nobody can read them later."""

from collections.abc import Sequence

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.call import perform
from gatepost.core.signin import own_devices
from gatepost.core.signin.outcomes import Outcome, SignedIn
from gatepost.doors.portal import entrance, security
from gatepost.doors.visit import Site, to_sign_in
from gatepost.kit.errors import Refused
from gatepost.kit.secret import Secret
from gatepost.web.dispatch import Route

RULE = "/security/recovery-codes"


def routes(site: Site) -> list[Route]:
    """Return the form's target; GET, after a reload, leads back."""
    return [
        Route("GET", RULE, lambda request: redirect(security.RULE, 303)),
        Route("POST", RULE, lambda request: _make(site, request)),
    ]


def page(site: Site, request: Request, codes: Sequence[Secret], next_url: str) -> Response:
    """Return the page with these codes, which leads on to `next_url`."""
    return site.render(request, "recovery_codes.html", codes=[code.reveal() for code in codes], next_url=next_url)


def after_registration(site: Site, request: Request, outcome: Outcome, codes: Sequence[Secret]) -> Response:
    """Let in whoever has registered a device on the way, and show the codes first; send others on to their next step."""
    if not isinstance(outcome, SignedIn):
        return entrance.go_on(site, outcome)
    return entrance.admit(site, outcome, page(site, request, codes, outcome.return_to))


def _make(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    site.form(request)
    ask = site.ask(request, actor, "gatepost:CreateRecoveryCodes", security.EVENT_SOURCE, writes=True)
    try:
        codes = perform(site.runtime, ask, own_devices.make_recovery_codes)
    except Refused as refused:
        return security.to_fresh_sign_in(refused)
    return page(site, request, codes, security.RULE)
