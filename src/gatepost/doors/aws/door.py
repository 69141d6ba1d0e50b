"""One AWS call from bytes to bytes: route, authenticate, read, perform, answer."""

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from gatepost.core.actors import NOBODY, Actor
from gatepost.core.ask import Ask, Client
from gatepost.core.call import Call, Runtime, identify, perform, record_failure
from gatepost.core.iam import authentication
from gatepost.core.instances.known import KnownInstances
from gatepost.core.instances.model import Instance
from gatepost.core.tokens import access_tokens
from gatepost.doors.aws import iam_resources, paging, router
from gatepost.doors.aws.admission import obstacle, region_of_host
from gatepost.doors.aws.delegation import is_delegated
from gatepost.doors.aws.request_conditions import request_conditions
from gatepost.doors.aws.resources import instance_ids, owner_account_id, resource_arns
from gatepost.doors.aws.service import BEARER_MEMBER, HANDLERS, Handler
from gatepost.doors.aws.wire import codec
from gatepost.doors.aws.wire.errors import translate
from gatepost.doors.aws.wire.messages import Answer
from gatepost.doors.aws.wire.shapes import Operation
from gatepost.doors.aws.wire.validate import validate
from gatepost.kit.errors import NotImplementedYet, Problem, Unauthenticated
from gatepost.kit.secret import Secret
from gatepost.web import client as web_client
from gatepost.web import limits, request_id
from gatepost.web.client import TrustedProxies
from gatepost.web.plain import PlainResponse
from gatepost.web.signing import sigv4
from gatepost.web.signing.request import Request

Environ = Mapping[str, Any]

_CHANGING_INSTANCES: Final = frozenset(
    {"AddRegion", "CreateInstance", "DeleteInstance", "RemoveRegion", "UpdateIdentityStore", "UpdateInstance"}
)


def is_for_aws(environ: Environ) -> bool:
    """Tell an AWS client's request from a browser's: by the REST services' paths; at the root by a POST or a presigned query."""
    path = environ.get("PATH_INFO", "")
    if path not in router.paths():
        return False
    query = environ.get("QUERY_STRING", "")
    return (
        path != router.ROOT or environ["REQUEST_METHOD"] == "POST" or "X-Amz-Algorithm=" in query or "Action=" in query
    )


