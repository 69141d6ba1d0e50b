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
    body = dumps(plain(operation.output)(output)) if operation.output else b""
    return Answer(200, _headers(operation.service, request_id), body)


def encode_error(service: Service, error: WireError, request_id: str) -> Answer:
    """Return the answer of an error: its code in `__type` and in the header, its sentence as the model spells that member."""
    body = {"__type": error.code, message_member(error.members): error.message, **details(error, request_id)}
    headers = (*_headers(service, request_id), ("x-amzn-ErrorType", error.code))
    return Answer(error.status, headers, dumps(body))


def dumps(value: Any) -> bytes:
    """Return what `plain` has made as JSON."""
    return orjson.dumps(value, default=_revealed)


def message_member(members: Mapping[str, Member]) -> str:
    """Return how an error spells its sentence: Message where its model does so, else message."""
    return "Message" if "Message" in members else "message"


def details(error: WireError, request_id: str) -> dict[str, Any]:
    """Return an error's further members; those that repeat the request's id are filled."""
    values = {name: plain(error.members[name].shape)(value) for name, value in error.details.items()}
    if "RequestId" in error.members:
        values["RequestId"] = request_id
    return values


def plain(shape: Shape) -> Plain:
    """Return the function that turns a value of this shape into what `dumps` takes; nulls are left out."""
    return _writer(shape) or _as_it_is


@cache
def _writer(shape: Shape) -> Plain | None:
    """Return the function that writes a value of this shape; None where there is nothing to do, as for a text."""
    if shape.kind == "structure":
        return _structure(shape)
    if shape.kind == "list":
        return _list(_writer(shape.item))
    if shape.kind == "map":
        return _map(_writer(shape.item))
    return _SCALARS.get(shape.kind)


def _list(item: Plain | None) -> Plain:
    return list if item is None else lambda values: [item(value) for value in values]


def _map(item: Plain | None) -> Plain:
    return dict if item is None else lambda values: {key: item(value) for key, value in values.items()}


def _structure(shape: Shape) -> Plain:
    # Filled as members are met and not beforehand: a structure may hold itself. An unknown member is a bug: KeyError.
    writers: dict[str, tuple[str, Plain | None]] = {}

    def write(value: Mapping[str, Any]) -> dict[str, Any]:
        written = {}
        for name, item in value.items():
            if item is None:
                continue
            if name not in writers:
                member = shape.members[name]
                writers[name] = member.wire_name, _writer(member.shape)
            wire_name, writer = writers[name]
            written[wire_name] = item if writer is None else writer(item)
        return written

    return write


def _as_it_is(value: Any) -> Any:
    return value


def _revealed(value: object) -> str:
    if isinstance(value, Secret):
        return value.reveal()
    raise TypeError(f"{type(value).__name__} is nothing that a model has")


def _epoch(value: datetime) -> int | float:
    return round(value.timestamp(), 3) if value.microsecond else int(value.timestamp())


def _blob(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


_SCALARS: Final[Mapping[str, Plain]] = {"timestamp": _epoch, "blob": _blob}


def _headers(service: Service, request_id: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", f"application/x-amz-json-{service.json_version}"), ("x-amzn-RequestId", request_id))
