"""Single logout: an application says that a person signed out there, and their session here ends (saml-profiles section 4.4).

Other applications are not told: they end by the time that their assertions gave them, and the answer says so (PartialLogout).
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import orjson
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY, Actor
from gatepost.core.applications import saml_applications
from gatepost.core.applications.saml_model import SamlApplication
from gatepost.core.call import Call, identify, perform, record_failure
from gatepost.core.instances.model import Instance
from gatepost.core.signin import sessions
from gatepost.doors.saml import answers, identity_provider, message_page, refusal_page
from gatepost.doors.visit import Site
from gatepost.kit import ids
from gatepost.kit.clock import epoch_seconds
from gatepost.kit.errors import Invalid, Problem, Unavailable
from gatepost.web.dispatch import Route
from gatepost.web.limits import Limits, read_form
from gatepost.web.saml import bindings, logout, names
from gatepost.web.saml.bindings import Received
from gatepost.web.saml.logout import LogoutRequest
from gatepost.web.saml.responses import CLOCKS_DIFFER
from gatepost.web.saml.signatures import UNSIGNED, sign

NOWHERE: Final = "LogoutNotSetUp"
_OLDEST: Final = timedelta(minutes=15)
_CONTINUE: Final = "/saml/idp/slo/continue"
_LIMITS: Final = Limits(form_body=131_072, form_field=98_304)
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
    """Return the single logout service, and where it goes on with the browser's cookies."""
    return [
        Route("GET", "/saml/idp/slo", lambda request: _explained(site, request, lambda: _by_redirect(site, request))),
        Route("POST", "/saml/idp/slo", lambda request: _explained(site, request, lambda: _by_post(site, request))),
        Route("GET", _CONTINUE, lambda request: _explained(site, request, lambda: _go_on(site, request))),
    ]


def _by_redirect(site: Site, request: Request) -> Response:
    return _keep(site, request, bindings.from_redirect(request.environ.get("QUERY_STRING", ""), "SAMLRequest"))


def _by_post(site: Site, request: Request) -> Response:
    form = read_form(request.environ, _LIMITS)
    return _keep(site, request, bindings.from_post(form.get("SAMLRequest", ""), form.get("RelayState")))


def _keep(site: Site, request: Request, received: Received) -> Response:
    """Judge a request, and go on at an address of ours: another site's form comes without our cookies."""
    asked = logout.read(received.root)
    saml = _application(
        site, request, lambda call: saml_applications.get_by_entity_id(call, _home(site, request), asked.issuer)
    )
    _require_right(site, saml, asked, received)
    wish = _Wish(
        saml.application.application_id,
        asked.id,
        asked.session_indexes,
        received.relay_state,
        epoch_seconds(site.runtime.clock.now()),
    )
    sealed = site.runtime.vault.seal(_PURPOSE, orjson.dumps(asdict(wish)))
    response = redirect(f"{_CONTINUE}?request={sealed}", 303)
    response.headers["Cache-Control"] = "no-store"
    return response


def _require_right(site: Site, saml: SamlApplication, asked: LogoutRequest, received: Received) -> None:
    """A logout must be signed: else any page could sign people out."""
    if not saml.settings.certificates:
        raise Invalid("Logouts need a certificate of the application to verify them with.", reason=UNSIGNED)
    received.verify(saml.settings.certificates)
    if saml.settings.logout_url is None:
        raise Invalid("The application has no address for the answer to a logout.", reason=NOWHERE)
    here = f"{site.runtime.settings.public_url}/saml/idp/slo"
    if asked.destination not in (None, here):
        raise Invalid("The request was meant for another address.", reason="WrongDestination")
    if not -CLOCKS_DIFFER <= site.runtime.clock.now() - asked.issued_at <= _OLDEST:
        raise Invalid("The request is too old, or from the future.", reason="RequestExpired")


def _go_on(site: Site, request: Request) -> Response:
    wish = _open(site, request.args.get("request", ""))
    saml = _application(
        site, request, lambda call: saml_applications.get(call, _home(site, request), wish.application_id)
    )
    actor = site.visitor(request)
    if actor is not None:
        _end(site, request, actor, wish)
    response = _answer(site, request, saml, wish)
    if actor is not None and site.visitor(request) is None:
        site.cookies.session.clear(response)
    return response


def _open(site: Site, sealed: str) -> _Wish:
    stored = orjson.loads(site.runtime.vault.open(_PURPOSE, sealed))
    wish = _Wish(**{**stored, "session_indexes": tuple(stored["session_indexes"])})
    if site.runtime.clock.now() - datetime.fromtimestamp(wish.at, UTC) > _OLDEST:
        raise Invalid("This logout has taken too long.", reason="RequestExpired")
    return wish


def _end(site: Site, request: Request, actor: Actor, wish: _Wish) -> None:
    """End the browser's session, if it is the one that the application names; without an index it is."""

    def do(call: Call) -> None:
        session = sessions.current(call)
        index = answers.session_index(session.session_id, wish.application_id)
        if not wish.session_indexes or index in wish.session_indexes:
            sessions.end(call, session.session_id)

    perform(site.runtime, site.ask(request, actor, "sso:Logout", answers.EVENT_SOURCE, writes=True), do)


def _answer(site: Site, request: Request, saml: SamlApplication, wish: _Wish) -> Response:
    url = saml.settings.logout_url
    if url is None:
        raise Invalid("The application has no address for the answer to a logout.", reason=NOWHERE)
    signer = identity_provider.signer(site, request)
    message = logout.build_response(
        ids.new_saml_id(site.runtime.entropy),
        identity_provider.entity_id(site),
        url,
        wish.request_id,
        (names.SUCCESS, names.PARTIAL_LOGOUT),
        site.runtime.clock.now(),
    )
    if saml.settings.logout_binding == "HTTP-Redirect":
        response = redirect(bindings.to_redirect(url, message, "SAMLResponse", wish.relay_state, signer), 303)
        response.headers["Cache-Control"] = "no-store"
        return response
    sign(message, signer)
    return message_page.post(site, url, message, "SAMLResponse", wish.relay_state, saml.application.name)


def _home(site: Site, request: Request) -> Instance:
    return site.home(site.client(request))


def _application(site: Site, request: Request, find: Callable[[Call], SamlApplication]) -> SamlApplication:
    return identify(site.runtime, site.client(request), find, NOBODY)


def _explained(site: Site, request: Request, answer: Callable[[], Response]) -> Response:
    try:
        return answer()
    except Unavailable:
        raise
    except Problem as problem:
        ask = site.ask(request, site.visitor(request) or NOBODY, "sso:Logout", answers.EVENT_SOURCE)
        record_failure(site.runtime, ask, problem)
        return refusal_page.render(site, request, problem)
