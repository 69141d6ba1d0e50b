"""The API's description of itself (OpenAPI 3.1), made from the endpoints."""

import re
from collections.abc import Iterable
from typing import Any, Final

from gatepost import __version__
from gatepost.doors.api import messages
from gatepost.doors.api.endpoint import PREFIX, Endpoint, as_json
from gatepost.web.dispatch import Route
from gatepost.web.errors import PROBLEM_JSON

PATH: Final = PREFIX + "/openapi.json"

_VARIABLE = re.compile(r"\{(\w+)\}")
_PROBLEM: Final = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail", "request_id"],
    "properties": {
        "type": {"type": "string", "const": "about:blank"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for people."},
        "reason": {"type": "string", "description": "The cause, for programs."},
        "request_id": {"type": "string", "format": "uuid", "description": "Names the request in logs and events."},
    },
}
_SIGNATURE_SCHEME: Final = {
    "type": "apiKey",
    "in": "header",
    "name": "Authorization",
    "description": "AWS Signature Version 4 with the service name `gatepost`; policies name the actions `gatepost:…`.",
}


def route(document: dict[str, Any]) -> Route:
    """Return the document's own route, which anybody may read."""
    return Route("GET", PATH, lambda request: as_json(document))


def document(endpoints: Iterable[Endpoint], public_url: str) -> dict[str, Any]:
    """Return the OpenAPI document of these endpoints and of itself."""
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        paths.setdefault(PREFIX + endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    paths[PATH] = {"get": _own_operation()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Gatepost", "version": __version__, "description": "What AWS has no API for."},
        "servers": [{"url": public_url}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": _PROBLEM},
            "securitySchemes": {
                "session": _session_scheme(https=public_url.startswith("https:")),
                "signature": _SIGNATURE_SCHEME,
            },
        },
        "security": [{"session": []}, {"signature": []}],
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "responses": {**_success(endpoint), "default": _problem()},
    }
    if parameters := [*_path_parameters(endpoint), *_query_parameters(endpoint)]:
        operation["parameters"] = parameters
    if endpoint.body is not None:
        content = {"application/json": {"schema": messages.schema_of(endpoint.body)}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _success(endpoint: Endpoint) -> dict[str, Any]:
    if endpoint.schema is None:
        return {"204": {"description": "Done; there is nothing to tell."}}
    return {str(int(endpoint.status)): _answer("The answer.", endpoint.schema)}


def _path_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    names = _VARIABLE.findall(endpoint.path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _query_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    if endpoint.query is None:
        return []
    schema = messages.schema_of(endpoint.query)
    required = schema.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in required, "schema": each}
        for name, each in schema["properties"].items()
    ]


def _own_operation() -> dict[str, Any]:
    return {
        "operationId": "GetOpenApi",
        "summary": "Return this document.",
        "security": [],
        "responses": {"200": _answer("This document.", {"type": "object"})},
    }


def _answer(description: str, schema: Any) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _problem() -> dict[str, Any]:
    content = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": "What went wrong; 401 where nobody has proved who asks.", "content": content}


def _session_scheme(*, https: bool) -> dict[str, Any]:
    return {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-gatepost" if https else "gatepost",
        "description": "The session of a signed-in person. What changes something needs the header X-CSRF-Token as well.",
    }
