"""Whom policies keep from which users and groups."""

from typing import Any

import orjson
import pytest

from gatepost.core.call import Call
from gatepost.core.iam import access_keys
from gatepost.core.iam import users as iam_users
from gatepost.kit.secret import Secret
from tests.doors.identitystore.conftest import Installation


def client_with(installation: Installation, *statements: dict[str, Any]) -> Any:
    """Return boto3's client for a new IAM user of the management account with one inline policy."""
    document = orjson.dumps({"Version": "2012-10-17", "Statement": list(statements)}).decode()

    def make(call: Call) -> tuple[str, Secret]:
        iam_users.create(call, "111122223333", "limited", inline={"policy": document})
        key, secret = access_keys.create(call, "111122223333", "limited")
        return key.access_key_id, secret

    return installation.identitystore(installation.write(make))


def test_a_deny_holds_however_the_member_is_written(installation: Installation, identitystore: Any) -> None:
    here = installation.identity_store_id
    user_id = installation.admin.user_id
    group_id = identitystore.create_group(IdentityStoreId=here, DisplayName="Analysts")["GroupId"]
    user_arn, group_arn = f"arn:aws:identitystore:::user/{user_id}", f"arn:aws:identitystore:::group/{group_id}"
    limited = client_with(
        installation,
        {"Effect": "Allow", "Action": "identitystore:*", "Resource": "*"},
        {"Effect": "Deny", "Action": "identitystore:CreateGroupMembership", "Resource": user_arn},
        {"Effect": "Deny", "Action": "identitystore:IsMemberInGroups", "Resource": group_arn},
        {"Effect": "Deny", "Action": "identitystore:DescribeUser", "Resource": user_arn},
    )

    for member in (user_id, user_arn):
        with pytest.raises(limited.exceptions.AccessDeniedException):
            limited.create_group_membership(IdentityStoreId=here, GroupId=group_id, MemberId={"UserId": member})
        with pytest.raises(limited.exceptions.AccessDeniedException):
            limited.describe_user(IdentityStoreId=here, UserId=member)
    for group in (group_id, group_arn):
        with pytest.raises(limited.exceptions.AccessDeniedException):
            limited.is_member_in_groups(IdentityStoreId=here, MemberId={"UserId": user_id}, GroupIds=[group])


def test_who_may_only_read_changes_nothing(installation: Installation) -> None:
    here = installation.identity_store_id
    limited = client_with(
        installation, {"Effect": "Allow", "Action": ["identitystore:List*", "identitystore:Describe*"], "Resource": "*"}
    )

    [user] = limited.list_users(IdentityStoreId=here)["Users"]
    with pytest.raises(limited.exceptions.AccessDeniedException):
        limited.delete_user(IdentityStoreId=here, UserId=user["UserId"])
    assert limited.describe_user(IdentityStoreId=here, UserId=user["UserId"])["UserName"] == "admin"
