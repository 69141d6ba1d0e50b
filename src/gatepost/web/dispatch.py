"""From a request's method and path to the function that answers it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from werkzeug import exceptions
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from gatepost.kit.errors import Invalid, Problem
from gatepost.kit.sentences import Sentence

METHOD_NOT_ALLOWED: Final = "MethodNotAllowed"

Handler = Callable[..., Response]
"""Takes the request, and the variables of its route by name."""

Methods = Mapping[str, Handler]


@dataclass(frozen=True, slots=True)
class Route:
    """`GET /accounts/<account_id>` and who answers it; the rule is Werkzeug's."""

    method: str
    rule: str
    handler: Handler


class Dispatcher:
    """Sends each request to the handler of its route, and every Problem to `on_problem`.

    HEAD is answered by GET's handler without the body, unless it has a route of its own; a method that the path does not
    have gets 405 with the ones that it has. Paths are taken literally: no redirect adds a slash or merges two.
    """

    def __init__(self, routes: Iterable[Route], on_problem: Callable[[Request, Problem], Response]) -> None:
        self._methods: dict[str, dict[str, Handler]] = defaultdict(dict)
        for route in routes:
            if route.method in self._methods[route.rule]:
                raise ValueError(f"two handlers for {route.method} {route.rule}")
            self._methods[route.rule][route.method] = route.handler
        self._map = _map_of(tuple(self._methods))
        self._on_problem = on_problem

    def find(self, path: str) -> tuple[Methods, Mapping[str, Any]] | None:
        """Return the handlers of a path by method, with the route's variables; None where no route has this path."""
        try:
            rule, variables = self._map.bind("").match(path, method="GET")
        except exceptions.HTTPException:
            return None
        return self._methods[rule], variables

    def respond(self, request: Request) -> Response | None:
        """Return the answer, or None for a path that is not ours."""
        found = self.find(request.path)
        if found is None:
            return None
        methods, variables = found
        handler = methods.get(request.method) or (methods.get("GET") if request.method == "HEAD" else None)
        if handler is None:
            return self._not_allowed(request, methods)
        try:
            return handler(request, **variables)
        except Problem as problem:
            return self._on_problem(request, problem)

    def _not_allowed(self, request: Request, methods: Methods) -> Response:
        problem = Invalid(
            Sentence("This address does not take %(method)s.", method=request.method[:16]), reason=METHOD_NOT_ALLOWED
        )
        response = self._on_problem(request, problem)
        response.headers["Allow"] = _allow(methods)
        return response


@lru_cache(maxsize=4)
def _map_of(rules: tuple[str, ...]) -> Map:
    """Return the map of these rules; compiling it costs more than all the rest of an application, and it knows no handler."""
    return Map([Rule(rule, endpoint=rule) for rule in rules], strict_slashes=False, merge_slashes=False)


def _allow(methods: Methods) -> str:
    return ", ".join(sorted({*methods, *({"HEAD"} if "GET" in methods else ())}))
