"""A hundred at once make one thing: one succeeds, all others are told what was there before them."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from tests.doors.wire.samples import service_model
from tests.sweep.caller import Answer, Caller
from tests.sweep.conftest import Copies
from tests.sweep.good import good, prepare
from tests.sweep.names import Names
from tests.sweep.site import Site

Params = dict[str, Any]

CALLERS = 100

EXCLUSIVE = (
    ("sso-admin", "AddRegion"),
    ("sso-admin", "AttachCustomerManagedPolicyReferenceToPermissionSet"),
    ("sso-admin", "AttachManagedPolicyToPermissionSet"),
    ("sso-admin", "CreateAccountAssignment"),
    ("sso-admin", "CreateApplication"),
    ("sso-admin", "CreateApplicationAssignment"),
    ("sso-admin", "CreateInstance"),
    ("sso-admin", "CreateInstanceAccessControlAttributeConfiguration"),
    ("sso-admin", "CreatePermissionSet"),
    ("sso-admin", "CreateTrustedTokenIssuer"),
    ("identitystore", "CreateGroup"),
    ("identitystore", "CreateGroupMembership"),
    ("identitystore", "CreateUser"),
)
"""What there can be one of."""

GONE = (
    ("sso-admin", "DeleteApplication"),
    ("sso-admin", "DeleteTrustedTokenIssuer"),
    ("identitystore", "DeleteGroupMembership"),
    ("identitystore", "DeleteGroup"),
    ("identitystore", "DeleteUser"),
)
"""What can be removed once."""


@pytest.fixture(scope="module")
def site(copies: Copies) -> Site:
    return copies.open()


def at_once(call: Callable[[int], Answer]) -> list[Answer]:
    """Make a call from many threads that all begin together."""
    start = Barrier(CALLERS)

    def begin(number: int) -> Answer:
        start.wait()
        return call(number)

    with ThreadPoolExecutor(CALLERS) as threads:
        return list(threads.map(begin, range(CALLERS)))


def codes(answers: list[Answer]) -> Counter[str]:
    return Counter(answer.code for answer in answers)


def given(service: str, name: str, site: Site) -> tuple[Caller, Names, Params]:
    caller, names = (site.member(), site.foreign) if name == "CreateInstance" else (site.administrator, site.own)
    prepare(name, site, caller, names)
    return caller, names, good(service_model(service).operation_model(name), names)


@pytest.mark.parametrize(("service", "name"), EXCLUSIVE)
def test_one_makes_it_and_the_others_are_told_of_the_conflict(site: Site, service: str, name: str) -> None:
    caller, _, params = given(service, name, site)
    answers = at_once(lambda _: caller.call(service, name, **params))
    assert codes(answers) == {"": 1, "ConflictException": CALLERS - 1}
    site.work()


@pytest.mark.parametrize(
    "attribute",
    [
        {"Emails": [{"Value": "one@example.com", "Primary": True}]},
        {"UserName": "DÉJÀ"},
    ],
    ids=["e-mail", "name whatever its case"],
)
def test_what_is_unique_of_a_person_belongs_to_one(site: Site, attribute: Params) -> None:
    caller, _, params = given("identitystore", "CreateUser", site)

    def create(number: int) -> Answer:
        written = {
            name: value.swapcase() if number % 2 and isinstance(value, str) else value
            for name, value in attribute.items()
        }
        return caller.call("identitystore", "CreateUser", **params | {"UserName": f"user{number}"} | written)

    assert codes(at_once(create)) == {"": 1, "ConflictException": CALLERS - 1}


@pytest.mark.parametrize("name", ["CreateApplication", "CreateTrustedTokenIssuer"])
def test_one_client_token_makes_one_thing_and_tells_everybody_of_it(site: Site, name: str) -> None:
    caller, _, params = given("sso-admin", name, site)
    repeated = params | {"Name": "repeated", "ClientToken": "one-token-for-all"}
    answers = at_once(lambda _: caller.call("sso-admin", name, **repeated))
    assert codes(answers) == {"": CALLERS}
    assert len({str({**answer.parsed, "ResponseMetadata": None}) for answer in answers}) == 1


@pytest.mark.parametrize(("service", "name"), GONE)
def test_one_removes_it_and_the_others_do_not_find_it(site: Site, service: str, name: str) -> None:
    caller, _, params = given(service, name, site)
    answers = at_once(lambda _: caller.call(service, name, **params))
    assert codes(answers) == {"": 1, "ResourceNotFoundException": CALLERS - 1}


def test_of_many_updates_of_one_revision_one_is_made(site: Site) -> None:
    caller, store = site.administrator, {"IdentityStoreId": site.own.identity_store_id}
    group = {**store, "GroupId": site.own.other_group_id}
    revision = caller.call("identitystore", "DescribeGroup", **group)["Revision"]

    def update(number: int) -> Answer:
        change = {"AttributePath": "description", "AttributeValue": f"number {number}"}
        return caller.call("identitystore", "UpdateGroup", **group, Operations=[change], Revision=revision)

    assert codes(at_once(update)) == {"": 1, "ConflictException": CALLERS - 1}
