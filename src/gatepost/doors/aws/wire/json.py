"""The JSON 1.1 protocol (awsJson1_1): one JSON object each way, timestamps in epoch seconds."""

import base64
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

import orjson

from gatepost.doors.aws.wire.bounded import json_object
from gatepost.doors.aws.wire.errors import WireError
from gatepost.doors.aws.wire.messages import Answer
from gatepost.doors.aws.wire.model import Member, Shape
from gatepost.doors.aws.wire.shapes import Operation, Service
from gatepost.kit.secret import Secret
from gatepost.web.signing.request import Request

Plain = Callable[[Any], Any]


def decode(_operation: Operation, request: Request, body_limit: int) -> dict[str, Any]:
    """Return the members as they came, not yet validated; Invalid (SerializationException) for what is no JSON object."""
    return json_object(request.body, body_limit)


def encode(operation: Operation, output: Mapping[str, Any], request_id: str) -> Answer:
    """Return the answer with `output`, by member names; an operation without output answers an empty body."""
    body = orjson.dumps(plain(operation.output)(output)) if operation.output else b""
    return Answer(200, _headers(operation.service, request_id), body)


def encode_error(service: Service, error: WireError, request_id: str) -> Answer:
    """Return the answer of an error: its code in `__type` and in the header, its sentence as the model spells that member."""
    body = {"__type": error.code, message_member(error.members): error.message, **details(error, request_id)}
    headers = (*_headers(service, request_id), ("x-amzn-ErrorType", error.code))
    return Answer(error.status, headers, orjson.dumps(body))


def message_member(members: Mapping[str, Member]) -> str:
    """Return how an error spells its sentence: Message where its model does so, else message."""
    return "Message" if "Message" in members else "message"


def details(error: WireError, request_id: str) -> dict[str, Any]:
    """Return an error's further members; those that repeat the request's id are filled."""
    values = {name: plain(error.members[name].shape)(value) for name, value in error.details.items()}
    if "RequestId" in error.members:
        values["RequestId"] = request_id
    return values


@cache
def plain(shape: Shape) -> Plain:
    """Return the function that turns a value of this shape into what JSON has; nulls are left out."""
    if shape.kind == "structure":
        return _structure(shape)
    if shape.kind == "list":
        item = plain(shape.item)
        return lambda values: [item(value) for value in values]
    if shape.kind == "map":
        item = plain(shape.item)
        return lambda values: {key: item(value) for key, value in values.items()}
    return _SCALARS.get(shape.kind, _as_it_is)


def _structure(shape: Shape) -> Plain:
    # Filled as members are met and not beforehand: a structure may hold itself. An unknown member is a bug: KeyError.
    writers: dict[str, tuple[str, Plain]] = {}

    def write(value: Mapping[str, Any]) -> dict[str, Any]:
        written = {}
        for name, item in value.items():
            if item is None:
                continue
            if name not in writers:
                member = shape.members[name]
                writers[name] = member.wire_name, plain(member.shape)
            wire_name, writer = writers[name]
            written[wire_name] = writer(item)
        return written

    return write


def _as_it_is(value: Any) -> Any:
    return value


def _text(value: str | Secret) -> str:
    return value.reveal() if isinstance(value, Secret) else value


def _epoch(value: datetime) -> int | float:
    return round(value.timestamp(), 3) if value.microsecond else int(value.timestamp())


def _blob(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


_SCALARS: Final[Mapping[str, Plain]] = {"string": _text, "timestamp": _epoch, "blob": _blob}


def _headers(service: Service, request_id: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", f"application/x-amz-json-{service.json_version}"), ("x-amzn-RequestId", request_id))