class Door:
    """Answers AWS's clients."""

    def __init__(self, runtime: Runtime, known_instances: KnownInstances) -> None:
        self._runtime = runtime
        self._proxies = TrustedProxies(runtime.settings.trusted_proxies)
        self._instances = known_instances

    def respond(self, environ: Environ) -> PlainResponse:
        """Answer one request, in its protocol's form whatever happens."""
        answer = self._answer(environ)
        return PlainResponse(answer.status, (*answer.headers, ("Cache-Control", "no-store")), answer.body)

    def _answer(self, environ: Environ) -> Answer:
        client = self._client(environ)
        request = Request.from_wsgi(environ, b"")
        try:
            limits.check_head(environ)
            request.body = limits.read_body(environ, self._runtime.settings.body_limit_bytes)
        except Problem as problem:
            return codec.encode_error(router.find_service(request), None, problem, client.request_id)
        service = router.find_service(request)
        operation = None
        try:
            operation = router.find_operation(service, request)
            return self._call(operation, request, client)
        except Problem as problem:
            return codec.encode_error(service, operation, problem, client.request_id)
        except Exception as fault:
            self._runtime.log.exception("fault", request_id=client.request_id, service=service.name)
            return codec.encode_error(service, operation, fault, client.request_id)

    def _call(self, operation: Operation, request: Request, client: Client) -> Answer:
        home = self._instances.primary(client)
        client = _in_region(client, region_of_host(request.header("host"), home))
        actor = NOBODY
        try:
            actor, client = self._authenticate(operation, request, client)
            handler = _handler(operation)
            params = validate(operation, codec.decode(operation, request, self._runtime.settings.body_limit_bytes))
            page = paging.open_page(self._runtime, handler, params) if handler.is_paged else None
            instance = self._instance_of(operation, params, actor, client) or home
            self._instances.require(client, instance, lambda each: obstacle(handler, actor, client, each))
        except Problem as problem:
            self._record(operation, actor, client, home, problem)
            raise
        if operation.service.name == "cloudtrail":
            # Events of reads are written each second: whoever looks wants to see what they have just done.
            self._runtime.events.flush()
        ask = self._ask(handler, params, actor, client, home, instance)
        output = perform(self._runtime, ask, _use_case(handler, params, page))
        if operation.name in _CHANGING_INSTANCES:
            self._instances.forget()
        return codec.encode(operation, output, client.request_id)

    def _authenticate(self, operation: Operation, request: Request, client: Client) -> tuple[Actor, Client]:
        if BEARER_MEMBER in operation.input.members:
            return self._bearer(operation, request, client), client
        if operation.is_unsigned:
            return NOBODY, client
        signature = sigv4.parse(request)
        if signature is None:
            raise Unauthenticated("Missing Authentication Token", reason="MissingAuthenticationToken")
        signature.require_service(operation.service.signing_name)
        key_id, token = signature.access_key_id, signature.session_token
        secret, actor = identify(
            self._runtime, client, lambda call: authentication.resolve(call, key_id, token), NOBODY
        )
        signature.verify(secret, self._runtime.clock.now())
        return actor, _in_region(client, signature.region)

    def _bearer(self, operation: Operation, request: Request, client: Client) -> Actor:
        token = request.header(operation.input.members[BEARER_MEMBER].wire_name)
        if not token:
            raise Unauthenticated("Session token not found or invalid")
        return identify(self._runtime, client, lambda call: access_tokens.identify_bearer(call, Secret(token)), NOBODY)

    def _instance_of(
        self, operation: Operation, params: Mapping[str, Any], actor: Actor, client: Client
    ) -> Instance | None:
        """Return the instance that a call is about; of several that it names, one of another account's, if there is one."""
        named = [self._instances.find(client, each) for each in instance_ids(operation, params)]
        there = [each for each in named if each is not None]
        foreign = (each for each in there if each.owner_account_id != actor.account_id)
        return next(foreign, there[0] if there else None)

    def _ask(
        self,
        handler: Handler,
        params: Mapping[str, Any],
        actor: Actor,
        client: Client,
        home: Instance,
        instance: Instance,
    ) -> Ask:
        operation = handler.operation
        token = operation.idempotency_token
        resources, conditions = self._named(handler, params, actor, client, instance)
        return Ask(
            actor=actor,
            action=operation.action,
            event_source=operation.service.event_source,
            client=client,
            resources=resources,
            writes=handler.writes,
            serializable=handler.serializable,
            needs_permission=handler.needs_permission,
            parameters=operation.mask(params),
            owner_account_id=owner_account_id(handler, instance),
            is_delegated=is_delegated(handler, actor, instance),
            recipient_account_id=home.owner_account_id,
            context={**conditions, **request_conditions(params)},
            idempotency=params.get(token) if token else None,
            fingerprint={name: value for name, value in params.items() if name != token} if token else None,
            error_code=lambda problem: translate(operation.service, operation, problem).code,
            response_elements=operation.mask_output,
        )

    def _named(
        self, handler: Handler, params: Mapping[str, Any], actor: Actor, client: Client, instance: Instance
    ) -> tuple[tuple[str, ...], Mapping[str, str]]:
        """Return the ARNs of what a call is about, and what conditions can ask of it."""
        if actor.type == "IdentityCenterUser":
            return (actor.arn,), {}
        find = iam_resources.lookup(handler, params, actor)
        if find is None:
            return resource_arns(handler, params, actor, instance), {}
        found = identify(self._runtime, client, find, NOBODY)
        return (found.arn,), found.conditions

    def _record(self, operation: Operation, actor: Actor, client: Client, home: Instance, problem: Problem) -> None:
        """Leave an event of a request that got no further than the door."""
        ask = Ask(
            actor=actor,
            action=operation.action,
            event_source=operation.service.event_source,
            client=client,
            recipient_account_id=home.owner_account_id,
            error_code=lambda problem: translate(operation.service, operation, problem).code,
        )
        record_failure(self._runtime, ask, problem)

    def _client(self, environ: Environ) -> Client:
        found = web_client.client_of(environ, self._proxies)
        settings = self._runtime.settings
        return Client(
            found.address, found.user_agent, environ[request_id.KEY], settings.region, is_secure=settings.is_https
        )


def _in_region(client: Client, region: str) -> Client:
    if region == client.region:
        return client
    return Client(client.address, client.user_agent, client.request_id, region, client.is_secure)


def _handler(operation: Operation) -> Handler:
    handler = HANDLERS.get((operation.service.name, operation.name))
    if handler is None:
        raise NotImplementedYet(f"{operation.service.name} {operation.name} is not implemented yet.")
    return handler


def _use_case(
    handler: Handler, params: Mapping[str, Any], page: "paging.OpenPage | None"
) -> Callable[[Call], Mapping[str, Any]]:
    """Return the handler with its arguments: the input's members, but for those that the door itself has consumed."""
    names, arguments = handler.operation.argument_names, {}
    for member, value in params.items():
        if names[member] in handler.arguments:
            arguments[names[member]] = value
    if page is None:
        return lambda call: cast(Mapping[str, Any], handler.function(call, **arguments))
    return lambda call: page.close(handler.function(call, page=page.request, **arguments))
