"""IAM through boto3: roles, their policies and their account's alias."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.doors.boto import MANAGEMENT
from tests.doors.clients import Cloud

ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
BILLING = "arn:aws:iam::aws:policy/job-function/Billing"
UNKNOWN = f"arn:aws:iam::{MANAGEMENT}:policy/Unknown"
DOCUMENT = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sso:List*", "Resource": "*"}]}
TEXT = json.dumps(DOCUMENT)
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{MANAGEMENT}:root"}, "Action": "sts:AssumeRole"}
    ],
}


@pytest.fixture
def iam(cloud: Cloud) -> Any:
    return cloud.client("iam")


def create(iam: Any, name: str = "Ops", **members: Any) -> dict[str, Any]:
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST), **members)["Role"]
    return dict(made)


def reserved(cloud: Cloud, iam: Any) -> str:
    cloud.work()
    [role] = iam.list_roles(PathPrefix="/aws-reserved/")["Roles"]
    return str(role["RoleName"])


def test_a_role_is_made_changed_and_removed(iam: Any) -> None:
    made = create(
        iam,
        Path="/team/",
        Description="They operate",
        MaxSessionDuration=7200,
        PermissionsBoundary=BILLING,
        Tags=[{"Key": "team", "Value": "a"}],
    )
    assert made["Arn"] == f"arn:aws:iam::{MANAGEMENT}:role/team/Ops"
    assert (made["AssumeRolePolicyDocument"], made["MaxSessionDuration"]) == (TRUST, 7200)
    assert made["PermissionsBoundary"]["PermissionsBoundaryArn"] == BILLING
    assert iam.get_role(RoleName="Ops")["Role"] == made
    iam.update_role(RoleName="Ops", MaxSessionDuration=3600)
    changed = iam.update_role_description(RoleName="Ops", Description="They still do")["Role"]
    assert (changed["Description"], changed["MaxSessionDuration"]) == ("They still do", 3600)
    iam.delete_role_permissions_boundary(RoleName="Ops")
    assert "PermissionsBoundary" not in iam.get_role(RoleName="Ops")["Role"]
    iam.tag_role(RoleName="Ops", Tags=[{"Key": "tier", "Value": "1"}])
    iam.untag_role(RoleName="Ops", TagKeys=["team"])
    assert iam.list_role_tags(RoleName="Ops")["Tags"] == [{"Key": "tier", "Value": "1"}]
    assert iam.list_instance_profiles_for_role(RoleName="Ops")["InstanceProfiles"] == []
    iam.delete_role(RoleName="Ops")
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.get_role(RoleName="Ops")


def test_policies_come_and_go(iam: Any) -> None:
    create(iam)
    own = iam.create_policy(PolicyName="Listing", PolicyDocument=TEXT)["Policy"]["Arn"]
    for arn in (ADMINISTRATOR, BILLING, own):
        iam.attach_role_policy(RoleName="Ops", PolicyArn=arn)
    assert iam.get_policy(PolicyArn=own)["Policy"]["AttachmentCount"] == 1
    pages = iam.get_paginator("list_attached_role_policies").paginate(RoleName="Ops", PaginationConfig={"PageSize": 2})
    listed = [policy for page in pages for policy in page["AttachedPolicies"]]
    assert {each["PolicyArn"]: each["PolicyName"] for each in listed} == {
        ADMINISTRATOR: "AdministratorAccess",
        BILLING: "Billing",
        own: "Listing",
    }
    below = iam.list_attached_role_policies(RoleName="Ops", PathPrefix="/job-function/")["AttachedPolicies"]
    assert [each["PolicyArn"] for each in below] == [BILLING]
    with pytest.raises(iam.exceptions.DeleteConflictException):
        iam.delete_policy(PolicyArn=own)
    iam.put_role_policy(RoleName="Ops", PolicyName="listing", PolicyDocument=TEXT)
    assert iam.list_role_policies(RoleName="Ops")["PolicyNames"] == ["listing"]
    assert iam.get_role_policy(RoleName="Ops", PolicyName="listing")["PolicyDocument"] == DOCUMENT
    iam.put_role_permissions_boundary(RoleName="Ops", PermissionsBoundary=own)
    assert iam.get_policy(PolicyArn=own)["Policy"]["PermissionsBoundaryUsageCount"] == 1
    with pytest.raises(iam.exceptions.DeleteConflictException):
        iam.delete_role(RoleName="Ops")
    for arn in (ADMINISTRATOR, BILLING, own):
        iam.detach_role_policy(RoleName="Ops", PolicyArn=arn)
    iam.delete_role_policy(RoleName="Ops", PolicyName="listing")
    iam.delete_role(RoleName="Ops")
    iam.delete_policy(PolicyArn=own)


def test_a_customer_managed_policy_decides(cloud: Cloud, iam: Any) -> None:
    role = create(iam)
    assumed = cloud.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="ops")["Credentials"]
    sso = cloud.client("sso-admin", assumed)
    with pytest.raises(ClientError):
        sso.list_instances()
    own = iam.create_policy(PolicyName="Listing", PolicyDocument=TEXT)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="Ops", PolicyArn=own)
    assert len(sso.list_instances()["Instances"]) == 1
    nothing = json.dumps(DOCUMENT | {"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]})
    iam.create_policy_version(PolicyArn=own, PolicyDocument=nothing, SetAsDefault=True)
    with pytest.raises(ClientError, match="explicit deny in an identity-based policy"):
        sso.list_instances()


def test_a_new_trust_policy_counts_at_once(cloud: Cloud, iam: Any) -> None:
    role = create(iam)
    nobody = json.loads(json.dumps(TRUST).replace(MANAGEMENT, "444455556666"))
    iam.update_assume_role_policy(RoleName="Ops", PolicyDocument=json.dumps(nobody))
    assert iam.get_role(RoleName="Ops")["Role"]["AssumeRolePolicyDocument"] == nobody
    with pytest.raises(ClientError) as raised:
        cloud.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="ops")
    assert raised.value.response["Error"]["Code"] == "AccessDenied"


def test_roles_of_single_sign_on_are_read_and_not_changed(cloud: Cloud, iam: Any) -> None:
    name = reserved(cloud, iam)
    attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    assert [each["PolicyName"] for each in attached] == ["AdministratorAccess"]
    for operation, members in {
        "delete_role": {},
        "update_role": {"Description": "mine"},
        "update_role_description": {"Description": "mine"},
        "update_assume_role_policy": {"PolicyDocument": json.dumps(TRUST)},
        "attach_role_policy": {"PolicyArn": BILLING},
        "detach_role_policy": {"PolicyArn": ADMINISTRATOR},
        "put_role_policy": {"PolicyName": "mine", "PolicyDocument": TEXT},
        "delete_role_policy": {"PolicyName": "mine"},
        "put_role_permissions_boundary": {"PermissionsBoundary": BILLING},
        "delete_role_permissions_boundary": {},
    }.items():
        with pytest.raises(iam.exceptions.UnmodifiableEntityException, match="this role is only modifiable by AWS"):
            getattr(iam, operation)(RoleName=name, **members)


def test_an_account_has_an_alias(iam: Any) -> None:
    assert iam.list_account_aliases()["AccountAliases"] == []
    iam.create_account_alias(AccountAlias="acme")
    assert iam.list_account_aliases()["AccountAliases"] == ["acme"]
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.delete_account_alias(AccountAlias="other")
    iam.delete_account_alias(AccountAlias="acme")
    assert iam.list_account_aliases()["AccountAliases"] == []


LONG = json.dumps(DOCUMENT).replace("sso:List*", "sso:" + "x" * 10_300)


@pytest.mark.parametrize(
    ("operation", "arguments", "code", "status"),
    [
        ("create_role", {"AssumeRolePolicyDocument": json.dumps(TRUST), "RoleName": "OPS"}, "EntityAlreadyExists", 409),
        ("create_role", {"AssumeRolePolicyDocument": TEXT, "RoleName": "New"}, "MalformedPolicyDocument", 400),
        (
            "create_role",
            {"AssumeRolePolicyDocument": json.dumps(TRUST), "RoleName": "New", "Path": "/aws-reserved/"},
            "InvalidInput",
            400,
        ),
        (
            "create_role",
            {"AssumeRolePolicyDocument": json.dumps(TRUST).replace("sts:Assume", "sts:" + "A" * 2000), "RoleName": "N"},
            "LimitExceeded",
            409,
        ),
        (
            "create_role",
            {"AssumeRolePolicyDocument": json.dumps(TRUST), "RoleName": "New", "MaxSessionDuration": 60},
            "ValidationError",
            400,
        ),
        (
            "create_role",
            {"AssumeRolePolicyDocument": json.dumps(TRUST), "RoleName": "New", "PermissionsBoundary": UNKNOWN},
            "NoSuchEntity",
            404,
        ),
        ("update_assume_role_policy", {"RoleName": "Ops", "PolicyDocument": TEXT}, "MalformedPolicyDocument", 400),
        ("update_assume_role_policy", {"RoleName": "No", "PolicyDocument": json.dumps(TRUST)}, "NoSuchEntity", 404),
        ("attach_role_policy", {"RoleName": "Ops", "PolicyArn": UNKNOWN}, "NoSuchEntity", 404),
        ("attach_role_policy", {"RoleName": "Ops", "PolicyArn": "arn:aws:iam::aws:role/xxxx"}, "InvalidInput", 400),
        ("detach_role_policy", {"RoleName": "Ops", "PolicyArn": BILLING}, "NoSuchEntity", 404),
        (
            "put_role_policy",
            {"RoleName": "Ops", "PolicyName": "p", "PolicyDocument": "{}"},
            "MalformedPolicyDocument",
            400,
        ),
        ("put_role_policy", {"RoleName": "Ops", "PolicyName": "p", "PolicyDocument": LONG}, "LimitExceeded", 409),
        ("get_role_policy", {"RoleName": "Ops", "PolicyName": "p"}, "NoSuchEntity", 404),
        ("delete_role_policy", {"RoleName": "Ops", "PolicyName": "p"}, "NoSuchEntity", 404),
        ("put_role_permissions_boundary", {"RoleName": "Ops", "PermissionsBoundary": UNKNOWN}, "NoSuchEntity", 404),
        ("list_role_policies", {"RoleName": "No"}, "NoSuchEntity", 404),
        ("list_attached_role_policies", {"RoleName": "No"}, "NoSuchEntity", 404),
        ("list_role_tags", {"RoleName": "No"}, "NoSuchEntity", 404),
        ("list_instance_profiles_for_role", {"RoleName": "No"}, "NoSuchEntity", 404),
        ("update_role", {"RoleName": "No"}, "NoSuchEntity", 404),
        ("tag_role", {"RoleName": "No", "Tags": [{"Key": "a", "Value": "1"}]}, "NoSuchEntity", 404),
        ("tag_role", {"RoleName": "Ops", "Tags": [{"Key": "aws:a", "Value": "1"}]}, "InvalidInput", 400),
        (
            "tag_role",
            {"RoleName": "Ops", "Tags": [{"Key": f"key{n}", "Value": "1"} for n in range(50)]},
            "LimitExceeded",
            409,
        ),
        ("untag_role", {"RoleName": "No", "TagKeys": ["a"]}, "NoSuchEntity", 404),
        ("create_account_alias", {"AccountAlias": "UPPER"}, "ValidationError", 400),
    ],
)
def test_errors(iam: Any, operation: str, arguments: dict[str, Any], code: str, status: int) -> None:
    create(iam, Tags=[{"Key": "team", "Value": "a"}])
    with pytest.raises(ClientError) as raised:
        getattr(iam, operation)(**arguments)
    assert raised.value.response["Error"]["Code"] == code
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
