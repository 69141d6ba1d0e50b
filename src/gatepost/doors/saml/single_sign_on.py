"""Single sign-on: an application's request is judged, kept while the person signs in, and answered (saml-profiles 4.1)."""

from collections.abc import Callable

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY
from gatepost.core.applications import name_ids, participants, saml_applications
from gatepost.core.applications.saml_model import SamlApplication
from gatepost.core.ask import Ask
from gatepost.core.call import Call, identify, record_failure
from gatepost.core.signin.model import Session
from gatepost.doors.saml import answers, refusal_page, requests, wishes
from gatepost.doors.saml.answers import Entry
from gatepost.doors.saml.wishes import Wish
from gatepost.doors.visit import Site, to_sign_in
from gatepost.kit.clock import epoch_seconds
from gatepost.kit.errors import Invalid, Problem, Unavailable
from gatepost.web.dispatch import Route
from gatepost.web.limits import Limits, read_form
from gatepost.web.saml import bindings, names

_LIMITS = Limits(form_body=131_072, form_field=98_304)
_CONTINUE = "/saml/idp/continue"


def routes(site: Site) -> list[Route]:
    """Return where requests arrive by either binding, where they go on after a sign-in, and where the portal begins."""
    return [
        Route("GET", "/saml/idp/sso", lambda request: _by_redirect(site, request)),
        Route("POST", "/saml/idp/sso", lambda request: _by_post(site, request)),
        Route("GET", _CONTINUE, lambda request: _go_on(site, request)),
        Route(
            "GET",
            "/saml/idp/launch/<application_id>",
            lambda request, application_id: _launch(site, request, application_id),
        ),
    ]


def _by_redirect(site: Site, request: Request) -> Response:
    def wish() -> Wish:
        query = request.environ.get("QUERY_STRING", "")
        return requests.judge(site, request, bindings.from_redirect(query, "SAMLRequest"))

    return _explained(site, request, lambda: _keep(site, wish()))


def _by_post(site: Site, request: Request) -> Response:
    """A form of another site comes without our cookie (SameSite): who is signed in shows at the address it is sent on to."""

    def wish() -> Wish:
        form = read_form(request.environ, _LIMITS)
        received = bindings.from_post(form.get("SAMLRequest", ""), form.get("RelayState"))
        return requests.judge(site, request, received)

    return _explained(site, request, lambda: _keep(site, wish()))


def _keep(site: Site, wish: Wish) -> Response:
    response = redirect(f"{_CONTINUE}?request={wishes.seal(site.runtime.vault, wish)}", 303)
    response.headers["Cache-Control"] = "no-store"
    return response


def _go_on(site: Site, request: Request) -> Response:
    def answer() -> Response:
        sealed = request.args.get("request", "")
        return _answer(site, request, wishes.open_sealed(site.runtime.vault, sealed, site.runtime.clock.now()))

    return _explained(site, request, answer)


def _launch(site: Site, request: Request, application_id: str) -> Response:
    """Enter an application from the portal, with an answer to no request (saml-profiles section 4.1.5)."""
    wish = Wish(application_id=application_id, url=None, at=epoch_seconds(site.runtime.clock.now()))
    return _explained(site, request, lambda: _answer(site, request, wish))


def _answer(site: Site, request: Request, wish: Wish) -> Response:
    session = site.session(request)
    saml, is_to_be_noted = _find(site, request, wish.application_id, session)
    naming = name_ids.naming(saml.settings, wish.name_id_format)
    if naming is None:
        return _decline(site, request, saml, wish, (names.REQUESTER, names.INVALID_NAME_ID_POLICY))
    if session is None or (wish.force_authn and session.authenticated_at < wish.asked_at):
        if wish.is_passive:
            return _decline(site, request, saml, wish, (names.RESPONDER, names.NO_PASSIVE))
        return to_sign_in(request, fresh=wish.force_authn)
    return answers.federate(site, request, Entry(wish, saml, naming, session, is_to_be_noted))


def _decline(site: Site, request: Request, saml: SamlApplication, wish: Wish, codes: tuple[str, str]) -> Response:
    reason = codes[1].rpartition(":")[2]
    problem = Invalid(f"{saml.application.name} asked for what it cannot get: {reason}.", reason=reason)
    record_failure(site.runtime, _ask(site, request), problem)
    return answers.decline(site, request, saml, wish, codes)


def _find(site: Site, request: Request, application_id: str, session: Session | None) -> tuple[SamlApplication, bool]:
    """Return the application, and whether a session is still to learn that it takes part."""
    client = site.client(request)
    home = site.home(client)

    def read(call: Call) -> tuple[SamlApplication, bool]:
        saml = saml_applications.get(call, home, application_id)
        return saml, session is not None and participants.is_to_be_noted(call, session.session_id, saml)

    return identify(site.runtime, client, read, NOBODY)


def _explained(site: Site, request: Request, answer: Callable[[], Response]) -> Response:
    """Return an answer, or the page that says why there is none; what failed before the core was asked leaves an event too."""
    try:
        return answer()
    except Unavailable:
        raise
    except Problem as problem:
        if isinstance(problem, Invalid):
            record_failure(site.runtime, _ask(site, request), problem)
        return refusal_page.render(site, request, problem)


def _ask(site: Site, request: Request) -> Ask:
    return site.ask(request, site.visitor(request) or NOBODY, "sso:Federate", answers.EVENT_SOURCE)
