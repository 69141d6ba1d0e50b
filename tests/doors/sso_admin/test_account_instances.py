"""boto3: the instance of a member account, and whose it is."""

from typing import Any

import pytest

from tests.doors.boto import MANAGEMENT
from tests.doors.sso_admin.conftest import Admin, Member

READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


@pytest.fixture
def account_id(admin: Admin) -> str:
    return admin.account("sandbox")


@pytest.fixture
def member(admin: Admin, account_id: str) -> Member:
    return admin.member(account_id)


def reserved_roles(member: Member) -> list[str]:
    listed = member.iam.list_roles(PathPrefix="/aws-reserved/sso.amazonaws.com/")["Roles"]
    return [role["RoleName"] for role in listed]


def assign(admin: Admin, member: Member, instance_arn: str, **changed: str) -> dict[str, Any]:
    """Give a person of the account's instance a permission set of its own in the account."""
    store_id = member.sso.describe_instance(InstanceArn=instance_arn)["IdentityStoreId"]
    user_id = member.directory.create_user(
        IdentityStoreId=store_id,
        UserName="ada",
        DisplayName="Ada",
        Name={"GivenName": "Ada", "FamilyName": "Lovelace"},
    )["UserId"]
    made = member.sso.create_permission_set(InstanceArn=instance_arn, Name="Readers")["PermissionSet"]
    named = {
        "InstanceArn": instance_arn,
        "PermissionSetArn": made["PermissionSetArn"],
        "TargetId": member.account_id,
        "TargetType": "AWS_ACCOUNT",
        "PrincipalType": "USER",
        "PrincipalId": user_id,
        **changed,
    }
    member.sso.create_account_assignment(**named)
    admin.work()
    return named


def test_it_is_on_its_way_and_then_there(admin: Admin, member: Member) -> None:
    arn = member.sso.create_instance(Name="sandbox", Tags=[{"Key": "team", "Value": "a"}])["InstanceArn"]
    making = member.sso.describe_instance(InstanceArn=arn)
    assert (making["Status"], making["Name"]) == ("CREATE_IN_PROGRESS", "sandbox")
    with pytest.raises(member.sso.exceptions.ConflictException, match="CREATE_IN_PROGRESS"):
        member.sso.update_instance(InstanceArn=arn, Name="other")
    with pytest.raises(member.sso.exceptions.AccessDeniedException, match="CREATE_IN_PROGRESS"):
        member.sso.list_regions(InstanceArn=arn)
    with pytest.raises(member.directory.exceptions.ConflictException):
        member.directory.create_group(IdentityStoreId=making["IdentityStoreId"], DisplayName="Analysts")

    admin.work()
    made = member.sso.describe_instance(InstanceArn=arn)
    assert (made["Status"], made["OwnerAccountId"]) == ("ACTIVE", member.account_id)
    assert made["PermissionSetsEnabled"] is False
    assert made["IdentityStoreId"] != admin.identity_store_id
    assert member.sso.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "team", "Value": "a"}]


def test_an_account_has_one(member: Member) -> None:
    member.instance()
    with pytest.raises(member.sso.exceptions.ConflictException, match="already exists"):
        member.sso.create_instance()


def test_the_same_token_makes_the_same_instance(member: Member) -> None:
    first = member.sso.create_instance(Name="one", ClientToken="token-1")
    assert member.sso.create_instance(Name="one", ClientToken="token-1")["InstanceArn"] == first["InstanceArn"]
    with pytest.raises(member.sso.exceptions.ConflictException):
        member.sso.create_instance(Name="two", ClientToken="token-1")


def test_more_tags_than_a_resource_may_have_are_too_many(member: Member) -> None:
    tags = [{"Key": f"key{number}", "Value": ""} for number in range(51)]
    with pytest.raises(member.sso.exceptions.ServiceQuotaExceededException):
        member.sso.create_instance(Tags=tags)
    assert member.instance(Tags=tags[:50])["Status"] == "ACTIVE"


def test_a_bad_name_is_refused(member: Member) -> None:
    with pytest.raises(member.sso.exceptions.ValidationException):
        member.sso.create_instance(Name="a name with blanks")


def test_it_is_in_the_region_that_asked_for_it(admin: Admin, account_id: str) -> None:
    with pytest.raises(admin.sso.exceptions.ValidationException, match="Region"):
        admin.member(account_id, "moon").instance()
    member = admin.member(account_id, "eu-west-1")
    own = member.instance()
    assert own["PrimaryRegion"] == "eu-west-1"
    member.directory.create_group(IdentityStoreId=own["IdentityStoreId"], DisplayName="Analysts")
    assert [each["InstanceArn"] for each in member.sso.list_instances()["Instances"]] == [own["InstanceArn"]]
    everywhere = admin.member(account_id).sso.list_instances(RegionScope="ALL_REGIONS")["Instances"]
    assert {each["PrimaryRegion"] for each in everywhere} == {"us-east-1", "eu-west-1"}


def test_each_account_sees_its_own_and_the_organisations(admin: Admin, member: Member) -> None:
    own = member.instance()
    other = admin.member(admin.account("other"))
    assert {each["InstanceArn"] for each in member.sso.list_instances()["Instances"]} == {
        admin.instance_arn,
        own["InstanceArn"],
    }
    assert [each["InstanceArn"] for each in other.sso.list_instances()["Instances"]] == [admin.instance_arn]
    assert [each["InstanceArn"] for each in admin.sso.list_instances()["Instances"]] == [admin.instance_arn]
    pages = member.sso.get_paginator("list_instances").paginate(PaginationConfig={"PageSize": 1})
    assert [len(page["Instances"]) for page in pages] == [1, 1]
    assert [each["IdentityStoreId"] for each in member.directory.list_identity_stores()["IdentityStores"]] == [
        own["IdentityStoreId"]
    ]
    assert other.directory.list_identity_stores()["IdentityStores"] == []


