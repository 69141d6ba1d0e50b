"""The event history through boto3."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.doors.boto import MANAGEMENT
from tests.doors.clients import Cloud


@pytest.fixture
def cloudtrail(cloud: Cloud) -> Any:
    return cloud.client("cloudtrail")


def names(cloudtrail: Any, **wanted: str) -> list[str]:
    attributes = [{"AttributeKey": key, "AttributeValue": value} for key, value in wanted.items()]
    return [event["EventName"] for event in cloudtrail.lookup_events(LookupAttributes=attributes)["Events"]]


def test_who_did_what(cloud: Cloud, cloudtrail: Any) -> None:
    cloud.client("iam").create_access_key()
    (event,) = cloudtrail.lookup_events(
        LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateAccessKey"}]
    )["Events"]
    assert (event["Username"], event["EventSource"], event["ReadOnly"]) == (
        "bootstrap-admin",
        "iam.amazonaws.com",
        "false",
    )
    record = json.loads(event["CloudTrailEvent"])
    assert record["eventID"] == event["EventId"]
    assert record["userIdentity"]["type"] == "IAMUser"
    assert record["userIdentity"]["arn"] == f"arn:aws:iam::{MANAGEMENT}:user/bootstrap-admin"
    assert record["responseElements"]["accessKey"]["userName"] == "bootstrap-admin"
    assert record["responseElements"]["accessKey"]["secretAccessKey"] == "HIDDEN_DUE_TO_SECURITY_REASONS"
    assert record["recipientAccountId"] == MANAGEMENT


def test_reads_and_refusals_are_there_at_once(cloud: Cloud, cloudtrail: Any) -> None:
    cloud.client("iam").list_roles()
    with pytest.raises(ClientError):
        cloud.client("iam").get_user(UserName="nobody")
    assert names(cloudtrail, EventName="ListRoles") == ["ListRoles"]
    (event,) = cloudtrail.lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "GetUser"}])[
        "Events"
    ]
    assert json.loads(event["CloudTrailEvent"])["errorCode"] == "NoSuchEntity"


def test_attributes(cloud: Cloud, cloudtrail: Any) -> None:
    asked = cloud.client("organizations").create_account(Email="payments@example.com", AccountName="Payments")
    cloud.work()
    assert asked["CreateAccountStatus"]["State"] == "IN_PROGRESS"
    assert names(cloudtrail, EventName="CreateAccountResult") == ["CreateAccountResult"]
    assert "CreateAccount" in names(cloudtrail, EventSource="organizations.amazonaws.com")
    assert "CreateAccount" in names(cloudtrail, ReadOnly="false")
    assert "CreateAccount" not in names(cloudtrail, ReadOnly="TRUE")
    assert "CreateAccount" in names(cloudtrail, Username="bootstrap-admin")
    assert names(cloudtrail, Username="nobody") == []
    assert names(cloudtrail, ResourceName="nothing") == []


def test_pages_go_back_in_time(cloud: Cloud, cloudtrail: Any) -> None:
    for _ in range(5):
        cloud.client("iam").list_roles()
    wanted = [{"AttributeKey": "EventName", "AttributeValue": "ListRoles"}]
    pages = list(
        cloudtrail.get_paginator("lookup_events").paginate(LookupAttributes=wanted, PaginationConfig={"PageSize": 2})
    )
    times = [event["EventTime"] for page in pages for event in page["Events"]]
    assert [len(page["Events"]) for page in pages] == [2, 2, 1]
    assert times == sorted(times, reverse=True)


def test_a_time_span(cloud: Cloud, cloudtrail: Any) -> None:
    cloud.client("iam").list_roles()
    now = datetime.now(UTC)  # noqa: TID251 - the application in this process keeps real time
    hour = timedelta(hours=1)
    assert cloudtrail.lookup_events(StartTime=now - hour, EndTime=now + hour)["Events"]
    assert cloudtrail.lookup_events(StartTime=now + hour, EndTime=now + 2 * hour)["Events"] == []
    assert cloudtrail.lookup_events(EndTime=now - hour)["Events"] == []


def test_there_are_no_insights(cloudtrail: Any) -> None:
    assert cloudtrail.lookup_events(EventCategory="insight")["Events"] == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"MaxResults": 51}, "InvalidMaxResultsException"),
        ({"NextToken": "nonsense"}, "InvalidNextTokenException"),
        (
            {"StartTime": datetime(2026, 2, 1, tzinfo=UTC), "EndTime": datetime(2026, 1, 1, tzinfo=UTC)},
            "InvalidTimeRangeException",
        ),
        (
            {"LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": "A"}] * 2},
            "InvalidLookupAttributesException",
        ),
        (
            {"LookupAttributes": [{"AttributeKey": "ReadOnly", "AttributeValue": "perhaps"}]},
            "InvalidLookupAttributesException",
        ),
        (
            {"LookupAttributes": [{"AttributeKey": "Colour", "AttributeValue": "red"}]},
            "InvalidLookupAttributesException",
        ),
    ],
)
def test_errors(cloudtrail: Any, arguments: dict[str, Any], code: str) -> None:
    with pytest.raises(ClientError) as raised:
        cloudtrail.lookup_events(**arguments)
    assert raised.value.response["Error"]["Code"] == code


def test_a_token_belongs_to_its_query(cloud: Cloud, cloudtrail: Any) -> None:
    for _ in range(2):
        cloud.client("iam").list_roles()
    token = cloudtrail.lookup_events(MaxResults=1)["NextToken"]
    with pytest.raises(ClientError) as raised:
        cloudtrail.lookup_events(
            MaxResults=1,
            NextToken=token,
            LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "ListRoles"}],
        )
    assert raised.value.response["Error"]["Code"] == "InvalidNextTokenException"


def test_an_account_sees_its_own_events_only(cloud: Cloud) -> None:
    asked = cloud.client("organizations").create_account(Email="payments@example.com", AccountName="Payments")
    cloud.work()
    status = cloud.client("organizations").describe_create_account_status(
        CreateAccountRequestId=asked["CreateAccountStatus"]["Id"]
    )
    role_arn = f"arn:aws:iam::{status['CreateAccountStatus']['AccountId']}:role/OrganizationAccountAccessRole"
    assumed = cloud.client("sts").assume_role(RoleArn=role_arn, RoleSessionName="admin")
    cloud.client("iam", assumed["Credentials"]).list_roles()
    member = cloud.client("cloudtrail", assumed["Credentials"])
    assert names(member, EventSource="iam.amazonaws.com") == ["ListRoles"]
    assert names(member, EventSource="organizations.amazonaws.com") == []
    (event,) = member.lookup_events(LookupAttributes=[{"AttributeKey": "Username", "AttributeValue": "admin"}])[
        "Events"
    ][-1:]
    identity = json.loads(event["CloudTrailEvent"])["userIdentity"]
    assert identity["type"] == "AssumedRole"
    assert identity["sessionContext"]["sessionIssuer"]["userName"] == "OrganizationAccountAccessRole"
