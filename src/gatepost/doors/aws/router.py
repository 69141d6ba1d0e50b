"""From a request to its service and operation: by X-Amz-Target, by Action and Version, or by path."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from gatepost.doors.aws.wire.shapes import NAMINGS, Operation, Service, service
from gatepost.kit.errors import Invalid
from gatepost.web.signing.request import Request

SERVICES: Final = tuple(NAMINGS)
"""The services of this door, by botocore's names."""

ROOT: Final = "/"

# Who answers where the request does not say which service it means: in the protocol that its other marks are of.
_JSON_DEFAULT: Final = "sso-admin"
_QUERY_DEFAULT: Final = "sts"


@cache
def paths() -> frozenset[str]:
    """Return the paths that are this door's: the root of the JSON and query services, and those of the REST services."""
    return frozenset({ROOT, *_by_path()})


def find_service(request: Request) -> Service:
    """Return the service that a request means; one that means none gets the service in whose protocol the error goes out."""
    if request.raw_path in _by_path():
        return _by_path()[request.raw_path][0].service
    target = request.header("x-amz-target")
    if target is not None:
        return _by_target_prefix().get(target.rpartition(".")[0]) or service(_JSON_DEFAULT)
    return _by_version().get(_parameter(request, "Version")) or service(_QUERY_DEFAULT)


def find_operation(of: Service, request: Request) -> Operation:
    """Return the operation of a service that a request names; raise Invalid, with a neutral reason, if it names none."""
    if of.protocol == "rest-json":
        return _rest_operation(request)
    if of.protocol == "json":
        return _json_operation(of, request)
    return _query_operation(of, request)


def _rest_operation(request: Request) -> Operation:
    for operation in _by_path()[request.raw_path]:
        fixed = operation.query.items()
        if operation.http_method == request.method and all(request.arguments.get(key) == value for key, value in fixed):
            return operation
    raise Invalid("The requested operation is not recognized by the service.", reason="UnknownOperation")


def _json_operation(of: Service, request: Request) -> Operation:
    prefix, _, name = (request.header("x-amz-target") or "").rpartition(".")
    operation = of.operations.get(name) if prefix == of.target_prefix and request.method == "POST" else None
    if operation is None:
        raise Invalid("The requested operation is not recognized by the service.", reason="UnknownOperation")
    return operation


def _query_operation(of: Service, request: Request) -> Operation:
    action = request.form.get("Action")
    if not action:
        raise Invalid("Missing Action", reason="MissingAction")
    version = request.form.get("Version")
    operation = of.operations.get(action) if version == of.api_version else None
    if operation is None:
        told = _told(version or "NO_VERSION_SPECIFIED")
        raise Invalid(f"Could not find operation {_told(action)} for version {told}", reason="UnknownOperation")
    return operation


def _told(text: str) -> str:
    """Return a name as an error echoes it: short, and without anything that no name has."""
    return "".join(character for character in text[:64] if character.isalnum() or character in "-_.")


def _parameter(request: Request, name: str) -> str:
    try:
        return request.form.get(name, "")
    except Invalid:
        return ""  # told when the operation is looked for


@cache
def _by_path() -> Mapping[str, tuple[Operation, ...]]:
    """Return the REST operations of each path, those that want an argument first."""
    operations = [each for name in SERVICES for each in service(name).operations.values() if each.path != ROOT]
    operations.sort(key=lambda operation: -len(operation.query))
    return {
        path: tuple(each for each in operations if each.path == path) for path in {each.path for each in operations}
    }


@cache
def _by_target_prefix() -> Mapping[str, Service]:
    return {found.target_prefix: found for found in map(service, SERVICES) if found.protocol == "json"}


@cache
def _by_version() -> Mapping[str, Service]:
    return {found.api_version: found for found in map(service, SERVICES) if found.protocol == "query"}