def test_its_own_account_alone_administers_it(admin: Admin, member: Member) -> None:
    own = member.instance()
    store_id = own["IdentityStoreId"]
    member.directory.create_group(IdentityStoreId=store_id, DisplayName="Analysts")
    assert len(member.directory.list_groups(IdentityStoreId=store_id)["Groups"]) == 1
    assert (
        admin.installation.client("identitystore").list_groups(IdentityStoreId=admin.identity_store_id)["Groups"] == []
    )

    strangers = (admin.sso, admin.member(admin.account("other")).sso)
    for stranger in strangers:
        with pytest.raises(stranger.exceptions.AccessDeniedException):
            stranger.describe_instance(InstanceArn=own["InstanceArn"])
        with pytest.raises(stranger.exceptions.AccessDeniedException):
            stranger.update_instance(InstanceArn=own["InstanceArn"], Name="mine")
        with pytest.raises(stranger.exceptions.AccessDeniedException):
            stranger.delete_instance(InstanceArn=own["InstanceArn"])
    directory = admin.installation.client("identitystore")
    for named in (store_id, own["IdentityStoreArn"]):
        with pytest.raises(directory.exceptions.AccessDeniedException):
            directory.list_groups(IdentityStoreId=named)
    with pytest.raises(member.sso.exceptions.AccessDeniedException):
        member.sso.update_instance(InstanceArn=admin.instance_arn, Name="mine")
    with pytest.raises(member.directory.exceptions.AccessDeniedException):
        member.directory.list_groups(IdentityStoreId=admin.identity_store_id)


def test_ones_own_instance_does_not_open_what_lies_in_another(admin: Admin, member: Member) -> None:
    own = member.instance()["InstanceArn"]
    member.sso.update_instance(InstanceArn=own, PermissionSetsEnabled=True)
    foreign = admin.permission_set("Auditors")
    with pytest.raises(member.sso.exceptions.AccessDeniedException):
        member.sso.describe_permission_set(InstanceArn=own, PermissionSetArn=foreign)
    with pytest.raises(member.sso.exceptions.AccessDeniedException):
        member.sso.tag_resource(InstanceArn=own, ResourceArn=foreign, Tags=[{"Key": "team", "Value": "a"}])


def test_permission_sets_come_when_they_are_enabled(member: Member) -> None:
    own = member.instance()["InstanceArn"]
    refused = member.sso.exceptions.ValidationException
    with pytest.raises(refused, match="not enabled"):
        member.sso.create_permission_set(InstanceArn=own, Name="Readers")
    with pytest.raises(refused, match="not enabled"):
        member.sso.list_permission_sets(InstanceArn=own)
    with pytest.raises(refused, match="not enabled"):
        member.sso.list_permission_sets_provisioned_to_account(InstanceArn=own, AccountId=member.account_id)
    member.sso.update_instance(InstanceArn=own, PermissionSetsEnabled=True)
    assert member.sso.describe_instance(InstanceArn=own)["PermissionSetsEnabled"] is True
    member.sso.create_permission_set(InstanceArn=own, Name="Readers")
    with pytest.raises(refused, match="cannot be disabled"):
        member.sso.update_instance(InstanceArn=own, PermissionSetsEnabled=False)


def test_it_gives_roles_in_its_own_account_only(admin: Admin, member: Member) -> None:
    own = member.instance()["InstanceArn"]
    member.sso.update_instance(InstanceArn=own, PermissionSetsEnabled=True)
    named = assign(admin, member, own)
    [role] = reserved_roles(member)
    assert role.startswith("AWSReservedSSO_Readers_")
    not_found = member.sso.exceptions.ResourceNotFoundException
    for elsewhere in (MANAGEMENT, admin.account("other")):
        with pytest.raises(not_found, match="account"):
            member.sso.create_account_assignment(**{**named, "TargetId": elsewhere})
        with pytest.raises(not_found, match="account"):
            member.sso.provision_permission_set(
                InstanceArn=own,
                PermissionSetArn=named["PermissionSetArn"],
                TargetType="AWS_ACCOUNT",
                TargetId=elsewhere,
            )


def test_it_goes_with_all_that_is_in_it(admin: Admin, member: Member) -> None:
    own = member.instance()
    arn = own["InstanceArn"]
    member.sso.update_instance(InstanceArn=arn, PermissionSetsEnabled=True)
    assign(admin, member, arn)
    member.sso.delete_instance(InstanceArn=arn)
    leaving = member.sso.describe_instance(InstanceArn=arn)
    assert (leaving["Status"], bool(leaving["StatusReason"])) == ("DELETE_IN_PROGRESS", True)
    with pytest.raises(member.sso.exceptions.ConflictException, match="deleted already"):
        member.sso.delete_instance(InstanceArn=arn)
    with pytest.raises(member.sso.exceptions.ConflictException, match="already exists"):
        member.sso.create_instance()

    admin.work()
    with pytest.raises(member.sso.exceptions.AccessDeniedException):
        member.sso.describe_instance(InstanceArn=arn)
    with pytest.raises(member.directory.exceptions.ResourceNotFoundException) as caught:
        admin.installation.client("identitystore").list_users(IdentityStoreId=own["IdentityStoreId"])
    assert caught.value.response["ResourceType"] == "IDENTITY_STORE"
    assert reserved_roles(member) == []
    assert member.instance()["InstanceArn"] != arn
