"""What belongs to another instance opens nothing, whichever member names it."""

from dataclasses import asdict
from typing import Any

import pytest

from tests.doors.wire.samples import service_model
from tests.sweep.asking import each
from tests.sweep.caller import Caller
from tests.sweep.conftest import Copies
from tests.sweep.good import good, members, prepare
from tests.sweep.names import Names
from tests.sweep.operations import complaints
from tests.sweep.site import Site

# The organisation's instance gives access to every account, that of the other instance among them.
WITHIN_REACH = frozenset({"AccountId", "TargetId"})


@pytest.fixture(scope="module")
def site(copies: Copies) -> Site:
    site = copies.open()
    for caller, names in ((site.administrator, site.own), (site.member(), site.foreign)):
        prepare("UpdateInstanceAccessControlAttributeConfiguration", site, caller, names)
        prepare("GetPermissionsBoundaryForPermissionSet", site, caller, names)
    return site


def opened(caller: Caller, names: Names, other: Names, *, spared: frozenset[str] = frozenset()) -> list[str]:
    """Return the calls that succeed although one member names what the other instance has, and tell something of it."""
    found, elsewhere = [], members(other)
    for model in each():
        service, name = model.service_model.service_name, model.name
        base = good(model, names)
        for member in base.keys() & elsewhere.keys() - spared:
            if elsewhere[member] == members(names)[member]:
                continue
            answer = caller.call(service, name, **base | {member: elsewhere[member]})
            assert complaints(model, answer) == [], (name, member)
            if answer.status == 200 and tells_of(answer.parsed, names, other):
                found.append(f"{name} {member}: {answer.parsed}")
    return found


def tells_of(output: Any, names: Names, other: Names) -> bool:
    """Say whether an answer holds anything that only the other instance has, or says that a change was made."""
    foreign = {value for value in asdict(other).values() if value} - set(asdict(names).values())
    said = {name: value for name, value in output.items() if name != "ResponseMetadata"}
    return any(value in str(said) for value in foreign) or not said


def test_the_organisation_reaches_nothing_of_an_accounts_instance(site: Site) -> None:
    assert opened(site.administrator, site.own, site.foreign, spared=WITHIN_REACH) == []


def test_an_account_reaches_nothing_of_the_organisations_instance(site: Site) -> None:
    assert opened(site.member(), site.foreign, site.own) == []


@pytest.mark.parametrize(
    ("name", "member", "value"),
    [
        ("PutApplicationAccessScope", "AuthorizedTargets", "application_arn"),
        ("PutApplicationAccessScope", "AuthorizedTargets", "instance_arn"),
        ("PutApplicationGrant", "Grant", "issuer_arn"),
    ],
)
def test_what_lies_deeper_is_looked_at_too(site: Site, name: str, member: str, value: str) -> None:
    foreign = getattr(site.foreign, value)
    base = good(service_model("sso-admin").operation_model(name), site.own)
    if member == "Grant":
        base["GrantType"] = "urn:ietf:params:oauth:grant-type:jwt-bearer"
        base[member] = {"JwtBearer": {"AuthorizedTokenIssuers": [{"TrustedTokenIssuerArn": foreign}]}}
    else:
        base[member] = [foreign]
    assert site.administrator.call("sso-admin", name, **base).code == "ResourceNotFoundException"
