"""IAM through boto3: managed policies and their versions."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.doors.boto import MANAGEMENT
from tests.doors.clients import Cloud

AWS_POLICY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
UNKNOWN = f"arn:aws:iam::{MANAGEMENT}:policy/Unknown"
DOCUMENT = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}
TEXT = json.dumps(DOCUMENT)


@pytest.fixture
def iam(cloud: Cloud) -> Any:
    return cloud.client("iam")


def make(iam: Any, name: str = "Reading", **members: Any) -> str:
    made = iam.create_policy(PolicyName=name, PolicyDocument=TEXT, **members)["Policy"]
    return str(made["Arn"])


def test_a_policy_is_made_read_and_removed(iam: Any) -> None:
    made = iam.create_policy(
        PolicyName="Reading",
        Path="/team/",
        PolicyDocument=TEXT,
        Description="They read",
        Tags=[{"Key": "team", "Value": "a"}],
    )["Policy"]
    assert made["Arn"] == f"arn:aws:iam::{MANAGEMENT}:policy/team/Reading"
    assert made["PolicyId"].startswith("ANPA")
    assert (made["DefaultVersionId"], made["AttachmentCount"], made["IsAttachable"]) == ("v1", 0, True)
    assert iam.get_policy(PolicyArn=made["Arn"])["Policy"] == made
    assert made["Tags"] == [{"Key": "team", "Value": "a"}]
    version = iam.get_policy_version(PolicyArn=made["Arn"], VersionId="v1")["PolicyVersion"]
    assert (version["Document"], version["IsDefaultVersion"]) == (DOCUMENT, True)
    iam.delete_policy(PolicyArn=made["Arn"])
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.get_policy(PolicyArn=made["Arn"])


def test_versions_come_and_go(iam: Any) -> None:
    arn = make(iam)
    second = iam.create_policy_version(PolicyArn=arn, PolicyDocument=TEXT, SetAsDefault=True)["PolicyVersion"]
    assert (second["VersionId"], second["IsDefaultVersion"]) == ("v2", True)
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=TEXT)
    paginator = iam.get_paginator("list_policy_versions").paginate(PolicyArn=arn, PaginationConfig={"PageSize": 2})
    listed = [version for page in paginator for version in page["Versions"]]
    assert [(each["VersionId"], each["IsDefaultVersion"]) for each in listed] == [
        ("v3", False),
        ("v2", True),
        ("v1", False),
    ]
    iam.set_default_policy_version(PolicyArn=arn, VersionId="v3")
    assert iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"] == "v3"
    with pytest.raises(iam.exceptions.DeleteConflictException):
        iam.delete_policy(PolicyArn=arn)
    with pytest.raises(iam.exceptions.DeleteConflictException):
        iam.delete_policy_version(PolicyArn=arn, VersionId="v3")
    for version_id in ("v1", "v2"):
        iam.delete_policy_version(PolicyArn=arn, VersionId=version_id)
    for _ in range(4):
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=TEXT)
    with pytest.raises(iam.exceptions.LimitExceededException):
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=TEXT)


def test_policies_are_listed_with_those_of_aws(iam: Any) -> None:
    arn = make(iam, Path="/team/")
    everything = [
        policy["Arn"]
        for page in iam.get_paginator("list_policies").paginate(PaginationConfig={"PageSize": 5})
        for policy in page["Policies"]
    ]
    assert {arn, AWS_POLICY} < set(everything)
    assert len(everything) == len(set(everything))
    [local] = iam.list_policies(Scope="Local")["Policies"]
    assert local["Arn"] == arn
    assert "Description" not in local
    assert iam.list_policies(Scope="Local", OnlyAttached=True)["Policies"] == []
    assert [each["Arn"] for each in iam.list_policies(PathPrefix="/team/")["Policies"]] == [arn]
    # The bootstrap administrator has one.
    assert [each["PolicyName"] for each in iam.list_policies(OnlyAttached=True)["Policies"]] == ["AdministratorAccess"]


def test_tags_are_put_listed_and_taken(iam: Any) -> None:
    arn = make(iam)
    iam.tag_policy(PolicyArn=arn, Tags=[{"Key": "b", "Value": "2"}, {"Key": "a", "Value": "1"}])
    assert iam.list_policy_tags(PolicyArn=arn)["Tags"] == [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
    iam.untag_policy(PolicyArn=arn, TagKeys=["a"])
    assert iam.list_policy_tags(PolicyArn=arn)["Tags"] == [{"Key": "b", "Value": "2"}]


@pytest.mark.parametrize(
    ("operation", "arguments", "code", "status"),
    [
        ("create_policy", {"PolicyName": "Other", "PolicyDocument": "{}"}, "MalformedPolicyDocument", 400),
        ("create_policy", {"PolicyName": "READING", "PolicyDocument": TEXT}, "EntityAlreadyExists", 409),
        (
            "create_policy",
            {
                "PolicyName": "Other",
                "PolicyDocument": TEXT,
                "Tags": [{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}],
            },
            "InvalidInput",
            400,
        ),
        (
            "create_policy",
            {"PolicyName": "Other", "PolicyDocument": TEXT.replace("s3:Get*", "s3:" + "x" * 6200)},
            "LimitExceeded",
            409,
        ),
        ("create_policy", {"PolicyName": "Other", "PolicyDocument": TEXT, "Path": "team"}, "ValidationError", 400),
        ("get_policy", {"PolicyArn": UNKNOWN}, "NoSuchEntity", 404),
        ("get_policy", {"PolicyArn": "arn:aws:iam::111122223333:user/x"}, "InvalidInput", 400),
        ("get_policy_version", {"PolicyArn": UNKNOWN, "VersionId": "v1"}, "NoSuchEntity", 404),
        ("get_policy_version", {"PolicyArn": AWS_POLICY, "VersionId": "v2"}, "NoSuchEntity", 404),
        ("get_policy_version", {"PolicyArn": "arn:aws:iam::aws:role/xxxx", "VersionId": "v1"}, "InvalidInput", 400),
        ("list_policy_versions", {"PolicyArn": UNKNOWN}, "NoSuchEntity", 404),
        ("list_policy_versions", {"PolicyArn": "arn:aws:iam::aws:role/xxxx"}, "InvalidInput", 400),
        ("list_policy_tags", {"PolicyArn": UNKNOWN}, "NoSuchEntity", 404),
        ("delete_policy", {"PolicyArn": UNKNOWN}, "NoSuchEntity", 404),
        ("delete_policy", {"PolicyArn": AWS_POLICY}, "AccessDenied", 403),
        ("create_policy_version", {"PolicyArn": UNKNOWN, "PolicyDocument": TEXT}, "NoSuchEntity", 404),
        ("set_default_policy_version", {"PolicyArn": UNKNOWN, "VersionId": "v1"}, "NoSuchEntity", 404),
        ("delete_policy_version", {"PolicyArn": UNKNOWN, "VersionId": "v1"}, "NoSuchEntity", 404),
        ("tag_policy", {"PolicyArn": UNKNOWN, "Tags": [{"Key": "a", "Value": "1"}]}, "NoSuchEntity", 404),
        ("untag_policy", {"PolicyArn": UNKNOWN, "TagKeys": ["a"]}, "NoSuchEntity", 404),
    ],
)
def test_errors(iam: Any, operation: str, arguments: dict[str, Any], code: str, status: int) -> None:
    make(iam)
    with pytest.raises(ClientError) as raised:
        getattr(iam, operation)(**arguments)
    assert raised.value.response["Error"]["Code"] == code
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
