"""boto3: assignments, their requests, and the roles behind them."""

import re
from typing import Any

import pytest

from tests.doors.boto import MANAGEMENT
from tests.doors.sso_admin.conftest import Admin

READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def reserved_roles(admin: Admin) -> list[dict[str, Any]]:
    iam = admin.installation.client("iam")
    return list(iam.list_roles(PathPrefix="/aws-reserved/sso.amazonaws.com/")["Roles"])


def test_an_assignment_goes_from_request_to_role_and_back(admin: Admin) -> None:
    permission_set_arn, user_id = admin.permission_set("Auditors"), admin.user("ada")
    named = admin.named(permission_set_arn, user_id)
    asked = admin.sso.create_account_assignment(**named)["AccountAssignmentCreationStatus"]
    assert asked["Status"] == "IN_PROGRESS"
    assert UUID.fullmatch(asked["RequestId"])
    assert {name: asked[name] for name in named if name != "InstanceArn"} == {
        name: value for name, value in named.items() if name != "InstanceArn"
    }

    admin.work()
    done = admin.sso.describe_account_assignment_creation_status(
        InstanceArn=admin.instance_arn, AccountAssignmentCreationRequestId=asked["RequestId"]
    )["AccountAssignmentCreationStatus"]
    assert done == asked | {"Status": "SUCCEEDED"}
    assert admin.pages(
        "list_account_assignments", "AccountAssignments", AccountId=MANAGEMENT, PermissionSetArn=permission_set_arn
    ) == [
        {
            "AccountId": MANAGEMENT,
            "PermissionSetArn": permission_set_arn,
            "PrincipalType": "USER",
            "PrincipalId": user_id,
        }
    ]
    assert any(role["RoleName"].startswith("AWSReservedSSO_Auditors_") for role in reserved_roles(admin))

    asked = admin.sso.delete_account_assignment(**named)["AccountAssignmentDeletionStatus"]
    admin.work()
    done = admin.sso.describe_account_assignment_deletion_status(
        InstanceArn=admin.instance_arn, AccountAssignmentDeletionRequestId=asked["RequestId"]
    )["AccountAssignmentDeletionStatus"]
    assert done == asked | {"Status": "SUCCEEDED"}
    assert not any(role["RoleName"].startswith("AWSReservedSSO_Auditors_") for role in reserved_roles(admin))


def test_what_is_unknown_is_not_found(admin: Admin) -> None:
    not_found = admin.sso.exceptions.ResourceNotFoundException
    permission_set_arn, user_id = admin.permission_set("Auditors"), admin.user("ada")
    with pytest.raises(not_found, match="account"):
        admin.sso.create_account_assignment(**admin.named(permission_set_arn, user_id, TargetId="999999999999"))
    with pytest.raises(not_found, match="GROUP"):
        admin.sso.create_account_assignment(**admin.named(permission_set_arn, user_id, PrincipalType="GROUP"))
    with pytest.raises(not_found, match="PermissionSet"):
        admin.sso.create_account_assignment(**admin.named(permission_set_arn[:-4] + "0000", user_id))
    with pytest.raises(not_found, match="assignment"):
        admin.sso.delete_account_assignment(**admin.named(permission_set_arn, user_id))
    with pytest.raises(not_found, match="request"):
        admin.sso.describe_account_assignment_creation_status(
            InstanceArn=admin.instance_arn,
            AccountAssignmentCreationRequestId="00000000-0000-4000-8000-000000000000",
        )
    with pytest.raises(admin.sso.exceptions.ValidationException):
        admin.sso.create_account_assignment(**admin.named(permission_set_arn, user_id, PrincipalType="ROLE"))


def test_a_set_in_use_is_not_deleted_and_one_assignment_not_asked_for_twice_at_once(admin: Admin) -> None:
    permission_set_arn, user_id = admin.permission_set("Auditors"), admin.user("ada")
    conflict = admin.sso.exceptions.ConflictException
    admin.sso.create_account_assignment(**admin.named(permission_set_arn, user_id))
    with pytest.raises(conflict):
        admin.sso.create_account_assignment(**admin.named(permission_set_arn, user_id))
    admin.work()
    with pytest.raises(conflict, match="ApplicationProfile"):
        admin.sso.delete_permission_set(InstanceArn=admin.instance_arn, PermissionSetArn=permission_set_arn)


def test_requests_are_listed_by_status(admin: Admin) -> None:
    permission_set_arn = admin.permission_set("Auditors")
    for name in ("ada", "bob", "eve"):
        admin.assign(permission_set_arn, admin.user(name))
    pending = admin.sso.create_account_assignment(**admin.named(permission_set_arn, admin.user("tom")))
    operation, result = "list_account_assignment_creation_status", "AccountAssignmentsCreationStatus"
    listed = admin.pages(operation, result)
    # The first start assigned the administrator.
    assert [each["Status"] for each in listed] == ["IN_PROGRESS"] + ["SUCCEEDED"] * 4
    assert set(listed[0]) == {"Status", "RequestId", "CreatedDate"}
    assert listed[0]["RequestId"] == pending["AccountAssignmentCreationStatus"]["RequestId"]
    assert admin.pages(operation, result, Filter={"Status": "SUCCEEDED"}) == listed[1:]
    assert admin.pages(operation, result, Filter={"Status": "FAILED"}) == []
    assert admin.pages("list_account_assignment_deletion_status", "AccountAssignmentsDeletionStatus") == []


