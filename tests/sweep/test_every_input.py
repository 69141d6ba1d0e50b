"""Each operation with each value in each place: only declared errors, only answers that fit the model, and nothing broken taken.

First one place at a time differs from input that succeeds, then several at once, drawn by hypothesis, the same in every run.
What the model forbids comes first, because what it allows may change the site.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.model import OperationModel
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.doors.wire.samples import service_model
from tests.sweep import good
from tests.sweep.caller import Caller, with_body
from tests.sweep.conftest import Copies
from tests.sweep.constraints import misfits
from tests.sweep.operations import OPERATIONS, complaints
from tests.sweep.site import Site
from tests.sweep.variants import variants

Params = dict[str, Any]

BODIES = (
    b"",
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b"{}",
    b"\xff",
    b"\x00",
    b"[" * 1000,
    b'{"a":' * 40 + b"1" + b"}" * 40,
    b'{"a": NaN}',
    b'{"InstanceArn": "a", "InstanceArn": "b", "clientId": "a", "clientId": "b"}',
    json.dumps({"InstanceArn": "x" * 900_000}).encode(),
    b" " * 1_100_000,
)


def differing(model: OperationModel, base: Params) -> Iterator[Params]:
    """Yield inputs that differ from one that succeeds in one place."""
    yield {**base, "NoMemberOfIt": "text"}
    for name, shape in (model.input_shape.members if model.input_shape else {}).items():
        yield {key: value for key, value in base.items() if key != name}
        for value in variants(shape):
            yield {**base, name: value}


def combined(model: OperationModel, base: Params) -> st.SearchStrategy[Params]:
    """Return inputs that differ in several places, mostly in ways that the model allows."""
    places = {}
    for name, shape in (model.input_shape.members if model.input_shape else {}).items():
        every = list(variants(shape))
        allowed = [value for value in every if value is not None and not any(misfits(shape, value))] or every
        usual = [st.just(base[name])] * 12 if name in base else [st.sampled_from(allowed)] * 6
        places[name] = st.one_of(*usual, st.sampled_from(allowed), st.sampled_from(every))
    return st.fixed_dictionaries(
        {name: place for name, place in places.items() if name in base},
        optional={name: place for name, place in places.items() if name not in base},
    )


def is_broken(model: OperationModel, params: Params) -> bool:
    """Say whether the model forbids an input; what travels in headers and query strings is text, whatever it was."""
    if model.service_model.service_name == "sso" or model.input_shape is None:
        return False
    return next(misfits(model.input_shape, params), None) is not None


def wrong(caller: Caller, model: OperationModel, params: Params) -> list[str]:
    """Send an input and tell what is wrong with the answer."""
    answer = caller.call(model.service_model.service_name, model.name, **params)
    found = complaints(model, answer)
    if not found and answer.status == 200 and is_broken(model, params):
        found = list(misfits(model.input_shape, params)) if model.input_shape else []
    return [f"{each} -- {json.dumps(params)[:300]}" for each in found]


@pytest.mark.parametrize(("service", "name"), OPERATIONS)
def test_one_place_differs(sqlite_copy: Site, service: str, name: str) -> None:
    model = service_model(service).operation_model(name)
    base = good.good(model, sqlite_copy.own)
    inputs = sorted(differing(model, base), key=lambda params: not is_broken(model, params))
    found = [each for params in inputs for each in wrong(sqlite_copy.administrator, model, params)]
    assert found == []


@pytest.mark.parametrize(("service", "name"), OPERATIONS)
def test_several_places_differ(sqlite_copy: Site, service: str, name: str) -> None:
    model = service_model(service).operation_model(name)

    @settings(max_examples=30, suppress_health_check=list(HealthCheck))
    @given(combined(model, good.good(model, sqlite_copy.own)))
    def is_answered(params: Params) -> None:
        assert wrong(sqlite_copy.administrator, model, params) == []

    is_answered()


@pytest.fixture(scope="module")
def shared(sqlite_copies: Copies) -> Site:
    """One site for all operations, where what they are sent changes nothing."""
    return sqlite_copies.open()


@pytest.mark.parametrize(("service", "name"), OPERATIONS)
def test_any_body(shared: Site, service: str, name: str) -> None:
    model = service_model(service).operation_model(name)
    for body in BODIES if model.http["method"] == "POST" else ():
        assert complaints(model, shared.administrator.send(model, with_body(model, body))) == [], body[:50]


def _by_what_it_leaves(operation: tuple[str, str]) -> int:
    """Sort reads before writes, what removes after what makes, and what may shut callers out last."""
    name = operation[1]
    if name.startswith(("Describe", "Get", "Is", "List")):
        return 0
    if name in {"UpdateInstance", "UpdateIdentityStore"}:
        return 3
    return 2 if name.startswith(("Delete", "Detach", "Logout", "Remove", "Untag")) else 1


def test_some_of_what_the_model_allows_on_postgresql(postgres_copies: Copies) -> None:
    site = postgres_copies.open()
    for service, name in sorted(OPERATIONS, key=_by_what_it_leaves):
        model = service_model(service).operation_model(name)
        allowed = [each for each in differing(model, good.good(model, site.own)) if not is_broken(model, each)]
        some = allowed[:: max(1, len(allowed) // 15)]
        found = [each for params in some for each in wrong(site.administrator, model, params)]
        assert found == [], name
    site.runtime.events.flush()
