"""What every way in shares: the visit's cookie before, the session's cookie after, and the steps between."""

from typing import Final
from urllib.parse import quote

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.signin.model import KNOWN_PLACE_LIFETIME, Held
from gatepost.core.signin.outcomes import NewPassword, Outcome, SignedIn
from gatepost.core.signin.policy import Prove, Register
from gatepost.core.signin.trust import TRUST_LIFETIME
from gatepost.doors.visit import Site
from gatepost.kit import ids
from gatepost.kit.secret import Secret
from gatepost.web.limits import Form, read_form

FACTOR: Final = "/sign-in/factor"
REGISTER: Final = "/sign-in/register"
NEW_PASSWORD: Final = "/reset-password"  # noqa: S105 - an address

_VISIT_SECONDS = int(KNOWN_PLACE_LIFETIME.total_seconds())


def visit_of(site: Site, request: Request) -> Secret:
    """Return the visit of a browser, a new one where it has none: it ties forms and a sign-in's steps together."""
    return site.cookies.visit.read(request) or Secret(ids.new_token(site.runtime.entropy))


def held_by(site: Site, request: Request) -> Held:
    """Return what a browser that signs in holds beside its visit."""
    return Held(session=site.cookies.session.read(request), trust=site.cookies.trust.read(request))


def read_visitors_form(site: Site, request: Request) -> tuple[Secret, Form]:
    """Return the visit and the form of somebody who is not signed in, once the form's CSRF token is checked."""
    visit = site.cookies.visit.read(request)
    form = read_form(request.environ)
    site.csrf.require(request, form, visit, site.runtime.clock.now())
    return visit or Secret(""), form


def keep_visit(site: Site, response: Response, visit: Secret) -> None:
    """Put the visit's cookie into the browser: it is known by it when it comes back within the next months."""
    site.cookies.visit.set(response, visit, lifetime_seconds=_VISIT_SECONDS)


def go_on(site: Site, outcome: Outcome) -> Response:
    """Send a person where they were going if they are signed in, otherwise to the next step."""
    if isinstance(outcome, SignedIn):
        return admit(site, outcome, redirect(outcome.return_to, 303))
    response = redirect(next_url(outcome), 303)
    response.headers["Cache-Control"] = "no-store"
    return response


def next_url(outcome: Prove | Register | NewPassword) -> str:
    """Return where the next step of a sign-in is."""
    if isinstance(outcome, NewPassword):
        return f"{NEW_PASSWORD}/{outcome.token.reveal()}?return_to={quote(outcome.return_to, safe='')}"
    return REGISTER if isinstance(outcome, Register) else FACTOR


def admit(site: Site, signed_in: SignedIn, response: Response) -> Response:
    """Give an answer the session's cookie and a new visit's."""
    lifetime = signed_in.session.expires_at - site.runtime.clock.now()
    site.cookies.session.set(response, signed_in.token, lifetime_seconds=int(lifetime.total_seconds()))
    keep_visit(site, response, signed_in.visit)
    if signed_in.trust is not None:
        site.cookies.trust.set(response, signed_in.trust, lifetime_seconds=int(TRUST_LIFETIME.total_seconds()))
    response.headers["Cache-Control"] = "no-store"
    return response
