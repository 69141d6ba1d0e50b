"""The registry of operations: which function answers which, whether it reads or writes, and on which resources."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gatepost.core.call import Call
from gatepost.doors.aws.wire.shapes import Operation, service
from gatepost.kit.errors import Unauthenticated

Function = Callable[..., Any]

FOLDERS = {
    "sso_admin": "sso-admin",
    "identitystore": "identitystore",
    "sso_portal": "sso",
    "sso_oidc": "sso-oidc",
    "sts": "sts",
    "iam": "iam",
    "organizations": "organizations",
    "cloudtrail": "cloudtrail",
}
"""The service of each folder of this door."""

BEARER_MEMBER = "accessToken"


@dataclass(frozen=True, slots=True)
class Handler:
    """One operation's function. `on` are the input members that name resources; `arguments` are the function's own."""

    operation: Operation
    function: Function
    writes: bool
    serializable: bool
    needs_permission: bool
    on: tuple[str, ...]
    arguments: frozenset[str]

    @property
    def is_paged(self) -> bool:
        """True where the function takes a PageRequest and returns a Page."""
        return "page" in self.arguments


HANDLERS: dict[tuple[str, str], Handler] = {}
"""Every operation that is there, by service and operation name."""


def reads(on: str = "", *, needs_permission: bool = True) -> Callable[[Function], Function]:
    """Register a function as an operation that changes nothing; `on` names the members that are its resources."""
    return _register(on, writes=False, serializable=False, needs_permission=needs_permission)


def writes(on: str = "", *, serializable: bool = False) -> Callable[[Function], Function]:
    """Register a function as an operation that changes something."""
    return _register(on, writes=True, serializable=serializable, needs_permission=True)


def own_data(call: Call) -> str:
    """Return the id of the person whose own data the call is about."""
    if call.actor.user_id is None:
        raise Unauthenticated("Session token not found or invalid")
    return call.actor.user_id


def _register(on: str, *, writes: bool, serializable: bool, needs_permission: bool) -> Callable[[Function], Function]:
    def register(function: Function) -> Function:
        folder = function.__module__.split(".")[3]
        operation = _operation(FOLDERS[folder], function.__name__)
        HANDLERS[operation.service.name, operation.name] = Handler(
            operation=operation,
            function=function,
            writes=writes,
            serializable=serializable,
            needs_permission=needs_permission,
            on=tuple(on.split()),
            arguments=frozenset(inspect.signature(function).parameters) - {"call"},
        )
        return function

    return register


def _operation(service_name: str, snake_name: str) -> Operation:
    for operation in service(service_name).operations.values():
        if operation.snake_name == snake_name:
            return operation
    raise LookupError(f"{service_name} has no operation {snake_name}")
