"""The REST-JSON protocol (restJson1): members in the query string, in headers and in a JSON body."""

from collections.abc import Mapping
from typing import Any

from gatepost.doors.aws.wire import texts
from gatepost.doors.aws.wire.bounded import check_size, json_object
from gatepost.doors.aws.wire.codes import OAUTH_CODES
from gatepost.doors.aws.wire.errors import WireError
from gatepost.doors.aws.wire.json import details, dumps, message_member, plain
from gatepost.doors.aws.wire.messages import Answer
from gatepost.doors.aws.wire.model import Member
from gatepost.doors.aws.wire.shapes import Operation, Service
from gatepost.web.signing.request import Request


def decode(operation: Operation, request: Request, body_limit: int) -> dict[str, Any]:
    """Return the members as they came, not yet validated."""
    members = operation.input.members.values()
    if any(member.location == "body" for member in members):
        params = _from_body(operation, json_object(request.body, body_limit))
    else:
        check_size(request.body, body_limit)
        params = {}
    for member in members:
        text = _text_of(member, request)
        if text is not None:
            params[member.name] = texts.read(member.shape, text)
    return params


def encode(operation: Operation, output: Mapping[str, Any], request_id: str) -> Answer:
    """Return the answer with `output`, by member names; an operation without output answers an empty body."""
    body = dumps(plain(operation.output)(output)) if operation.output else b""
    return Answer(200, _headers(request_id), body)


def encode_error(service: Service, error: WireError, request_id: str) -> Answer:
    """Return the answer of an error: its code in the header; its sentence, and where the model has them OAuth's members."""
    body = {message_member(error.members): error.message, **details(error, request_id)}
    if service.name == "sso-oidc":
        body |= {"error": _oauth_code(error), "error_description": error.message}
    headers = (*_headers(request_id), ("x-amzn-ErrorType", error.code))
    return Answer(error.status, headers, dumps(body))


def _oauth_code(error: WireError) -> str:
    return OAUTH_CODES.get(error.code, "server_error" if error.is_ours else "invalid_request")


def _from_body(operation: Operation, body: dict[str, Any]) -> dict[str, Any]:
    members = operation.input.members
    return {name: value for name, value in body.items() if name in members and members[name].location == "body"}


def _text_of(member: Member, request: Request) -> str | None:
    if member.location == "querystring":
        return request.arguments.get(member.wire_name)
    return request.header(member.wire_name) if member.location == "header" else None


def _headers(request_id: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", "application/json"), ("x-amzn-RequestId", request_id))
