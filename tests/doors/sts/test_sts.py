"""STS through boto3."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.doors.boto import MANAGEMENT
from tests.doors.clients import Cloud


@pytest.fixture
def role_arn(cloud: Cloud) -> str:
    """The ARN of the role by which the management account administers a new account."""
    organizations = cloud.client("organizations")
    asked = organizations.create_account(Email="payments@example.com", AccountName="Payments")["CreateAccountStatus"]
    cloud.work()
    ended = organizations.describe_create_account_status(CreateAccountRequestId=asked["Id"])["CreateAccountStatus"]
    return f"arn:aws:iam::{ended['AccountId']}:role/OrganizationAccountAccessRole"


def test_a_user_is_itself(cloud: Cloud) -> None:
    identity = cloud.client("sts").get_caller_identity()
    assert identity["Account"] == MANAGEMENT
    assert identity["Arn"] == f"arn:aws:iam::{MANAGEMENT}:user/bootstrap-admin"
    assert identity["UserId"].startswith("AIDA")


def test_a_role_is_assumed(cloud: Cloud, role_arn: str) -> None:
    account_id = role_arn.split(":")[4]
    assumed = cloud.client("sts").assume_role(
        RoleArn=role_arn, RoleSessionName="jane@example.com", DurationSeconds=900, MinimumSessionTokenSize=2000
    )
    session_arn = f"arn:aws:sts::{account_id}:assumed-role/OrganizationAccountAccessRole/jane@example.com"
    assert assumed["AssumedRoleUser"]["Arn"] == session_arn
    assert assumed["SessionTokenSize"] == len(assumed["Credentials"]["SessionToken"]) >= 2000
    assert 0 < assumed["SessionTokenUtilization"] <= 100
    assert "PackedPolicySize" not in assumed
    identity = cloud.client("sts", assumed["Credentials"]).get_caller_identity()
    assert (identity["Arn"], identity["Account"]) == (session_arn, account_id)
    assert identity["UserId"] == assumed["AssumedRoleUser"]["AssumedRoleId"]


def test_a_session_policy_narrows(cloud: Cloud, role_arn: str) -> None:
    policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:GetRole","Resource":"*"}]}'
    assumed = cloud.client("sts").assume_role(RoleArn=role_arn, RoleSessionName="jane", Policy=policy)
    assert assumed["PackedPolicySize"] > 0
    iam = cloud.client("iam", assumed["Credentials"])
    assert iam.get_role(RoleName="OrganizationAccountAccessRole")["Role"]["Arn"] == role_arn
    with pytest.raises(ClientError) as raised:
        iam.list_roles()
    assert raised.value.response["Error"]["Code"] == "AccessDenied"
    # No policy can deny it.
    assert cloud.client("sts", assumed["Credentials"]).get_caller_identity()["Account"] == role_arn.split(":")[4]


def test_an_iam_user_gets_a_session_token(cloud: Cloud) -> None:
    answer = cloud.client("sts").get_session_token(DurationSeconds=900)
    session = answer["Credentials"]
    assert session["AccessKeyId"].startswith("ASIA")
    sts = cloud.client("sts", session)
    assert sts.get_caller_identity()["Arn"] == f"arn:aws:iam::{MANAGEMENT}:user/bootstrap-admin"
    assert cloud.client("organizations", session).list_roots()["Roots"]
    for refused in (cloud.client("iam", session).get_user, sts.get_session_token):
        with pytest.raises(ClientError) as raised:
            refused()
        assert raised.value.response["Error"]["Code"] == "AccessDenied"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"SessionToken": "nonsense"}, "InvalidClientTokenId"),
        ({"SessionToken": None}, "InvalidClientTokenId"),
        ({"AccessKeyId": "ASIAEXAMPLEEXAMPLE22"}, "InvalidClientTokenId"),
        ({"SecretAccessKey": "x" * 40}, "SignatureDoesNotMatch"),
    ],
)
def test_credentials_that_do_not_belong_together_are_refused(
    cloud: Cloud, changed: dict[str, str | None], code: str
) -> None:
    credentials = cloud.client("sts").get_session_token()["Credentials"] | changed
    with pytest.raises(ClientError) as raised:
        cloud.client("sts", credentials).get_caller_identity()
    assert raised.value.response["Error"]["Code"] == code
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"DurationSeconds": 3601}, "ValidationError"),
        ({"DurationSeconds": 899}, "ValidationError"),
        ({"RoleSessionName": "not allowed"}, "ValidationError"),
        ({"Policy": "{"}, "MalformedPolicyDocument"),
        ({"Tags": [{"Key": "a", "Value": "1"}]}, "AccessDenied"),
        ({"SerialNumber": f"arn:aws:iam::{MANAGEMENT}:mfa/phone", "TokenCode": "123456"}, "AccessDenied"),
        ({"RoleArn": f"arn:aws:iam::{MANAGEMENT}:role/Nothing"}, "AccessDenied"),
        ({"RoleArn": f"arn:aws:iam::{MANAGEMENT}:user/Nothing"}, "ValidationError"),
    ],
)
def test_wishes_that_are_refused(cloud: Cloud, role_arn: str, wish: dict[str, Any], code: str) -> None:
    with pytest.raises(ClientError) as raised:
        cloud.client("sts").assume_role(**{"RoleArn": role_arn, "RoleSessionName": "jane"} | wish)
    assert raised.value.response["Error"]["Code"] == code
