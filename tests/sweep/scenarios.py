"""Ways to each error that sso-admin and identitystore declare; a scenario yields whatever it was answered."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.doors.wire.samples import service_model
from tests.sweep.asking import NO_INSTANCE, Answered, asked, each, named, unknown
from tests.sweep.conftest import Copies
from tests.sweep.good import good, prepare
from tests.sweep.names import MANAGEMENT, POLICY, READ_ONLY

Scenario = Callable[[Copies], Iterator[Answered]]


def who_may_not(copies: Copies) -> Iterator[Answered]:
    """A role without a policy asks for everything."""
    site = copies.open()
    trust = json.loads(POLICY)
    trust["Statement"] = [{"Effect": "Allow", "Principal": {"AWS": MANAGEMENT}, "Action": "sts:AssumeRole"}]
    made = site.administrator.call("iam", "CreateRole", RoleName="nothing", AssumeRolePolicyDocument=json.dumps(trust))
    nobody = site.administrator.assuming(made["Role"]["Arn"])
    for model in each(frozenset({"sso-admin", "identitystore"})):
        yield asked(nobody, model, good(model, site.own))
    model = service_model("sso-oidc").operation_model("CreateTokenWithIAM")
    yield asked(nobody, model, good(model, site.own))


def what_is_not_there(copies: Copies) -> Iterator[Answered]:
    """One member after the other names nothing."""
    site = copies.open()
    nothing = unknown(site.own)
    for model in each():
        base = good(model, site.own)
        for member in base.keys() & nothing.keys():
            yield asked(site.administrator, model, base | {member: nothing[member]})
    yield named(site.administrator, "sso-admin", "UpdateInstance", InstanceArn=NO_INSTANCE, Name="none")


def what_was_never_put(copies: Copies) -> Iterator[Answered]:
    """What succeeds only after something else, without it."""
    site = copies.open()
    for model in each():
        yield asked(site.administrator, model, good(model, site.own))


def what_the_model_forbids(copies: Copies) -> Iterator[Answered]:
    """The first member of each operation has a value that no constraint allows."""
    site = copies.open()
    for model in each():
        members = model.input_shape.members if model.input_shape else {}
        for member, shape in members.items():
            value: Any = {"integer": 0, "list": [], "structure": {}, "boolean": None}.get(shape.type_name, "\0")
            yield asked(site.administrator, model, good(model, site.own) | {member: value})


def an_instance_on_its_way_out(copies: Copies) -> Iterator[Answered]:
    """Everything is asked of an instance that is being deleted."""
    site = copies.open()
    member = site.member()
    assert member.call("sso-admin", "DeleteInstance", InstanceArn=site.foreign.instance_arn).status == 200
    for model in each():
        yield asked(member, model, good(model, site.foreign))


def an_instance_too_many(copies: Copies) -> Iterator[Answered]:
    site = copies.open()
    yield named(site.member(), "sso-admin", "CreateInstance")


def what_is_more_than_a_quota_allows(copies: Copies) -> Iterator[Answered]:
    site = copies.open(quota_users=3, quota_groups=2, quota_groups_of_user=1, quota_additional_regions=0)
    caller, own = site.administrator, site.own
    tags = [{"Key": f"key{number}", "Value": ""} for number in range(51)]
    for name in ("CreateApplication", "CreatePermissionSet", "CreateTrustedTokenIssuer", "TagResource"):
        model = service_model("sso-admin").operation_model(name)
        yield asked(caller, model, good(model, own) | {"Tags": tags})
    for name in ("CreateUser", "CreateGroup", "CreateGroupMembership"):
        model = service_model("identitystore").operation_model(name)
        yield asked(caller, model, good(model, own))
    yield named(caller, "sso-admin", "AddRegion", InstanceArn=own.instance_arn, RegionName="eu-west-1")
    in_set = {"InstanceArn": own.instance_arn, "PermissionSetArn": own.permission_set_arn}
    for number in range(21):
        yield named(
            caller,
            "sso-admin",
            "AttachCustomerManagedPolicyReferenceToPermissionSet",
            **in_set,
            CustomerManagedPolicyReference={"Name": f"policy{number}"},
        )
    another = f"{READ_ONLY.rpartition('/')[0]}/AdministratorAccess"
    yield named(caller, "sso-admin", "AttachManagedPolicyToPermissionSet", **in_set, ManagedPolicyArn=another)
    long = json.loads(POLICY)
    long["Statement"] = [long["Statement"][0] | {"Sid": f"S{number}"} for number in range(200)]
    yield named(caller, "sso-admin", "PutInlinePolicyToPermissionSet", **in_set, InlinePolicy=json.dumps(long))


def more_tags_than_an_instance_may_have(copies: Copies) -> Iterator[Answered]:
    site = copies.open()
    member = site.member()
    prepare("CreateInstance", site, member, site.foreign)
    tags = [{"Key": f"key{number}", "Value": ""} for number in range(51)]
    yield named(member, "sso-admin", "CreateInstance", Tags=tags)


SCENARIOS: tuple[Scenario, ...] = (
    who_may_not,
    what_is_not_there,
    what_was_never_put,
    what_the_model_forbids,
    an_instance_on_its_way_out,
    an_instance_too_many,
    what_is_more_than_a_quota_allows,
    more_tags_than_an_instance_may_have,
)
