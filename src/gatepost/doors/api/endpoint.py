"""An endpoint of the API: how it is called, what it answers, and who may call it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import Actor
from gatepost.doors.visit import Visitors
from gatepost.kit.errors import Unauthenticated
from gatepost.web.dispatch import Route

PREFIX = "/api/v1"
EVENT_SOURCE = "gatepost.internal"

Schema = Mapping[str, Any]
"""A JSON Schema, as OpenAPI 3.1 has it."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`GET /me` and the like: one structure from which both its route and its description are made.

    `answer` takes the visitors, the request, the caller and the path's variables, and returns what becomes JSON. `schema` is
    that of the answer; `path` is relative to `/api/v1`, its variables in braces.
    """

    method: str
    path: str
    name: str
    summary: str
    schema: Schema
    answer: Callable[..., Any]

    def route(self, visitors: Visitors) -> Route:
        """Return the endpoint's route."""

        def respond(request: Request, **variables: str) -> Response:
            caller = require_caller(visitors, request)
            return as_json(self.answer(visitors, request, caller, **variables))

        return Route(self.method, PREFIX + self.path.replace("{", "<").replace("}", ">"), respond)


def require_caller(visitors: Visitors, request: Request) -> Actor:
    """Return who calls, by the session's cookie, or raise Unauthenticated.

    What changes something needs the session's CSRF token as well, in the header X-CSRF-Token.
    """
    caller = visitors.visitor(request)
    if caller is None:
        raise Unauthenticated("Sign in first.", reason="SessionRequired")
    if request.method not in {"GET", "HEAD"}:
        token = visitors.cookies.session.read(request)
        visitors.csrf.require(request, {}, token, visitors.runtime.clock.now())
    return caller


def as_json(value: Any) -> Response:
    """Return an answer that no cache keeps. Instants are ISO 8601 in UTC."""
    response = Response(orjson.dumps(value, option=orjson.OPT_UTC_Z), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
