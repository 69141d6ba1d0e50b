"""What signing in and accepting an invitation share: the visit's cookie before, the session's cookie after."""

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.signin.flow import SignedIn
from gatepost.core.signin.model import KNOWN_PLACE_LIFETIME
from gatepost.doors.visit import Site
from gatepost.kit import ids
from gatepost.kit.secret import Secret

_VISIT_SECONDS = int(KNOWN_PLACE_LIFETIME.total_seconds())


def visit_of(site: Site, request: Request) -> Secret:
    """Return the visit of a browser, a new one where it has none: it ties forms and a sign-in's steps together."""
    return site.cookies.visit.read(request) or Secret(ids.new_token(site.runtime.entropy))


def keep_visit(site: Site, response: Response, visit: Secret) -> None:
    """Put the visit's cookie into the browser: it is known by it when it comes back within the next months."""
    site.cookies.visit.set(response, visit, lifetime_seconds=_VISIT_SECONDS)


def admit(site: Site, signed_in: SignedIn) -> Response:
    """Send a signed-in person where they were going, with the session's cookie and a new visit's."""
    response = redirect(signed_in.return_to, 303)
    lifetime = signed_in.session.expires_at - signed_in.session.created_at
    site.cookies.session.set(response, signed_in.token, lifetime_seconds=int(lifetime.total_seconds()))
    keep_visit(site, response, signed_in.visit)
    response.headers["Cache-Control"] = "no-store"
    return response
