"""IAM through boto3: roles, the bootstrap administrator and its keys."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.doors.boto import MANAGEMENT
from tests.doors.clients import Cloud


@pytest.fixture
def iam(cloud: Cloud) -> Any:
    cloud.work()
    return cloud.client("iam")


def test_the_caller_is_the_user_where_no_name_is_given(cloud: Cloud, iam: Any) -> None:
    user = iam.get_user()["User"]
    assert user == iam.get_user(UserName="bootstrap-admin")["User"]
    assert (user["UserName"], user["Path"]) == ("bootstrap-admin", "/")
    assert user["Arn"] == f"arn:aws:iam::{MANAGEMENT}:user/bootstrap-admin"
    assert user["UserId"] == cloud.client("sts").get_caller_identity()["UserId"]


def test_the_role_of_the_first_assignment(iam: Any) -> None:
    (role,) = iam.list_roles(PathPrefix="/aws-reserved/sso.amazonaws.com/")["Roles"]
    assert role["RoleName"].startswith("AWSReservedSSO_AdministratorAccess_")
    assert role["MaxSessionDuration"] >= 3600
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Action"] == ["sts:AssumeRoleWithSAML", "sts:TagSession"]
    assert statement["Principal"]["Federated"].startswith(f"arn:aws:iam::{MANAGEMENT}:saml-provider/AWSSSO_")
    found = iam.get_role(RoleName=role["RoleName"])["Role"]
    assert found["Arn"] == f"arn:aws:iam::{MANAGEMENT}:role/aws-reserved/sso.amazonaws.com/{role['RoleName']}"
    assert iam.list_roles(PathPrefix="/nothing/")["Roles"] == []


def test_keys_are_rotated(cloud: Cloud, iam: Any) -> None:
    (first,) = iam.list_access_keys()["AccessKeyMetadata"]
    created = iam.create_access_key()["AccessKey"]
    assert created["Status"] == "Active"
    with pytest.raises(ClientError) as raised:
        iam.create_access_key(UserName="bootstrap-admin")
    assert raised.value.response["Error"]["Code"] == "LimitExceeded"
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 409
    new = cloud.client("iam", created)
    new.update_access_key(AccessKeyId=first["AccessKeyId"], Status="Inactive")
    with pytest.raises(ClientError) as raised:
        iam.get_user()
    assert raised.value.response["Error"]["Code"] == "InvalidClientTokenId"
    assert {key["AccessKeyId"]: key["Status"] for key in new.list_access_keys()["AccessKeyMetadata"]} == {
        first["AccessKeyId"]: "Inactive",
        created["AccessKeyId"]: "Active",
    }
    new.delete_access_key(AccessKeyId=first["AccessKeyId"])
    assert [key["AccessKeyId"] for key in new.list_access_keys()["AccessKeyMetadata"]] == [created["AccessKeyId"]]


def test_keys_are_listed_by_pages(iam: Any) -> None:
    iam.create_access_key()
    pages = list(iam.get_paginator("list_access_keys").paginate(PaginationConfig={"PageSize": 1}))
    assert [page["IsTruncated"] for page in pages] == [True, False]
    assert len({page["AccessKeyMetadata"][0]["AccessKeyId"] for page in pages}) == 2


@pytest.mark.parametrize(
    ("operation", "arguments", "code", "status"),
    [
        ("get_user", {"UserName": "nobody"}, "NoSuchEntity", 404),
        ("get_role", {"RoleName": "nothing"}, "NoSuchEntity", 404),
        ("list_access_keys", {"UserName": "nobody"}, "NoSuchEntity", 404),
        ("delete_access_key", {"AccessKeyId": "AKIAEXAMPLEEXAMPLE22"}, "NoSuchEntity", 404),
        ("update_access_key", {"AccessKeyId": "AKIAEXAMPLEEXAMPLE22", "Status": "Expired"}, "InvalidInput", 400),
        ("get_user", {"UserName": "no body"}, "ValidationError", 400),
        ("delete_role", {"RoleName": "nothing"}, "NoSuchEntity", 404),
        ("create_group", {"GroupName": "nobody"}, "NotImplementedException", 400),
    ],
)
def test_errors(iam: Any, operation: str, arguments: dict[str, str], code: str, status: int) -> None:
    with pytest.raises(ClientError) as raised:
        getattr(iam, operation)(**arguments)
    assert raised.value.response["Error"]["Code"] == code
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


def test_a_role_session_must_name_the_user(cloud: Cloud) -> None:
    asked = cloud.client("organizations").create_account(Email="payments@example.com", AccountName="Payments")
    cloud.work()
    status = cloud.client("organizations").describe_create_account_status(
        CreateAccountRequestId=asked["CreateAccountStatus"]["Id"]
    )
    role_arn = f"arn:aws:iam::{status['CreateAccountStatus']['AccountId']}:role/OrganizationAccountAccessRole"
    assumed = cloud.client("sts").assume_role(RoleArn=role_arn, RoleSessionName="admin")
    with pytest.raises(ClientError, match="Must specify userName when calling with non-User credentials"):
        cloud.client("iam", assumed["Credentials"]).get_user()
