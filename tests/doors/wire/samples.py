"""Values made from botocore's own models, and botocore's own serialisers and parsers around them."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast
from urllib.parse import urlsplit

import regex
from botocore.awsrequest import create_request_object, prepare_request_dict
from botocore.loaders import Loader
from botocore.model import ListShape, MapShape, OperationModel, ServiceModel, Shape, StringShape, StructureShape
from botocore.parsers import create_parser
from botocore.serialize import create_serializer

from gatepost.doors.aws.wire.messages import Answer
from gatepost.doors.aws.wire.shapes import NAMINGS
from gatepost.kit.secret import Secret
from gatepost.web.signing.request import Request

INSTANT = datetime(2026, 6, 1, 12, 30, 15, tzinfo=UTC)

INSTANCE = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
PERMISSION_SET = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef"
UUID = "12345678-1234-1234-1234-123456789abc"

# One of these fits each pattern of the models.
TEXTS = (
    "jo",
    "Ärger & <Glück> + 1%",
    "a",
    "1",
    "/",
    "abcdefgh",
    "2026-06-01",
    "123456",
    "123456789012",
    "12:30",
    "10.0.0.0/8",
    "PT1H",
    "us-east-1",
    "https://example.com/path",
    "jo@example.com",
    "sso:account:access",
    "name.givenName",
    "urn:enterprise:User",
    "sso.amazonaws.com",
    "aws:identitystore:enterprise",
    "vpc-12345678",
    UUID,
    f"1234567890-{UUID}",
    "d-1234567890",
    INSTANCE,
    PERMISSION_SET,
    "arn:aws:sso::123456789012:application/ssoins-1234567890abcdef/apl-1234567890abcdef",
    f"arn:aws:sso::123456789012:trustedTokenIssuer/ssoins-1234567890abcdef/tti-{UUID}",
    "arn:aws:sso::aws:applicationProvider/custom",
    "arn:aws:iam::aws:policy/AdministratorAccess",
    "arn:aws:iam::123456789012:role/path/name",
    f"arn:aws:kms:us-east-1:123456789012:key/{UUID}",
    "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-12345678",
    "arn:aws:identitystore::123456789012:identitystore/d-1234567890",
    f"arn:aws:identitystore:::user/1234567890-{UUID}",
    "o-1234567890",
    "o-1234567890/r-1234/",
    "r-1234",
    "ou-1234-12345678",
    "p-12345678",
    "rp-12345678",
    "rt-12345678",
    "h-12345678",
    "car-12345678",
    "v1",
    "arn:aws:organizations::123456789012:policy/o-1234567890/service_control_policy/p-1234567890",
    "arn:aws:organizations::123456789012:transfer/o-1234567890/billing/inbound/rt-12345678",
    "arn:aws:organizations::123456789012:account/o-1234567890/123456789012",
    "s3://bucket-name/prefix",
    "select 1",
    "A" * 22,
    "x" * 20,
    "x" * 64,
    "x" * 128,
    "x" * 1000,
)


@cache
def service_model(name: str) -> ServiceModel:
    return ServiceModel(Loader().load_service_model(name, "service-2"), name)


def operation_models() -> list[tuple[str, str]]:
    """Every operation of the eight services: service and name."""
    return [(service, name) for service in NAMINGS for name in service_model(service).operation_names]


Write = Callable[[StringShape], str]


def fitting(shape: StringShape) -> str:
    """A text that keeps to the constraints of a shape."""
    if shape.enum:
        return shape.enum[0]
    pattern = shape.metadata.get("pattern")
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max", 1 << 20)
    for candidate in TEXTS:
        if low <= len(candidate) <= high and (pattern is None or java(pattern).fullmatch(candidate)):
            return candidate
    raise LookupError(f"no sample for {shape.name}: {low} to {high} of {pattern}")


def difficult(_: StringShape) -> str:
    """A text that every format has to escape in its own way."""
    return '\t"Ärger" & <Glück>\r\n%41+\\ \N{GRINNING FACE}]]>'


def sample(shape: Shape, write: Write = fitting, inside: frozenset[str] = frozenset()) -> Any:
    """A value of a shape with every member set once, except that a structure does not hold itself a second time."""
    if isinstance(shape, StructureShape):
        return _structure(shape, write, inside)
    if isinstance(shape, ListShape):
        return [sample(shape.member, write, inside)] * max(1, shape.metadata.get("min", 1))
    if isinstance(shape, MapShape):
        return {sample(shape.key, write, inside): sample(shape.value, write, inside)}
    return write(shape) if isinstance(shape, StringShape) else _scalar(shape)


def _structure(shape: StructureShape, write: Write, inside: frozenset[str]) -> Any:
    if shape.metadata.get("document"):
        return {"any": ["JSON", 1, True, {"ä": None}]}
    if shape.name in inside:
        return {}
    names = list(shape.members)[:1] if shape.metadata.get("union") else list(shape.members)
    return {name: sample(shape.members[name], write, inside | {shape.name}) for name in names}


@cache
def java(pattern: str) -> Any:
    # Read here in another way than in the code under test: the surrogate pairs of UTF-16 are left out.
    return regex.compile(re.sub(r"\\uD800\\uDC00-\\uDBFF\\uDFFF", "", pattern))


def _scalar(shape: Shape) -> Any:
    if shape.type_name in {"integer", "long"}:
        return int(shape.metadata.get("min", 7))
    return {"boolean": True, "timestamp": INSTANT, "blob": b"\x00\xffblob", "double": 1.5, "float": 0.5}[
        shape.type_name
    ]


def serialized(model: OperationModel, params: Mapping[str, Any]) -> Request:
    """The request that botocore makes."""
    serializer = create_serializer(model.service_model.metadata["protocol"], include_validation=False)
    request = serializer.serialize_to_request(dict(params), model)
    prepare_request_dict(request, endpoint_url="http://localhost:8080", context={})
    prepared = create_request_object(request).prepare()
    return from_prepared(prepared)


def from_prepared(prepared: Any) -> Request:
    """What a server gets of a request that botocore has prepared."""
    url = urlsplit(prepared.url)
    headers = [(name, _on_the_wire(value)) for name, value in prepared.headers.items()]
    if "host" not in {name.lower() for name, _ in headers}:
        headers.append(("Host", url.netloc))
    body = prepared.body or b""
    return Request(
        prepared.method, url.path or "/", url.query, headers, body if isinstance(body, bytes) else body.encode()
    )


def _on_the_wire(value: Any) -> str:
    return (value if isinstance(value, bytes) else str(value).encode()).decode("latin-1")


def parsed(model: OperationModel, answer: Answer) -> dict[str, Any]:
    """What botocore understands of an answer."""
    parser = create_parser(model.service_model.metadata["protocol"])
    response = {
        "status_code": answer.status,
        "headers": {name.lower(): value for name, value in answer.headers},
        "body": answer.body,
    }
    shape = cast(Shape, model.output_shape)  # the parser takes None too, for an operation that answers nothing
    result: dict[str, Any] = parser.parse(response, shape)
    return result


def revealed(value: Any) -> Any:
    """The same value with its secrets shown."""
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, dict):
        return {key: revealed(item) for key, item in value.items()}
    return [revealed(item) for item in value] if isinstance(value, list) else value
