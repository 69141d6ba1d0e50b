"""Every handler has the arguments of its operation, and what is missing is listed."""

import inspect

import pytest

import gatepost.doors.aws  # noqa: F401 - registers every handler
from gatepost.doors.aws.missing import MISSING
from gatepost.doors.aws.router import SERVICES
from gatepost.doors.aws.service import BEARER_MEMBER, HANDLERS, Handler
from gatepost.doors.aws.wire.shapes import service


def _named(handler: Handler) -> str:
    return f"{handler.operation.service.name}.{handler.operation.name}"


@pytest.mark.parametrize("handler", HANDLERS.values(), ids=_named)
def test_a_handler_takes_the_members_of_its_input(handler: Handler) -> None:
    operation = handler.operation
    consumed = {operation.idempotency_token, BEARER_MEMBER if BEARER_MEMBER in operation.input.members else None}
    if handler.is_paged:
        assert operation.paging is not None
        assert operation.paging.result is not None
        consumed |= {operation.paging.token, operation.paging.limit}
    names = operation.argument_names
    parameters = inspect.signature(handler.function).parameters
    taken = {name for name in parameters if name not in {"call", "page"}}
    assert taken <= set(names.values())
    assert taken >= {names[member] for member in operation.input.members if member not in consumed}
    assert all(parameters[name].kind is inspect.Parameter.KEYWORD_ONLY for name in taken)


@pytest.mark.parametrize("handler", HANDLERS.values(), ids=_named)
def test_only_optional_members_have_a_default(handler: Handler) -> None:
    names, parameters = handler.operation.argument_names, inspect.signature(handler.function).parameters
    for member in handler.operation.input.members:
        if names[member] in handler.arguments:
            has_default = parameters[names[member]].default is not inspect.Parameter.empty
            assert has_default is (member not in handler.operation.input.required), member


@pytest.mark.parametrize("handler", HANDLERS.values(), ids=_named)
def test_the_members_that_name_resources_exist(handler: Handler) -> None:
    assert set(handler.on) <= set(handler.operation.input.members)


def test_the_list_of_missing_operations_is_the_truth() -> None:
    for name in SERVICES:
        there = {operation for of, operation in HANDLERS if of == name}
        assert MISSING.get(name, frozenset()) == set(service(name).operations) - there


def test_nothing_is_missing_of_identity_center() -> None:
    assert MISSING.keys().isdisjoint({"sso-admin", "identitystore", "sso", "sso-oidc"})


def test_the_list_of_missing_operations_only_shrinks() -> None:
    most = {"sts": 8, "iam": 140, "organizations": 40, "cloudtrail": 59}
    for name, operations in MISSING.items():
        assert len(operations) <= most[name]
