"""An endpoint of the API: how it is called, what it answers, and who may call it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY, Actor
from gatepost.core.call import record_failure
from gatepost.doors.api import messages
from gatepost.doors.api.callers import SESSION_REQUIRED, require_caller
from gatepost.doors.api.messages import Body, Query
from gatepost.doors.api.requested import EVENT_SOURCE, Requested
from gatepost.doors.visit import Visitors
from gatepost.kit.errors import Problem
from gatepost.web.answers import private
from gatepost.web.dispatch import Route

PREFIX = "/api/v1"

Schema = Mapping[str, Any]
"""A JSON Schema, as OpenAPI 3.1 has it."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`GET /me` and the like: one structure from which both its route and its description are made.

    `answer` takes the request and the path's variables, and returns what becomes JSON: `schema` describes it, and is None for
    an endpoint that answers 204. `path` is relative to `/api/v1`, its variables in braces. `body` and `query` are what comes in.
    """

    method: str
    path: str
    name: str
    summary: str
    schema: Schema | None
    answer: Callable[..., Any]
    body: type[Body] | None = None
    query: type[Query] | None = None
    status: int = HTTPStatus.OK

    def route(self, visitors: Visitors) -> Route:
        """Return the endpoint's route."""

        def respond(request: Request, **variables: str) -> Response:
            caller = self._require_caller(visitors, request)
            value = self.answer(self._read(visitors, request, caller, variables), **variables)
            return no_content() if self.schema is None else as_json(value, self.status)

        return Route(self.method, PREFIX + self.path.replace("{", "<").replace("}", ">"), respond)

    @property
    def action(self) -> str:
        """The endpoint as policies name it."""
        return f"gatepost:{self.name}"

    @property
    def writes(self) -> bool:
        """Whether it changes anything."""
        return self.method != "GET"

    def _read(self, visitors: Visitors, request: Request, caller: Actor, variables: Mapping[str, str]) -> Requested:
        most = visitors.runtime.settings.body_limit_bytes
        try:
            body = None if self.body is None else messages.read_body(request, self.body, most)
            query = None if self.query is None else messages.read_query(request.args, self.query)
        except Problem as problem:
            record_failure(visitors.runtime, visitors.ask(request, caller, self.action, EVENT_SOURCE), problem)
            raise
        return Requested(visitors, request, caller, self, variables, body, query)

    def _require_caller(self, visitors: Visitors, request: Request) -> Actor:
        try:
            return require_caller(visitors, request)
        except Problem as problem:
            # A page that asks whether somebody is signed in is no attempt at anything; a wrong credential is.
            if problem.reason != SESSION_REQUIRED:
                record_failure(visitors.runtime, visitors.ask(request, NOBODY, self.action, EVENT_SOURCE), problem)
            raise


def as_json(value: Any, status: int = HTTPStatus.OK) -> Response:
    """Return an answer that no cache keeps. Instants are ISO 8601 in UTC."""
    body = orjson.dumps(value, option=orjson.OPT_UTC_Z)
    return private(Response(body, status, content_type="application/json"))


def no_content() -> Response:
    """Return the answer of what is done and has nothing to tell."""
    return private(Response(status=HTTPStatus.NO_CONTENT))
