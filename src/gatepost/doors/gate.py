"""The gate before the pages and the API: who comes from a network that the instance does not let in gets nothing of them."""

from collections.abc import Iterable

from werkzeug.wrappers import Request, Response

from gatepost.core.ask import Client
from gatepost.core.call import Runtime
from gatepost.core.instances.known import KnownInstances
from gatepost.core.instances.model import Instance
from gatepost.kit.errors import Denied
from gatepost.kit.sentences import Sentence
from gatepost.web import client as web_client
from gatepost.web import request_id
from gatepost.web.client import TrustedProxies
from gatepost.web.dispatch import Handler, Route


class Gate:
    """Asks of each visitor whether the organisation's instance admits their address (UpdateInstance, NetworkConfiguration)."""

    def __init__(self, runtime: Runtime, known_instances: KnownInstances) -> None:
        self._settings = runtime.settings
        self._proxies = TrustedProxies(runtime.settings.trusted_proxies)
        self._instances = known_instances

    def guard(self, routes: Iterable[Route]) -> list[Route]:
        """Return the same routes, open only to those who are let in."""
        return [Route(route.method, route.rule, self._guarded(route.handler)) for route in routes]

    def _guarded(self, handler: Handler) -> Handler:
        def respond(request: Request, **variables: str) -> Response:
            client = self._client(request)
            self._instances.require(client, self._instances.primary(client), lambda each: _obstacle(each, client))
            return handler(request, **variables)

        return respond

    def _client(self, request: Request) -> Client:
        found = web_client.client_of(request.environ, self._proxies)
        known_as = request.environ[request_id.KEY]
        return Client(found.address, found.user_agent, known_as, self._settings.region, self._settings.is_https)


def _obstacle(instance: Instance, client: Client) -> Denied | None:
    if instance.admits(client.address):
        return None
    return Denied(
        Sentence("Access from your network (%(address)s) is not allowed.", address=client.address),
        reason="NetworkNotAllowed",
    )
