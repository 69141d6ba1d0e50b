"""One SCIM request from bytes to bytes: recognise the bearer, read, carry out, answer; whatever happens, in SCIM's form."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

import orjson
from werkzeug.http import parse_options_header
from werkzeug.wrappers import Request as WebRequest

from gatepost.core.actors import NOBODY, Actor
from gatepost.core.ask import Ask, Client
from gatepost.core.call import Runtime, identify, record_failure
from gatepost.core.instances.known import KnownInstances
from gatepost.core.instances.model import Instance
from gatepost.core.provisioning import tokens
from gatepost.core.provisioning.model import Bearer
from gatepost.core.signin import sessions
from gatepost.core.signin.model import Session
from gatepost.doors.scim import errors, me, profile_aws, routes
from gatepost.doors.scim.errors import refusal
from gatepost.doors.scim.exchange import EVENT_SOURCE, SERVICE, Answer, Exchange, Request, Scope
from gatepost.doors.scim.routes import Handler
from gatepost.kit.errors import Denied, Invalid, NotFound, Problem, Unauthenticated
from gatepost.kit.secret import Secret
from gatepost.web import client as web_client
from gatepost.web import dispatch, limits, request_id
from gatepost.web.client import TrustedProxies
from gatepost.web.cookies import cookies
from gatepost.web.plain import PlainResponse

Environ = Mapping[str, Any]

SCIM_JSON: Final = "application/scim+json"
_TAKEN: Final = frozenset({SCIM_JSON, "application/json"})
_ALWAYS: Final = (("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"))
_WITH_BODY: Final = frozenset({"POST", "PUT", "PATCH"})


def is_for_scim(environ: Environ) -> bool:
    """Tell a provider's request from all others, by its path: /scim/v2/… or /<tenant id>/scim/v2/…."""
    return _divided(environ.get("PATH_INFO", "")) is not None


class Door:
    """Answers identity providers."""

    def __init__(self, runtime: Runtime, known_instances: KnownInstances) -> None:
        self._runtime = runtime
        self._proxies = TrustedProxies(runtime.settings.trusted_proxies)
        self._instances = known_instances
        self._cookies = cookies(https=runtime.settings.is_https)

    def respond(self, environ: Environ) -> PlainResponse:
        """Answer one request."""
        client = self._client(environ)
        try:
            answer = self._answer(environ, client)
        except Problem as problem:
            answer = _problem(problem)
        except Exception:
            self._runtime.log.exception("fault", request_id=client.request_id, service="scim")
            answer = Answer(500, errors.document(500, "The server met an unexpected condition."))
        return _response(answer, client)

    def _answer(self, environ: Environ, client: Client) -> Answer:
        limits.check_head(environ)
        tenant_id, path = _divided(environ.get("PATH_INFO", "")) or (None, ())
        actor, scope = self._sender(environ, client, tenant_id, path)
        exchange = Exchange(
            runtime=self._runtime,
            client=client,
            actor=actor,
            scope=scope,
            base_url=self._base_url(tenant_id),
            request=Request(environ["REQUEST_METHOD"], path),
        )
        try:
            self._require_admission(exchange)
            handler = _handler(path, environ["REQUEST_METHOD"])
            exchange = exchange.of(_request(environ, path, self._runtime.settings.body_limit_bytes))
            if exchange.is_aws:
                profile_aws.require_supported(exchange)
        except Problem as problem:
            self._record(exchange, problem)
            raise
        return handler(exchange)

    def _sender(
        self, environ: Environ, client: Client, tenant_id: str | None, path: tuple[str, ...]
    ) -> tuple[Actor, Scope]:
        """Return who sends a request and what they see: a token's bearer or, for /Me alone, whose browser is signed in."""
        if path == me.PATH and tenant_id is None and "HTTP_AUTHORIZATION" not in environ:
            session = self._session(environ, client)
            if session is not None:
                return sessions.actor_of(session), Scope.of_person(session.person)
        bearer = self._bearer(environ, client, tenant_id)
        return tokens.actor_of(bearer), Scope.of_bearer(bearer)

    def _session(self, environ: Environ, client: Client) -> Session | None:
        token = self._cookies.session.read(WebRequest(dict(environ)))
        if token is None:
            return None
        return identify(self._runtime, client, lambda call: sessions.find(call, token), NOBODY)

    def _bearer(self, environ: Environ, client: Client, tenant_id: str | None) -> Bearer:
        try:
            scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
            if scheme.lower() != "bearer" or not token.strip():
                raise Unauthenticated("An access token is required: Authorization: Bearer …")
            secret = Secret(token.strip())
            bearer = identify(self._runtime, client, lambda call: tokens.require_bearer(call, secret), NOBODY)
            if tenant_id is not None and tenant_id != bearer.tenant.tenant_id:
                raise Unauthenticated("The access token is not one of this tenant.", reason="InvalidToken")
        except Unauthenticated as problem:
            self._record_nobody(client, problem)
            raise
        return bearer

    def _require_admission(self, exchange: Exchange) -> None:
        """Raise Denied where a network configuration keeps this address out: the identity store's, or for people the instance's."""
        client = exchange.client
        instance = self._instances.find(client, exchange.identity_store_id)
        if instance is not None:
            self._instances.require(client, instance, lambda each: _obstacle(each, exchange))

    def _base_url(self, tenant_id: str | None) -> str:
        prefix = "" if tenant_id is None else f"/{tenant_id}"
        return f"{self._runtime.settings.public_url}{prefix}/scim/v2"

    def _record(self, exchange: Exchange, problem: Problem) -> None:
        """Leave an event of a request that got no further than the door."""
        ask = Ask(
            exchange.actor,
            f"{SERVICE}:Request",
            EVENT_SOURCE,
            exchange.client,
            parameters={"tenantId": exchange.tenant_id} if exchange.tenant_id else None,
            owner_account_id=exchange.scope.owner_account_id,
            error_code=errors.code_of,
        )
        record_failure(self._runtime, ask, problem)

    def _record_nobody(self, client: Client, problem: Problem) -> None:
        account_id = self._instances.primary(client).owner_account_id
        ask = Ask(
            NOBODY,
            f"{SERVICE}:Request",
            EVENT_SOURCE,
            client,
            recipient_account_id=account_id,
            error_code=errors.code_of,
        )
        record_failure(self._runtime, ask, problem)

    def _client(self, environ: Environ) -> Client:
        found = web_client.client_of(environ, self._proxies)
        settings = self._runtime.settings
        return Client(
            found.address, found.user_agent, environ[request_id.KEY], settings.region, is_secure=settings.is_https
        )