def test_a_user_is_listed_with_the_assignments_of_their_groups(admin: Admin) -> None:
    user_id, account_id = admin.user("ada"), admin.account("dev")
    group_id = admin.group("team", user_id)
    direct, through = admin.permission_set("Auditors"), admin.permission_set("Builders")
    admin.assign(direct, user_id)
    admin.assign(through, group_id, PrincipalType="GROUP", TargetId=account_id)

    def listed(**members: Any) -> set[tuple[str, ...]]:
        found = admin.pages(
            "list_account_assignments_for_principal",
            "AccountAssignments",
            PrincipalId=user_id,
            PrincipalType="USER",
            **members,
        )
        return {
            (each["AccountId"], each["PermissionSetArn"], each["PrincipalType"], each["PrincipalId"]) for each in found
        }

    mine, ours = (MANAGEMENT, direct, "USER", user_id), (account_id, through, "GROUP", group_id)
    assert listed() == {mine, ours}
    assert listed(Filter={"AccountId": account_id}) == {ours}


def test_a_change_is_provisioned_on_request(admin: Admin) -> None:
    permission_set_arn, account_id = admin.permission_set("Auditors"), admin.account("dev")
    user_id = admin.user("ada")
    admin.assign(permission_set_arn, user_id)
    admin.assign(permission_set_arn, user_id, TargetId=account_id)
    named = {"InstanceArn": admin.instance_arn, "PermissionSetArn": permission_set_arn}
    admin.sso.attach_managed_policy_to_permission_set(**named, ManagedPolicyArn=READ_ONLY)

    def accounts(status: str) -> list[str]:
        return admin.pages(
            "list_accounts_for_provisioned_permission_set",
            "AccountIds",
            PermissionSetArn=permission_set_arn,
            ProvisioningStatus=status,
        )

    def outdated(account_id: str) -> list[str]:
        return admin.pages(
            "list_permission_sets_provisioned_to_account",
            "PermissionSets",
            AccountId=account_id,
            ProvisioningStatus="LATEST_PERMISSION_SET_NOT_PROVISIONED",
        )

    assert accounts("LATEST_PERMISSION_SET_PROVISIONED") == []
    assert outdated(account_id) == outdated(MANAGEMENT) == [permission_set_arn]

    asked = admin.sso.provision_permission_set(**named, TargetType="AWS_ACCOUNT", TargetId=account_id)
    asked = asked["PermissionSetProvisioningStatus"]
    assert (asked["Status"], asked["AccountId"]) == ("IN_PROGRESS", account_id)
    assert asked["PermissionSetArn"] == permission_set_arn
    admin.work()
    done = admin.sso.describe_permission_set_provisioning_status(
        InstanceArn=admin.instance_arn, ProvisionPermissionSetRequestId=asked["RequestId"]
    )["PermissionSetProvisioningStatus"]
    assert done == asked | {"Status": "SUCCEEDED"}
    assert accounts("LATEST_PERMISSION_SET_PROVISIONED") == [account_id]
    assert outdated(account_id) == []

    everywhere = admin.sso.provision_permission_set(**named, TargetType="ALL_PROVISIONED_ACCOUNTS")
    assert "AccountId" not in everywhere["PermissionSetProvisioningStatus"]
    admin.work()
    assert accounts("LATEST_PERMISSION_SET_NOT_PROVISIONED") == []
    listed = admin.pages("list_permission_set_provisioning_status", "PermissionSetsProvisioningStatus")
    assert [each["Status"] for each in listed] == ["SUCCEEDED"] * 2


def test_a_target_goes_with_its_type(admin: Admin) -> None:
    named = {"InstanceArn": admin.instance_arn, "PermissionSetArn": admin.permission_set("Auditors")}
    with pytest.raises(admin.sso.exceptions.ValidationException, match="TargetId"):
        admin.sso.provision_permission_set(**named, TargetType="AWS_ACCOUNT")
    with pytest.raises(admin.sso.exceptions.ValidationException, match="TargetId"):
        admin.sso.provision_permission_set(**named, TargetType="ALL_PROVISIONED_ACCOUNTS", TargetId=MANAGEMENT)
    with pytest.raises(admin.sso.exceptions.ResourceNotFoundException):
        admin.sso.provision_permission_set(**named, TargetType="AWS_ACCOUNT", TargetId="999999999999")


def test_who_did_it_is_on_record(admin: Admin) -> None:
    permission_set_arn = admin.permission_set("Auditors")
    admin.assign(permission_set_arn, admin.user("ada"))
    trail = admin.installation.client("cloudtrail")
    found = trail.lookup_events(
        LookupAttributes=[{"AttributeKey": "ResourceName", "AttributeValue": permission_set_arn}]
    )["Events"]
    names = [event["EventName"] for event in found]
    # Once as the administrator's request, once as what the job made of it.
    assert names.count("CreateAccountAssignment") == 2
    assert {event["Username"] for event in found if event["EventName"] == "CreateAccountAssignment"} > {
        "bootstrap-admin"
    }
