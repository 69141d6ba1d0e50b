"""IAM through boto3: what policies can say about the roles, policies and users that an operation names."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.doors.boto import MANAGEMENT
from tests.doors.clients import Cloud

BILLING = "arn:aws:iam::aws:policy/job-function/Billing"
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Principal": {"AWS": MANAGEMENT}, "Action": "sts:AssumeRole"},
    }
)
DOCUMENT = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}})


@pytest.fixture
def iam(cloud: Cloud) -> Any:
    return cloud.client("iam")


def limited(cloud: Cloud, iam: Any, *statements: dict[str, Any]) -> Any:
    """Return a client of iam that may do no more than these statements allow."""
    role = iam.create_role(RoleName="Limited", AssumeRolePolicyDocument=TRUST)["Role"]
    allowing = [{"Effect": "Allow", "Resource": "*", **statement} for statement in statements]
    iam.put_role_policy(
        RoleName="Limited",
        PolicyName="limits",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": allowing}),
    )
    assumed = cloud.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="limited")
    return cloud.client("iam", assumed["Credentials"])


def denied(call: Any, **members: Any) -> bool:
    """Say whether an operation is refused; it must not fail otherwise."""
    try:
        call(**members)
    except ClientError as error:
        assert error.response["Error"]["Code"] == "AccessDenied", error  # noqa: PT017 - it is one of two outcomes
        return True
    return False


def test_a_role_is_named_with_its_path(cloud: Cloud, iam: Any) -> None:
    cloud.work()
    [reserved] = iam.list_roles(PathPrefix="/aws-reserved/")["Roles"]
    iam.create_role(RoleName="Ops", Path="/team/", AssumeRolePolicyDocument=TRUST)
    client = limited(cloud, iam, {"Action": "iam:GetRole", "Resource": reserved["Arn"]})
    assert not denied(client.get_role, RoleName=reserved["RoleName"])
    assert denied(client.get_role, RoleName="Ops")
    assert denied(client.get_role, RoleName="Absent")
    trail = cloud.client("cloudtrail").lookup_events(
        LookupAttributes=[{"AttributeKey": "ResourceName", "AttributeValue": reserved["Arn"]}]
    )
    assert [event["EventName"] for event in trail["Events"]] == ["GetRole"]


def test_what_is_made_is_named_by_the_path_that_it_will_have(cloud: Cloud, iam: Any) -> None:
    below = f"arn:aws:iam::{MANAGEMENT}:"
    client = limited(
        cloud,
        iam,
        {"Action": "iam:CreateRole", "Resource": f"{below}role/team/*"},
        {"Action": "iam:CreatePolicy", "Resource": f"{below}policy/team/*"},
    )
    role, policy = (
        {"RoleName": "Ops", "AssumeRolePolicyDocument": TRUST},
        {
            "PolicyName": "Ops",
            "PolicyDocument": DOCUMENT,
        },
    )
    assert denied(client.create_role, **role)
    assert denied(client.create_policy, **policy, Path="/other/")
    assert not denied(client.create_role, **role, Path="/team/")
    assert not denied(client.create_policy, **policy, Path="/team/")


def test_a_delegate_makes_roles_only_within_a_boundary(cloud: Cloud, iam: Any) -> None:
    client = limited(
        cloud,
        iam,
        {
            "Action": ["iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePermissionsBoundary"],
            "Condition": {"StringEquals": {"iam:PermissionsBoundary": BILLING}},
        },
    )
    assert denied(client.create_role, RoleName="Free", AssumeRolePolicyDocument=TRUST)
    bounded = {"RoleName": "Bounded", "AssumeRolePolicyDocument": TRUST, "PermissionsBoundary": BILLING}
    assert not denied(client.create_role, **bounded)
    assert not denied(client.attach_role_policy, RoleName="Bounded", PolicyArn=READ_ONLY)
    assert denied(client.put_role_permissions_boundary, RoleName="Bounded", PermissionsBoundary=READ_ONLY)
    iam.create_role(RoleName="Free", AssumeRolePolicyDocument=TRUST)
    assert denied(client.attach_role_policy, RoleName="Free", PolicyArn=READ_ONLY)


def test_which_policy_is_attached_counts(cloud: Cloud, iam: Any) -> None:
    iam.create_role(RoleName="Ops", AssumeRolePolicyDocument=TRUST)
    client = limited(
        cloud, iam, {"Action": "iam:AttachRolePolicy", "Condition": {"ArnEquals": {"iam:PolicyARN": READ_ONLY}}}
    )
    assert denied(client.attach_role_policy, RoleName="Ops", PolicyArn=BILLING)
    assert not denied(client.attach_role_policy, RoleName="Ops", PolicyArn=READ_ONLY)


@pytest.mark.parametrize("key", ["aws:ResourceTag/team", "iam:ResourceTag/team"])
def test_tags_of_roles_and_policies_count(cloud: Cloud, iam: Any, key: str) -> None:
    ours, theirs = [{"Key": "team", "Value": "ours"}], [{"Key": "team", "Value": "theirs"}]
    for name, tags in (("Ours", ours), ("Theirs", theirs)):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST, Tags=tags)
    policy = iam.create_policy(PolicyName="Ours", PolicyDocument=DOCUMENT, Tags=ours)["Policy"]["Arn"]
    client = limited(
        cloud,
        iam,
        {"Action": ["iam:GetRole", "iam:GetPolicy"], "Condition": {"StringEquals": {key: "ours"}}},
    )
    assert not denied(client.get_role, RoleName="Ours")
    assert denied(client.get_role, RoleName="Theirs")
    assert not denied(client.get_policy, PolicyArn=policy)
    assert denied(client.get_policy, PolicyArn=READ_ONLY)


def test_a_user_is_named_with_its_path_too(cloud: Cloud, iam: Any) -> None:
    user = iam.get_user()["User"]
    client = limited(cloud, iam, {"Action": "iam:GetUser", "Resource": user["Arn"]})
    assert not denied(client.get_user, UserName=user["UserName"])
    assert denied(client.get_user, UserName="nobody")
