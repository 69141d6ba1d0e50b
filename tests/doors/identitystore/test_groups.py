"""Groups and memberships as boto3 sees them."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.doors.identitystore.conftest import Installation

NOBODY = "0000000000-aaaaaaaa-0000-4000-8000-000000000000"


@pytest.fixture
def here(installation: Installation) -> str:
    return installation.identity_store_id


def person(client: Any, here: str, user_name: str) -> str:
    names = {"GivenName": "Given", "FamilyName": "Family"}
    user = client.create_user(IdentityStoreId=here, UserName=user_name, DisplayName=user_name, Name=names)
    return str(user["UserId"])


def team(client: Any, here: str, name: str) -> str:
    return str(client.create_group(IdentityStoreId=here, DisplayName=name)["GroupId"])


def plain(answer: Any) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def test_a_group_from_creation_to_deletion(identitystore: Any, here: str) -> None:
    created = identitystore.create_group(IdentityStoreId=here, DisplayName="Data Analysts", Description="Those")
    group_id = created["GroupId"]
    operations: Any = [
        {"AttributePath": "displayName", "AttributeValue": "Analysts"},
        {"AttributePath": "description", "AttributeValue": None},
        {"AttributePath": "externalIds", "AttributeValue": [{"issuer": "https://idp.example.com", "id": "g1"}]},
    ]

    group = plain(identitystore.describe_group(IdentityStoreId=here, GroupId=group_id))
    assert plain(created) == {
        "IdentityStoreId": here,
        "GroupId": group_id,
        "GroupArn": f"arn:aws:identitystore:::group/{group_id}",
        "Revision": "1",
    }
    assert (group["DisplayName"], group["Description"], group["GroupArn"]) == (
        "Data Analysts",
        "Those",
        created["GroupArn"],
    )
    assert "ExternalIds" not in group

    updated = identitystore.update_group(IdentityStoreId=here, GroupId=group_id, Operations=operations, Revision="1")
    group = plain(identitystore.describe_group(IdentityStoreId=here, GroupId=updated["GroupArn"]))
    assert (group["DisplayName"], group["Revision"], group.get("Description")) == ("Analysts", "2", None)
    assert group["ExternalIds"] == [{"Issuer": "https://idp.example.com", "Id": "g1"}]
    assert identitystore.list_groups(IdentityStoreId=here)["Groups"] == [group]

    by_name = identitystore.get_group_id(
        IdentityStoreId=here,
        AlternateIdentifier={"UniqueAttribute": {"AttributePath": "DisplayName", "AttributeValue": "analysts"}},
    )
    by_external_id = identitystore.get_group_id(
        IdentityStoreId=here, AlternateIdentifier={"ExternalId": {"Issuer": "https://idp.example.com", "Id": "g1"}}
    )
    assert by_name["GroupId"] == by_external_id["GroupId"] == group_id

    identitystore.delete_group(IdentityStoreId=here, GroupId=group_id, Revision="2")
    with pytest.raises(identitystore.exceptions.ResourceNotFoundException) as missing:
        identitystore.describe_group(IdentityStoreId=here, GroupId=group_id)
    assert missing.value.response["Error"]["Message"] == "GROUP not found."
    assert missing.value.response["ResourceType"] == "GROUP"


def test_a_group_needs_a_name_of_its_own(identitystore: Any, here: str) -> None:
    team(identitystore, here, "Analysts")

    with pytest.raises(identitystore.exceptions.ConflictException) as taken:
        team(identitystore, here, "ANALYSTS")
    assert taken.value.response["Error"]["Message"] == "Duplicate GroupDisplayName"
    assert taken.value.response["Reason"] == "UNIQUENESS_CONSTRAINT_VIOLATION"
    with pytest.raises(identitystore.exceptions.ValidationException):
        identitystore.create_group(IdentityStoreId=here)


@pytest.mark.parametrize("path", ["DisplayName", "userName", "aws:identitystore:enterprise.department"])
def test_a_path_that_groups_do_not_have(identitystore: Any, here: str, path: str) -> None:
    group_id = team(identitystore, here, "Analysts")
    operations: Any = [{"AttributePath": path, "AttributeValue": "x"}]

    with pytest.raises(ClientError) as refused:
        identitystore.update_group(IdentityStoreId=here, GroupId=group_id, Operations=operations)

    assert refused.value.response["Error"]["Code"] == "ValidationException"


def test_groups_by_filter(identitystore: Any, here: str) -> None:
    team(identitystore, here, "Engineers")
    group_id = team(identitystore, here, "Analysts")

    found = identitystore.list_groups(
        IdentityStoreId=here, Filters=[{"AttributePath": "DisplayName", "AttributeValue": "Analysts"}]
    )["Groups"]
    none = identitystore.list_groups(
        IdentityStoreId=here, Filters=[{"AttributePath": "DisplayName", "AttributeValue": "Nobody"}]
    )["Groups"]

    assert [group["GroupId"] for group in found] == [group_id]
    assert none == []


def test_a_membership_from_both_sides(identitystore: Any, here: str) -> None:
    user_id, group_id = person(identitystore, here, "ada"), team(identitystore, here, "Analysts")

    created = identitystore.create_group_membership(
        IdentityStoreId=here, GroupId=group_id, MemberId={"UserId": user_id}
    )
    membership = plain(
        identitystore.describe_group_membership(IdentityStoreId=here, MembershipId=created["MembershipId"])
    )

    assert membership["MembershipArn"] == f"arn:aws:identitystore:::membership/{created['MembershipId']}"
    assert (membership["GroupId"], membership["MemberId"]) == (group_id, {"UserId": user_id})
    assert membership["CreatedAt"] == membership["UpdatedAt"]
    found = identitystore.get_group_membership_id(
        IdentityStoreId=here, GroupId=group_id, MemberId={"UserId": f"arn:aws:identitystore:::user/{user_id}"}
    )
    assert plain(found) == plain(created)
    of_group = identitystore.list_group_memberships(IdentityStoreId=here, GroupId=group_id)["GroupMemberships"]
    of_user = identitystore.list_group_memberships_for_member(IdentityStoreId=here, MemberId={"UserId": user_id})
    assert of_group == of_user["GroupMemberships"] == [membership]

    with pytest.raises(identitystore.exceptions.ConflictException) as twice:
        identitystore.create_group_membership(IdentityStoreId=here, GroupId=group_id, MemberId={"UserId": user_id})
    assert twice.value.response["Error"]["Message"] == "Member and Group relationship already exists"

    identitystore.delete_group_membership(IdentityStoreId=here, MembershipId=created["MembershipId"])
    assert identitystore.list_group_memberships(IdentityStoreId=here, GroupId=group_id)["GroupMemberships"] == []
    with pytest.raises(identitystore.exceptions.ResourceNotFoundException) as missing:
        identitystore.delete_group_membership(IdentityStoreId=here, MembershipId=created["MembershipId"])
    assert missing.value.response["ResourceType"] == "GROUP_MEMBERSHIP"


def test_a_membership_needs_both_its_ends(identitystore: Any, here: str) -> None:
    user_id, group_id = person(identitystore, here, "ada"), team(identitystore, here, "Analysts")

    with pytest.raises(identitystore.exceptions.ResourceNotFoundException) as missing:
        identitystore.create_group_membership(IdentityStoreId=here, GroupId=group_id, MemberId={"UserId": NOBODY})
    assert missing.value.response["ResourceType"] == "USER"
    with pytest.raises(identitystore.exceptions.ResourceNotFoundException) as missing:
        identitystore.create_group_membership(IdentityStoreId=here, GroupId=NOBODY, MemberId={"UserId": user_id})
    assert missing.value.response["ResourceType"] == "GROUP"


def test_memberships_are_paged_from_both_sides(identitystore: Any, here: str) -> None:
    users = [person(identitystore, here, f"user-{number}") for number in range(5)]
    groups = [team(identitystore, here, f"group-{number}") for number in range(5)]
    for user_id in users:
        identitystore.create_group_membership(IdentityStoreId=here, GroupId=groups[0], MemberId={"UserId": user_id})
    for group_id in groups[1:]:
        identitystore.create_group_membership(IdentityStoreId=here, GroupId=group_id, MemberId={"UserId": users[0]})

    of_group = identitystore.get_paginator("list_group_memberships").paginate(
        IdentityStoreId=here, GroupId=groups[0], PaginationConfig={"PageSize": 2}
    )
    of_user = identitystore.get_paginator("list_group_memberships_for_member").paginate(
        IdentityStoreId=here, MemberId={"UserId": users[0]}, PaginationConfig={"PageSize": 2}
    )

    assert [each["MemberId"]["UserId"] for page in of_group for each in page["GroupMemberships"]] == users
    assert [each["GroupId"] for page in of_user for each in page["GroupMemberships"]] == groups


def test_is_member_in_up_to_a_hundred_groups(identitystore: Any, here: str) -> None:
    user_id = person(identitystore, here, "ada")
    groups = [team(identitystore, here, f"group-{number}") for number in range(100)]
    for group_id in groups[::3]:
        identitystore.create_group_membership(IdentityStoreId=here, GroupId=group_id, MemberId={"UserId": user_id})

    results = identitystore.is_member_in_groups(IdentityStoreId=here, MemberId={"UserId": user_id}, GroupIds=groups)[
        "Results"
    ]

    assert [result["GroupId"] for result in results] == groups
    assert [result["MembershipExists"] for result in results] == [number % 3 == 0 for number in range(100)]
    assert all(result["MemberId"] == {"UserId": user_id} for result in results)
    with pytest.raises(identitystore.exceptions.ValidationException):
        identitystore.is_member_in_groups(
            IdentityStoreId=here, MemberId={"UserId": user_id}, GroupIds=[*groups, groups[0]]
        )
    with pytest.raises(identitystore.exceptions.ResourceNotFoundException):
        identitystore.is_member_in_groups(IdentityStoreId=here, MemberId={"UserId": user_id}, GroupIds=[NOBODY])
