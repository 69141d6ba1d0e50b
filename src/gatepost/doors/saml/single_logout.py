"""Single logout of the identity provider: an application or the portal says that a person signed out, and the others are told.

The person's session here ends first (saml-profiles section 4.4.3.3); then the browser goes from application to application.
"""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final

import orjson
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY, Actor
from gatepost.core.applications import participants, saml_applications
from gatepost.core.call import Call, identify, perform
from gatepost.core.federation import logouts
from gatepost.core.federation.logout_model import Asker, Logout
from gatepost.core.signin import signing_out
from gatepost.doors.saml import answers, logout_chain, logout_requests, logout_service
from gatepost.doors.saml.logout_service import explained
from gatepost.doors.visit import Site
from gatepost.kit.clock import epoch_seconds
from gatepost.kit.errors import Invalid
from gatepost.web.dispatch import Route
from gatepost.web.saml import logout
from gatepost.web.saml.bindings import Received

PATH: Final = "/saml/idp/slo"
_CONTINUE: Final = f"{PATH}/continue"
_PURPOSE: Final = "saml-logout"


@dataclass(frozen=True, slots=True)
class _Wish:
    """A request that has been checked, on its way to the browser's own cookies. `at` is in seconds since the epoch."""

    application_id: str
    request_id: str
    session_indexes: tuple[str, ...]
    relay_state: str | None
    at: int


def routes(site: Site) -> list[Route]:
    """Return the single logout service, where it goes on with the browser's cookies, and where the portal sends people."""
    return [
        *logout_service.routes(site, PATH, _here(site), partial(_keep, site)),
        Route("GET", _CONTINUE, lambda request: explained(site, request, lambda: _go_on(site, request))),
        Route("GET", f"{PATH}/next", lambda request: explained(site, request, lambda: _next(site, request))),
    ]


def _keep(site: Site, request: Request, received: Received) -> Response:
    """Judge a request, and go on at an address of ours: another site's form comes without our cookies."""
    asked = logout.read(received.root)
    client = site.client(request)
    home = site.home(client)
    saml = identify(
        site.runtime, client, lambda call: saml_applications.get_by_entity_id(call, home, asked.issuer), NOBODY
    )
    application_id = saml.application.application_id
    asking = logout_chain.party(site, request, application_id)
    logout_requests.require_right(site, asking, asked, received, _here(site))
    now = epoch_seconds(site.runtime.clock.now())
    wish = _Wish(application_id, asked.id, asked.session_indexes, received.relay_state, now)
    sealed = site.runtime.vault.seal(_PURPOSE, orjson.dumps(asdict(wish)))
    response = redirect(f"{_CONTINUE}?request={sealed}", 303)
    response.headers["Cache-Control"] = "no-store"
    return response


def _go_on(site: Site, request: Request) -> Response:
    wish = _open(site, request.args.get("request", ""))
    actor = site.visitor(request)
    begun = _sign_out(site, request, actor, wish)
    response = logout_chain.go_on(site, request, begun)
    if actor is not None and site.visitor(request) is None:
        site.cookies.session.clear(response)
    return response


def _open(site: Site, sealed: str) -> _Wish:
    stored = orjson.loads(site.runtime.vault.open(_PURPOSE, sealed))
    wish = _Wish(**{**stored, "session_indexes": tuple(stored["session_indexes"])})
    if site.runtime.clock.now() - datetime.fromtimestamp(wish.at, UTC) > logout_requests.OLDEST:
        raise Invalid("This logout has taken too long.", reason="RequestExpired")
    return wish


def _sign_out(site: Site, request: Request, actor: Actor | None, wish: _Wish) -> Logout:
    """End the sessions that the application names, and the browser's where it names none."""
    home = site.home(site.client(request))

    def do(call: Call) -> Logout:
        call.event.type = "AwsServiceEvent"
        asker = Asker(wish.request_id, wish.relay_state, wish.application_id)
        return signing_out.sign_out(call, home, _meant(call, actor, wish), asker)

    ask = site.ask(request, actor or NOBODY, "signin:Logout", answers.EVENT_SOURCE, writes=True)
    return perform(site.runtime, ask, do)


def _meant(call: Call, actor: Actor | None, wish: _Wish) -> list[str]:
    if not wish.session_indexes:
        return [actor.credential_id] if actor is not None and actor.credential_id else []
    found = [participants.find_session(call, wish.application_id, index) for index in wish.session_indexes]
    return [each for each in found if each is not None]


def _next(site: Site, request: Request) -> Response:
    """Begin to tell: the session has ended, and the page that ended it sends the browser here."""
    logout_id = request.args.get("logout", "")
    client = site.client(request)
    begun = identify(site.runtime, client, lambda call: logouts.get(call, logout_id), NOBODY)
    return logout_chain.go_on(site, request, begun)


def _here(site: Site) -> str:
    return f"{site.runtime.settings.public_url}{PATH}"
