"""A ClientToken makes a request that is repeated do nothing twice, whoever else uses the same one."""

from typing import Any

import pytest

from tests.doors.wire.samples import service_model
from tests.sweep.caller import Caller
from tests.sweep.conftest import Copies
from tests.sweep.good import good, prepare
from tests.sweep.names import Names
from tests.sweep.operations import OPERATIONS
from tests.sweep.site import Site

Params = dict[str, Any]

TOKEN = "0b2f6c1e-7f0a-4f5e-9d1c-5d2f0c1b7a3e"
CREATED = {
    "CreateApplication": "ApplicationArn",
    "CreateInstance": "InstanceArn",
    "CreateTrustedTokenIssuer": "TrustedTokenIssuerArn",
}
"""What each operation that takes a ClientToken makes."""


@pytest.fixture
def site(copies: Copies) -> Site:
    return copies.open()


def creator(site: Site, name: str) -> tuple[Caller, Names, Params]:
    """Return who may call an operation, where, and with what."""
    caller, names = site.member(), site.foreign
    prepare(name, site, caller, names)
    return caller, names, good(service_model("sso-admin").operation_model(name), names) | {"Name": "first"}


def test_no_operation_that_takes_one_is_left_out() -> None:
    idempotent = {
        name
        for service, name in OPERATIONS
        if any(
            member.metadata.get("idempotencyToken")
            for member in service_model(service).operation_model(name).input_shape.members.values()  # type: ignore[union-attr]
        )
    }
    assert idempotent == CREATED.keys()


@pytest.mark.parametrize("name", CREATED)
def test_the_same_request_makes_the_same_thing(site: Site, name: str) -> None:
    caller, _, params = creator(site, name)
    first = caller.call("sso-admin", name, **params, ClientToken=TOKEN)
    assert caller.call("sso-admin", name, **params, ClientToken=TOKEN)[CREATED[name]] == first[CREATED[name]]


@pytest.mark.parametrize("name", CREATED)
def test_another_request_with_it_is_refused_and_makes_nothing(site: Site, name: str) -> None:
    caller, _, params = creator(site, name)
    assert caller.call("sso-admin", name, **params, ClientToken=TOKEN).status == 200
    for other in (
        {"Name": "second"},
        {"Tags": [{"Key": "team", "Value": "a"}]},
        {"Name": "second", "Tags": [{"Key": "team", "Value": "a"}]},
    ):
        answer = caller.call("sso-admin", name, **params | other, ClientToken=TOKEN)
        assert answer.code == "ConflictException", answer.parsed
        assert "client token" in answer.message
    if name != "CreateInstance":
        assert caller.call("sso-admin", name, **params | {"Name": "second"}).status == 200, "the name is free"


@pytest.mark.parametrize("name", sorted(CREATED.keys() - {"CreateInstance"}))
def test_somebody_else_with_the_same_token_makes_their_own(site: Site, name: str) -> None:
    caller, _, params = creator(site, name)
    first = caller.call("sso-admin", name, **params, ClientToken=TOKEN)
    own = good(service_model("sso-admin").operation_model(name), site.own) | {"Name": "first"}
    second = site.administrator.call("sso-admin", name, **own, ClientToken=TOKEN)
    assert second[CREATED[name]] != first[CREATED[name]]


@pytest.mark.parametrize("name", CREATED)
def test_a_request_that_failed_leaves_its_token_free(site: Site, name: str) -> None:
    caller, _, params = creator(site, name)
    tags = [{"Key": f"key{number}", "Value": ""} for number in range(51)]
    failed = caller.call("sso-admin", name, **params, Tags=tags, ClientToken=TOKEN)
    assert failed.code == "ServiceQuotaExceededException"
    assert caller.call("sso-admin", name, **params, ClientToken=TOKEN).status == 200
