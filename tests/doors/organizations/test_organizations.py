"""AWS Organizations through boto3."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.doors.boto import MANAGEMENT
from tests.doors.clients import Cloud


@pytest.fixture
def organizations(cloud: Cloud) -> Any:
    return cloud.client("organizations")


def create_account(cloud: Cloud, name: str) -> str:
    organizations = cloud.client("organizations")
    asked = organizations.create_account(Email=f"{name.lower()}@example.com", AccountName=name)["CreateAccountStatus"]
    cloud.work()
    ended = organizations.describe_create_account_status(CreateAccountRequestId=asked["Id"])["CreateAccountStatus"]
    assert ended["State"] == "SUCCEEDED", ended
    return str(ended["AccountId"])


def test_the_organisation(organizations: Any) -> None:
    organization = organizations.describe_organization()["Organization"]
    organization_id = organization["Id"]
    assert organization["Arn"] == f"arn:aws:organizations::{MANAGEMENT}:organization/{organization_id}"
    assert organization["MasterAccountId"] == MANAGEMENT
    assert organization["FeatureSet"] == "ALL"
    (root,) = organizations.list_roots()["Roots"]
    assert root["Name"] == "Root"
    assert root["Arn"] == f"arn:aws:organizations::{MANAGEMENT}:root/{organization_id}/{root['Id']}"


def test_an_account_is_made_in_the_background(cloud: Cloud, organizations: Any) -> None:
    asked = organizations.create_account(
        Email="payments@example.com", AccountName="Payments", Tags=[{"Key": "team", "Value": "payments"}]
    )["CreateAccountStatus"]
    assert asked["State"] == "IN_PROGRESS"
    assert "AccountId" not in asked
    cloud.work()
    ended = organizations.describe_create_account_status(CreateAccountRequestId=asked["Id"])["CreateAccountStatus"]
    assert ended["State"] == "SUCCEEDED"
    account = organizations.describe_account(AccountId=ended["AccountId"])["Account"]
    assert (account["Name"], account["Email"], account["Status"], account["JoinedMethod"]) == (
        "Payments",
        "payments@example.com",
        "ACTIVE",
        "CREATED",
    )
    assert account["Arn"].startswith(f"arn:aws:organizations::{MANAGEMENT}:account/o-")
    assert [
        each["Id"] for each in organizations.list_create_account_status(States=["SUCCEEDED"])["CreateAccountStatuses"]
    ]


def test_a_failed_request_says_why(cloud: Cloud, organizations: Any) -> None:
    create_account(cloud, "Payments")
    asked = organizations.create_account(Email="PAYMENTS@example.com", AccountName="Again")["CreateAccountStatus"]
    cloud.work()
    ended = organizations.describe_create_account_status(CreateAccountRequestId=asked["Id"])["CreateAccountStatus"]
    assert (ended["State"], ended["FailureReason"]) == ("FAILED", "EMAIL_ALREADY_EXISTS")


def test_accounts_are_listed_by_pages(cloud: Cloud, organizations: Any) -> None:
    made = {MANAGEMENT, *(create_account(cloud, f"Team{number}") for number in range(4))}
    pages = list(organizations.get_paginator("list_accounts").paginate(PaginationConfig={"PageSize": 2}))
    assert [len(page["Accounts"]) for page in pages] == [2, 2, 1]
    assert {account["Id"] for page in pages for account in page["Accounts"]} == made


def test_accounts_live_in_units(cloud: Cloud, organizations: Any) -> None:
    account_id = create_account(cloud, "Payments")
    root_id = organizations.list_roots()["Roots"][0]["Id"]
    unit = organizations.create_organizational_unit(ParentId=root_id, Name="Workloads")["OrganizationalUnit"]
    inner = organizations.create_organizational_unit(ParentId=unit["Id"], Name="Production")["OrganizationalUnit"]
    organizations.move_account(AccountId=account_id, SourceParentId=root_id, DestinationParentId=inner["Id"])
    assert organizations.list_parents(ChildId=account_id)["Parents"] == [
        {"Id": inner["Id"], "Type": "ORGANIZATIONAL_UNIT"}
    ]
    assert organizations.list_parents(ChildId=unit["Id"])["Parents"] == [{"Id": root_id, "Type": "ROOT"}]
    assert organizations.list_children(ParentId=inner["Id"], ChildType="ACCOUNT")["Children"] == [
        {"Id": account_id, "Type": "ACCOUNT"}
    ]
    assert organizations.list_children(ParentId=root_id, ChildType="ORGANIZATIONAL_UNIT")["Children"] == [
        {"Id": unit["Id"], "Type": "ORGANIZATIONAL_UNIT"}
    ]
    listed = organizations.list_organizational_units_for_parent(ParentId=unit["Id"])["OrganizationalUnits"]
    assert [each["Name"] for each in listed] == ["Production"]
    (account,) = organizations.list_accounts_for_parent(ParentId=inner["Id"])["Accounts"]
    assert account["Paths"] == [f"{inner['Path']}{account_id}/"]
    renamed = organizations.update_organizational_unit(OrganizationalUnitId=inner["Id"], Name="Live")
    assert renamed["OrganizationalUnit"]["Name"] == "Live"
    assert organizations.describe_organizational_unit(OrganizationalUnitId=inner["Id"]) | {"ResponseMetadata": 0} == (
        renamed | {"ResponseMetadata": 0}
    )
    organizations.move_account(AccountId=account_id, SourceParentId=inner["Id"], DestinationParentId=root_id)
    organizations.delete_organizational_unit(OrganizationalUnitId=inner["Id"])
    assert organizations.list_organizational_units_for_parent(ParentId=unit["Id"])["OrganizationalUnits"] == []


@pytest.mark.parametrize(
    ("operation", "arguments", "code", "reason"),
    [
        ("describe_account", {"AccountId": "999999999999"}, "AccountNotFoundException", None),
        ("describe_account", {"AccountId": "99999999999x"}, "InvalidInputException", "INVALID_PATTERN"),
        (
            "describe_create_account_status",
            {"CreateAccountRequestId": "car-" + "0" * 32},
            "CreateAccountStatusNotFoundException",
            None,
        ),
        (
            "create_organizational_unit",
            {"ParentId": "ou-zzzz-zzzzzzzz", "Name": "Lost"},
            "ParentNotFoundException",
            None,
        ),
        (
            "describe_organizational_unit",
            {"OrganizationalUnitId": "ou-zzzz-zzzzzzzz"},
            "OrganizationalUnitNotFoundException",
            None,
        ),
        ("list_parents", {"ChildId": "999999999999"}, "ChildNotFoundException", None),
        ("list_accounts_for_parent", {"ParentId": "r-zzzz"}, "ParentNotFoundException", None),
        (
            "create_account",
            {"Email": "a@example.com", "AccountName": "A", "RoleName": "AWSServiceRoleForA"},
            "InvalidInputException",
            "INVALID_ROLE_NAME",
        ),
        (
            "create_account",
            {
                "Email": "a@example.com",
                "AccountName": "A",
                "Tags": [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}],
            },
            "InvalidInputException",
            "DUPLICATE_TAG_KEY",
        ),
        ("list_accounts", {"NextToken": "nonsense"}, "InvalidInputException", "INVALID_NEXT_TOKEN"),
        ("close_account", {"AccountId": MANAGEMENT}, "NotImplementedException", None),
    ],
)
def test_errors_are_those_of_the_model(
    organizations: Any, operation: str, arguments: dict[str, Any], code: str, reason: str | None
) -> None:
    with pytest.raises(ClientError) as raised:
        getattr(organizations, operation)(**arguments)
    assert raised.value.response["Error"]["Code"] == code
    assert raised.value.response.get("Reason") == reason


def test_a_token_of_another_list_is_refused(cloud: Cloud, organizations: Any) -> None:
    create_account(cloud, "Payments")
    root_id = organizations.list_roots()["Roots"][0]["Id"]
    token = organizations.list_accounts(MaxResults=1)["NextToken"]
    with pytest.raises(ClientError) as raised:
        organizations.list_accounts_for_parent(ParentId=root_id, NextToken=token)
    assert raised.value.response["Error"]["Code"] == "InvalidInputException"


def test_a_member_account_sees_the_organisation_but_not_its_accounts(cloud: Cloud) -> None:
    account_id = create_account(cloud, "Payments")
    assumed = cloud.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{account_id}:role/OrganizationAccountAccessRole", RoleSessionName="admin"
    )
    member = cloud.client("organizations", assumed["Credentials"])
    assert member.describe_organization()["Organization"]["MasterAccountId"] == MANAGEMENT
    with pytest.raises(ClientError) as raised:
        member.list_accounts()
    assert raised.value.response["Error"]["Code"] == "AccessDeniedException"
