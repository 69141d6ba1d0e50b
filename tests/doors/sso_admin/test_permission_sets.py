"""boto3: permission sets and the policies in them."""

import json
from datetime import datetime

import pytest

from tests.doors.sso_admin.conftest import Admin

READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
BILLING = "arn:aws:iam::aws:policy/job-function/Billing"
DOCUMENT = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}})


def test_a_set_is_made_described_changed_and_removed(admin: Admin) -> None:
    made = admin.sso.create_permission_set(
        InstanceArn=admin.instance_arn,
        Name="Auditors",
        Description="They look",
        SessionDuration="PT2H",
        RelayState="https://console.aws.amazon.com/billing",
        Tags=[{"Key": "team", "Value": "a"}],
    )["PermissionSet"]
    assert isinstance(made["CreatedDate"], datetime)
    named = {"InstanceArn": admin.instance_arn, "PermissionSetArn": made["PermissionSetArn"]}
    assert admin.sso.describe_permission_set(**named)["PermissionSet"] == made

    admin.sso.update_permission_set(**named, Description="They still look")
    changed = admin.sso.describe_permission_set(**named)["PermissionSet"]
    assert (changed["Description"], changed["SessionDuration"]) == ("They still look", "PT2H")
    assert "RelayState" not in changed

    admin.sso.delete_permission_set(**named)
    with pytest.raises(admin.sso.exceptions.ResourceNotFoundException, match="Could not find PermissionSet"):
        admin.sso.describe_permission_set(**named)


def test_a_set_without_more_than_a_name_has_no_empty_members(admin: Admin) -> None:
    made = admin.sso.create_permission_set(InstanceArn=admin.instance_arn, Name="Auditors")["PermissionSet"]
    assert set(made) == {"Name", "PermissionSetArn", "CreatedDate", "SessionDuration"}
    assert made["SessionDuration"] == "PT1H"


def test_sets_are_listed_with_the_one_of_the_first_start(admin: Admin) -> None:
    made = {admin.permission_set(f"Set{number}") for number in range(5)}
    listed = admin.pages("list_permission_sets", "PermissionSets")
    assert len(listed) == 6
    assert made < set(listed)


def test_a_page_token_is_good_for_its_own_query_only(admin: Admin) -> None:
    admin.permission_set("Auditors")
    token = admin.sso.list_permission_sets(InstanceArn=admin.instance_arn, MaxResults=1)["NextToken"]
    with pytest.raises(admin.sso.exceptions.ValidationException, match="token"):
        admin.sso.list_account_assignment_creation_status(InstanceArn=admin.instance_arn, NextToken=token)


def test_bad_sets_are_refused(admin: Admin) -> None:
    admin.permission_set("Auditors")
    with pytest.raises(
        admin.sso.exceptions.ConflictException, match=r"PermissionSet with name Auditors already exists\."
    ):
        admin.permission_set("Auditors")
    with pytest.raises(admin.sso.exceptions.ValidationException, match="between 1 hour"):
        admin.permission_set("Long", SessionDuration="PT13H")
    with pytest.raises(admin.sso.exceptions.ValidationException, match="more than once"):
        admin.permission_set("Tagged", Tags=[{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}])
    with pytest.raises(admin.sso.exceptions.ValidationException):
        admin.permission_set("a name with blanks")


def test_managed_policies_come_and_go(admin: Admin) -> None:
    named = {"InstanceArn": admin.instance_arn, "PermissionSetArn": admin.permission_set("Auditors")}
    for arn in (READ_ONLY, BILLING):
        admin.sso.attach_managed_policy_to_permission_set(**named, ManagedPolicyArn=arn)
    assert admin.pages(
        "list_managed_policies_in_permission_set",
        "AttachedManagedPolicies",
        PermissionSetArn=named["PermissionSetArn"],
    ) == [{"Name": "ReadOnlyAccess", "Arn": READ_ONLY}, {"Name": "Billing", "Arn": BILLING}]
    with pytest.raises(admin.sso.exceptions.ConflictException, match="already has a typed link attachment"):
        admin.sso.attach_managed_policy_to_permission_set(**named, ManagedPolicyArn=READ_ONLY)
    with pytest.raises(admin.sso.exceptions.ResourceNotFoundException, match="Policy does not exist with ARN"):
        admin.sso.attach_managed_policy_to_permission_set(**named, ManagedPolicyArn=f"{READ_ONLY}x")
    admin.sso.detach_managed_policy_from_permission_set(**named, ManagedPolicyArn=READ_ONLY)
    with pytest.raises(admin.sso.exceptions.ResourceNotFoundException):
        admin.sso.detach_managed_policy_from_permission_set(**named, ManagedPolicyArn=READ_ONLY)


def test_the_inline_policy_comes_and_goes(admin: Admin) -> None:
    named = {"InstanceArn": admin.instance_arn, "PermissionSetArn": admin.permission_set("Auditors")}
    assert admin.sso.get_inline_policy_for_permission_set(**named)["InlinePolicy"] == ""
    admin.sso.put_inline_policy_to_permission_set(**named, InlinePolicy=DOCUMENT)
    assert admin.sso.get_inline_policy_for_permission_set(**named)["InlinePolicy"] == DOCUMENT
    admin.sso.delete_inline_policy_from_permission_set(**named)
    assert admin.sso.get_inline_policy_for_permission_set(**named)["InlinePolicy"] == ""
    with pytest.raises(admin.sso.exceptions.ValidationException):
        admin.sso.put_inline_policy_to_permission_set(**named, InlinePolicy='{"Statement": "none"}')


def test_a_set_of_another_instance_is_not_found(admin: Admin) -> None:
    foreign = "arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef"
    with pytest.raises(admin.sso.exceptions.ResourceNotFoundException):
        admin.sso.describe_permission_set(InstanceArn=admin.instance_arn, PermissionSetArn=foreign)
