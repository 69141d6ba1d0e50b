"""The one interface of the three protocols: decode a request, encode an answer, encode an error."""

from collections.abc import Mapping
from typing import Any, Final, Protocol

from gatepost.doors.aws.wire import json, query, rest_json
from gatepost.doors.aws.wire import shapes as models
from gatepost.doors.aws.wire.errors import WireError, translate
from gatepost.doors.aws.wire.messages import Answer
from gatepost.doors.aws.wire.shapes import Operation, Service
from gatepost.web.signing.request import Request


class Codec(Protocol):
    """What each protocol's module has."""

    def decode(self, operation: Operation, request: Request, body_limit: int, /) -> dict[str, Any]: ...

    def encode(self, operation: Operation, output: Mapping[str, Any], request_id: str, /) -> Answer: ...

    def encode_error(self, service: Service, error: WireError, request_id: str, /) -> Answer: ...


_CODECS: Final[Mapping[models.Protocol, Codec]] = {"json": json, "rest-json": rest_json, "query": query}


def decode(operation: Operation, request: Request, body_limit: int) -> dict[str, Any]:
    """Return the input as it came, by member names, for `validate`; raise Invalid for what cannot be read.

    Size (`body_limit`, in bytes) and depth are bounded before anything is parsed.
    """
    return _CODECS[operation.service.protocol].decode(operation, request, body_limit)


def encode(operation: Operation, output: Mapping[str, Any], request_id: str) -> Answer:
    """Return the answer with `output`, which has the model's member names, aware datetimes, bytes and `Secret`s."""
    return _CODECS[operation.service.protocol].encode(operation, output, request_id)


def encode_error(service: Service, operation: Operation | None, problem: Exception, request_id: str) -> Answer:
    """Return the answer to a problem; an exception that is no Problem says nothing about itself."""
    return _CODECS[service.protocol].encode_error(service, translate(service, operation, problem), request_id)
