"""The facade over botocore's installed service models: services, their operations, their errors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Literal, cast
from urllib.parse import parse_qsl

from botocore import xform_name
from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel
from botocore.model import Shape as Source

from gatepost.doors.aws.wire.mask import Mask, mask_of
from gatepost.doors.aws.wire.model import Member, Shape, ShapeReader

Protocol = Literal["json", "rest-json", "query"]


@dataclass(frozen=True, slots=True)
class Naming:
    """How AWS names a service outside its model: in policies, and in CloudTrail."""

    action_prefix: str
    event_source: str


NAMINGS: Mapping[str, Naming] = {
    "sso-admin": Naming("sso", "sso.amazonaws.com"),
    "identitystore": Naming("identitystore", "identitystore.amazonaws.com"),
    "sso": Naming("sso", "sso.amazonaws.com"),
    "sso-oidc": Naming("sso-oauth", "sso-oauth.amazonaws.com"),
    "sts": Naming("sts", "sts.amazonaws.com"),
    "iam": Naming("iam", "iam.amazonaws.com"),
    "organizations": Naming("organizations", "organizations.amazonaws.com"),
    "cloudtrail": Naming("cloudtrail", "cloudtrail.amazonaws.com"),
}


@dataclass(frozen=True, slots=True, eq=False)
class ErrorShape:
    """An error that a model declares: its name, its code on the wire, its HTTP status and its members."""

    name: str
    code: str
    status: int
    members: Mapping[str, Member]


@dataclass(frozen=True, slots=True)
class Paging:
    """The members by which an operation is paged, and how large a page may be.

    `limit` is None where the caller cannot choose; `more_results` is the flag that some services set beside the token;
    `result` is the list that is paged, None where there are several. `holds` is how many items that list can have, which may
    be fewer than the caller may ask for: "the service might return fewer results than the maximum".
    """

    token: str
    next_token: str
    limit: str | None
    smallest: int
    largest: int | None
    more_results: str | None
    result: str | None
    holds: int | None


@dataclass(frozen=True, eq=False)
class Operation:
    """One operation of a service; `query` are the arguments that tell it from another of the same path."""

    service: "Service"
    name: str
    snake_name: str
    is_unsigned: bool
    http_method: str
    path: str
    query: Mapping[str, str]
    input: Shape
    output: Shape | None
    errors: Mapping[str, ErrorShape]
    paging: Paging | None

    @cached_property
    def action(self) -> str:
        """The name of the operation in policies: `sso:CreateAccountAssignment`."""
        return f"{self.service.action_prefix}:{self.name}"

    @cached_property
    def argument_names(self) -> Mapping[str, str]:
        """The Python argument of each input member: `InstanceArn` is `instance_arn`."""
        return {name: member.argument_name for name, member in self.input.members.items()}

    @cached_property
    def idempotency_token(self) -> str | None:
        """The input member that makes a repeated request do nothing twice, where there is one."""
        return next((name for name, member in self.input.members.items() if member.is_idempotency_token), None)

    def mask(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Return input for an audit record: CloudTrail's spelling, sensitive members hidden, ready for JSON."""
        return cast(dict[str, Any], self._input_mask(params))

    def mask_output(self, output: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return output for an audit record, as `mask` does; None for an operation that answers nothing."""
        return cast(dict[str, Any], self._output_mask(output)) if self._output_mask else None

    @cached_property
    def _input_mask(self) -> Mask:
        return mask_of(self.input)

    @cached_property
    def _output_mask(self) -> Mask | None:
        return mask_of(self.output) if self.output else None


@dataclass(frozen=True, eq=False)
class Service:
    """One service: what its model says of it, its operations by name and its declared errors by code."""

    name: str
    signing_name: str
    protocol: Protocol
    target_prefix: str
    json_version: str
    api_version: str
    xml_namespace: str
    action_prefix: str
    event_source: str
    _source: ServiceModel = field(repr=False)
    _faults: frozenset[str] = field(repr=False)

    @cached_property
    def operations(self) -> Mapping[str, Operation]:
        """The operations by name."""
        return {name: self._operation(self._source.operation_model(name)) for name in self._source.operation_names}

    @cached_property
    def errors(self) -> Mapping[str, ErrorShape]:
        """The errors that any operation declares, by their code on the wire."""
        shapes = (self._source.shape_for(name) for name in self._source.shape_names)
        errors = (self._error(shape) for shape in shapes if shape.metadata.get("exception"))
        return {error.code: error for error in errors}

    @cached_property
    def _reader(self) -> ShapeReader:
        return ShapeReader(self.name)

    def _operation(self, source: OperationModel) -> Operation:
        path, _, query = source.http["requestUri"].partition("?")
        wanted = source.input_shape
        given = source.output_shape
        reads = self._reader.read(wanted) if wanted else Shape(f"{source.name}Request", "structure", {})
        answers = self._reader.read(given) if given else None
        return Operation(
            service=self,
            name=source.name,
            snake_name=xform_name(source.name),
            is_unsigned=source.auth_type == "none",
            http_method=source.http["method"],
            path=path,
            query=dict(parse_qsl(query)),
            input=reads,
            output=answers,
            errors={error.code: error for error in map(self._error, source.error_shapes)},
            paging=_paging(reads, answers) if answers else None,
        )

    def _error(self, source: Source) -> ErrorShape:
        trait = source.metadata.get("error", {})
        # The models of the JSON services give no status: it is 500 for a fault of ours, else 400 (Smithy, awsJson1_1).
        status = int(trait.get("httpStatusCode", 500 if source.name in self._faults else 400))
        return ErrorShape(source.name, trait.get("code", source.name), status, self._reader.read(source).members)


@cache
def service(name: str) -> Service:
    """Return the service of that name; its model is read once."""
    source = Loader().load_service_model(name, "service-2")
    model = ServiceModel(source, name)
    naming = NAMINGS[name]
    metadata = model.metadata
    return Service(
        name=name,
        signing_name=model.signing_name,
        protocol=cast(Protocol, metadata["protocol"]),
        target_prefix=metadata.get("targetPrefix", ""),
        json_version=metadata.get("jsonVersion", ""),
        api_version=model.api_version,
        xml_namespace=metadata.get("xmlNamespace", ""),
        action_prefix=naming.action_prefix,
        event_source=naming.event_source,
        _source=model,
        _faults=frozenset(shape for shape, traits in source["shapes"].items() if traits.get("fault")),
    )


def _paging(reads: Shape, answers: Shape) -> Paging | None:
    """Find the paging members by their names, which say more than botocore's paginators: those miss 15 operations."""
    token = _first(reads, "NextToken", "nextToken", "Marker")
    next_token = _first(answers, "NextToken", "nextToken", "Marker")
    if token is None or next_token is None:
        return None
    limit = _first(reads, "MaxResults", "maxResults", "MaxItems")
    bounds = reads.members[limit].shape if limit else None
    lists = {name: member.shape for name, member in answers.members.items() if member.shape.kind == "list"}
    result = next(iter(lists)) if len(lists) == 1 else None
    return Paging(
        token=token,
        next_token=next_token,
        limit=limit,
        smallest=max(1, bounds.minimum or 1) if bounds else 1,
        largest=bounds.maximum if bounds else None,
        more_results=_first(answers, "IsTruncated", "isTruncated"),
        result=result,
        holds=lists[result].maximum if result else None,
    )


def _first(shape: Shape, *names: str) -> str | None:
    return next((name for name in names if name in shape.members), None)
