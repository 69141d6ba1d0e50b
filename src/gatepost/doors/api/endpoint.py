"""An endpoint of the API: how it is called, what it answers, and who may call it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY, Actor
from gatepost.core.call import record_failure
from gatepost.doors.api.callers import SESSION_REQUIRED, require_caller
from gatepost.doors.visit import Visitors
from gatepost.kit.errors import Problem
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
            caller = self._require_caller(visitors, request)
            return as_json(self.answer(visitors, request, caller, **variables))

        return Route(self.method, PREFIX + self.path.replace("{", "<").replace("}", ">"), respond)

    @property
    def action(self) -> str:
        """The endpoint as policies name it."""
        return f"gatepost:{self.name}"

    def _require_caller(self, visitors: Visitors, request: Request) -> Actor:
        try:
            return require_caller(visitors, request)
        except Problem as problem:
            # A page that asks whether somebody is signed in is no attempt at anything; a wrong credential is.
            if problem.reason != SESSION_REQUIRED:
                record_failure(visitors.runtime, visitors.ask(request, NOBODY, self.action, EVENT_SOURCE), problem)
            raise


def as_json(value: Any) -> Response:
    """Return an answer that no cache keeps. Instants are ISO 8601 in UTC."""
    response = Response(orjson.dumps(value, option=orjson.OPT_UTC_Z), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
