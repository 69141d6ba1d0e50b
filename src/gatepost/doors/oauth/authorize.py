"""The authorization endpoint (RFC 6749 section 3.1) with PKCE, as the AWS CLI calls it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY, Actor
from gatepost.core.call import Call, identify, perform
from gatepost.core.tokens import clients, codes
from gatepost.core.tokens.model import Client, GrantType, require_challenge, require_scopes
from gatepost.doors.oauth import people
from gatepost.doors.visit import Site, to_sign_in
from gatepost.kit.errors import Invalid, NotFound, Problem, Refused
from gatepost.kit.sentences import Sentence
from gatepost.web.dispatch import Route
from gatepost.web.headers import form_action_source
from gatepost.web.limits import read_form

EVENT_SOURCE = "sso-oauth.amazonaws.com"
FIELDS = ("response_type", "client_id", "redirect_uri", "state", "scopes", "code_challenge", "code_challenge_method")

# RFC 6749 appendix A.5; the length is ours. A form would change line breaks, so that another state came back.
_STATE = re.compile(r"[\x20-\x7e]{1,1024}")


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """A request whose client and redirect URI are right: from here on, errors may go to that URI."""

    client: Client
    redirect_uri: str
    state: str | None
    code_challenge: str
    scopes: tuple[str, ...]


def routes(site: Site) -> list[Route]:
    """Return `/authorize`: GET asks the person, POST takes the decision."""
    return [
        Route("GET", "/authorize", lambda request: _show(site, request)),
        Route("POST", "/authorize", lambda request: _decide(site, request)),
    ]


def _show(site: Site, request: Request) -> Response:
    client, redirect_uri = _trusted(site, request, request.args)
    try:
        wanted = _read(client, redirect_uri, request.args)
    except Problem as problem:
        return _error(site, redirect_uri, request.args.get("state"), problem)
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    return site.render(
        request,
        "authorize_confirm.html",
        form_action=(form_action_source(redirect_uri),),
        csrf_token=site.csrf_token(request),
        action_url="/authorize",
        client_name=client.name,
        redirect_host=urlsplit(wanted.redirect_uri).netloc or urlsplit(wanted.redirect_uri).scheme,
        user=people.described(site, request, actor),
        fields={name: request.args[name] for name in FIELDS if name in request.args},
    )


def _decide(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return _sign_in_first(request)
    form = site.form(request)
    client, redirect_uri = _trusted(site, request, form)
    state = form.get("state")
    try:
        wanted = _read(client, redirect_uri, form)
        code = _grant(site, request, actor, wanted, allow=form.get("decision") == "allow")
    except Problem as problem:
        return _error(site, redirect_uri, state, problem)
    return _back(site, redirect_uri, {"code": code, "state": state})


def _sign_in_first(request: Request) -> Response:
    """Send somebody whose session ended meanwhile to sign in, and back to the same request."""
    form = read_form(request.environ)
    fields = urlencode({name: form[name] for name in FIELDS if name in form})
    return redirect(f"/sign-in?{urlencode({'return_to': f'/authorize?{fields}'})}", 303)


def _trusted(site: Site, request: Request, fields: Mapping[str, str]) -> tuple[Client, str]:
    """Return client and redirect URI; where one of them is wrong the person is told and nobody is redirected."""
    client_id, redirect_uri = fields.get("client_id", ""), fields.get("redirect_uri", "")
    try:
        client = identify(site.runtime, site.client(request), lambda call: clients.get(call, client_id), NOBODY)
    except NotFound:
        raise Invalid(Sentence("This program is not known here. Start to sign in again from your terminal.")) from None
    if not client.has_redirect_uri(redirect_uri):
        raise Invalid(Sentence("The program asked to send the answer to an address that it has not registered."))
    return client, redirect_uri


def _read(client: Client, redirect_uri: str, fields: Mapping[str, str]) -> AuthorizationRequest:
    if fields.get("response_type") != "code":
        raise Invalid("Only response_type=code is supported.", reason="unsupported_response_type")
    if not client.may_use(GrantType.AUTHORIZATION_CODE):
        raise Refused("The client is not registered for the authorization code grant.", reason="unauthorized_client")
    state = fields.get("state")
    if state is not None and not _STATE.fullmatch(state):
        raise Invalid("The state must be 1 to 1024 printable ASCII characters.", reason="invalid_request")
    # The AWS CLI says `scopes`; the RFC says `scope`.
    scopes = require_scopes(tuple((fields.get("scopes") or fields.get("scope") or "").split())) or client.scopes
    if not set(scopes) <= set(client.scopes):
        raise Invalid("The client asks for a scope that it is not registered for.", reason="invalid_scope")
    challenge = require_challenge(fields.get("code_challenge"), fields.get("code_challenge_method"))
    return AuthorizationRequest(client, redirect_uri, state, challenge, scopes)


def _grant(site: Site, request: Request, actor: Actor, wanted: AuthorizationRequest, *, allow: bool) -> str:
    def do(call: Call) -> str:
        if not allow:
            raise Refused("The person denied the request.", reason="access_denied")
        code = codes.grant(
            call,
            wanted.client,
            redirect_uri=wanted.redirect_uri,
            code_challenge=wanted.code_challenge,
            scopes=wanted.scopes,
        )
        return code.reveal()

    return perform(site.runtime, site.ask(request, actor, "sso-oauth:Authorize", EVENT_SOURCE, writes=True), do)


def _error(site: Site, redirect_uri: str, state: str | None, problem: Problem) -> Response:
    """Send an error to the client (RFC 6749 section 4.1.2.1)."""
    fields = {"error": problem.reason or "invalid_request", "error_description": problem.message, "state": state}
    return _back(site, redirect_uri, fields)


def _back(site: Site, redirect_uri: str, fields: Mapping[str, str | None]) -> Response:
    """Redirect to the client, naming ourselves so that it can tell who answered (RFC 9207)."""
    query = urlencode(
        {name: value for name, value in {**fields, "iss": site.runtime.settings.public_url}.items() if value}
    )
    separator = "&" if urlsplit(redirect_uri).query else "?"
    response = redirect(f"{redirect_uri}{separator}{query}", 303)
    response.headers["Cache-Control"] = "no-store"
    return response