def _divided(path: str) -> tuple[str | None, tuple[str, ...]] | None:
    """Return a path's tenant, if it names one, and what stands behind /scim/v2; None for a path that has none."""
    parts = path.split("/")
    if parts[1:3] == ["scim", "v2"]:
        return None, _names(parts[3:])
    if parts[2:4] == ["scim", "v2"]:
        return parts[1], _names(parts[4:])
    return None


def _names(parts: list[str]) -> tuple[str, ...]:
    """Return the rest of a path; a slash at its end does not count."""
    return tuple(parts[:-1] if parts and not parts[-1] else parts)


def _handler(path: tuple[str, ...], method: str) -> Handler:
    methods = routes.find(path)
    if methods is None:
        raise NotFound("There is no such resource.")
    handler = methods.get("GET" if method == "HEAD" else method)
    if handler is None:
        allowed = ", ".join(sorted({*methods, *({"HEAD"} if "GET" in methods else ())}))
        sentence = f"This address does not take {method[:16]}."
        raise Invalid(sentence, reason=dispatch.METHOD_NOT_ALLOWED, details={"allow": allowed})
    return handler


def _request(environ: Environ, path: tuple[str, ...], body_limit: int) -> Request:
    method = environ["REQUEST_METHOD"]
    return Request(
        method=method,
        path=path,
        query=_query(environ.get("QUERY_STRING", "")),
        body=_body(environ, body_limit) if method in _WITH_BODY else None,
        if_match=environ.get("HTTP_IF_MATCH"),
        if_none_match=environ.get("HTTP_IF_NONE_MATCH"),
    )


def _query(text: str) -> dict[str, str]:
    """Return the parameters by their folded names, as providers write them in any case."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=50)
    except (ValueError, UnicodeError):
        raise refusal("invalidValue", "The query of the address is not valid.") from None
    return {name.lower(): value for name, value in pairs}


def _body(environ: Environ, limit: int) -> Any:
    media_type, _ = parse_options_header(environ.get("CONTENT_TYPE"))
    if media_type.lower() not in _TAKEN:
        raise Invalid(f"The body must be sent as {SCIM_JSON}.", reason=limits.NOT_A_FORM)
    try:
        return orjson.loads(limits.read_body(environ, limit))
    except orjson.JSONDecodeError as error:
        raise refusal("invalidSyntax", f"The body is not JSON: {error.msg}.") from None


def _obstacle(instance: Instance, exchange: Exchange) -> Denied | None:
    address, network = exchange.client.address, instance.identity_store_network
    if exchange.actor.user_id is not None:
        admitted, what = instance.admits(address), "Access"
    else:
        admitted, what = network is None or network.admits_scim(address), "Provisioning"
    return (
        None
        if admitted
        else Denied(f"{what} from your network ({address}) is not allowed.", reason="NetworkNotAllowed")
    )


def _response(answer: Answer, client: Client) -> PlainResponse:
    headers = [*answer.headers.items(), *_ALWAYS, (request_id.HEADER, client.request_id)]
    if answer.body is None:
        return PlainResponse(answer.status, tuple(headers), b"")
    return PlainResponse(answer.status, (*headers, ("Content-Type", SCIM_JSON)), orjson.dumps(answer.body))


def _problem(problem: Problem) -> Answer:
    headers: dict[str, str] = {}
    status = errors.status_of(problem)
    if status == 401:
        headers["WWW-Authenticate"] = errors.CHALLENGE + (', error="invalid_token"' if problem.reason else "")
    if "allow" in problem.details:
        headers["Allow"] = str(problem.details["allow"])
    return Answer(status, errors.document_of(problem), headers)
