"""boto3: customer managed policies and permissions boundaries of permission sets."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.doors.boto import MANAGEMENT
from tests.doors.sso_admin.conftest import Admin

READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
DOCUMENT = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}})
STORAGE = {"Name": "Storage", "Path": "/team/"}


@pytest.fixture
def named(admin: Admin) -> dict[str, str]:
    return {"InstanceArn": admin.instance_arn, "PermissionSetArn": admin.permission_set("Auditors")}


def attach(admin: Admin, named: dict[str, str], **reference: str) -> None:
    admin.sso.attach_customer_managed_policy_reference_to_permission_set(
        **named, CustomerManagedPolicyReference=reference or STORAGE
    )


def test_references_come_and_go(admin: Admin, named: dict[str, str]) -> None:
    attach(admin, named)
    for name in ("B", "C"):
        attach(admin, named, Name=name)
    assert admin.pages(
        "list_customer_managed_policy_references_in_permission_set",
        "CustomerManagedPolicyReferences",
        PermissionSetArn=named["PermissionSetArn"],
    ) == [{"Name": "B", "Path": "/"}, {"Name": "C", "Path": "/"}, STORAGE]
    with pytest.raises(admin.sso.exceptions.ConflictException, match="already has a typed link attachment"):
        attach(admin, named)
    admin.sso.detach_customer_managed_policy_reference_from_permission_set(
        **named, CustomerManagedPolicyReference=STORAGE
    )
    with pytest.raises(admin.sso.exceptions.ResourceNotFoundException):
        admin.sso.detach_customer_managed_policy_reference_from_permission_set(
            **named, CustomerManagedPolicyReference=STORAGE
        )
    for number in range(18):
        attach(admin, named, Name=f"P{number}")
    with pytest.raises(admin.sso.exceptions.ServiceQuotaExceededException):
        attach(admin, named)


def test_the_boundary_comes_and_goes(admin: Admin, named: dict[str, str]) -> None:
    for boundary in ({"ManagedPolicyArn": READ_ONLY}, {"CustomerManagedPolicyReference": STORAGE}):
        admin.sso.put_permissions_boundary_to_permission_set(**named, PermissionsBoundary=boundary)
        found = admin.sso.get_permissions_boundary_for_permission_set(**named)["PermissionsBoundary"]
        assert found == boundary
    admin.sso.delete_permissions_boundary_from_permission_set(**named)
    not_found = admin.sso.exceptions.ResourceNotFoundException
    with pytest.raises(not_found):
        admin.sso.get_permissions_boundary_for_permission_set(**named)
    with pytest.raises(not_found):
        admin.sso.delete_permissions_boundary_from_permission_set(**named)
    with pytest.raises(not_found):
        admin.sso.put_permissions_boundary_to_permission_set(
            **named, PermissionsBoundary={"ManagedPolicyArn": f"{READ_ONLY}x"}
        )


@pytest.mark.parametrize("boundary", [{}, {"ManagedPolicyArn": READ_ONLY, "CustomerManagedPolicyReference": STORAGE}])
def test_a_boundary_is_exactly_one_policy(admin: Admin, named: dict[str, str], boundary: dict[str, Any]) -> None:
    with pytest.raises(admin.sso.exceptions.ValidationException):
        admin.sso.put_permissions_boundary_to_permission_set(**named, PermissionsBoundary=boundary)


@pytest.mark.parametrize(
    ("operation", "members"),
    [
        ("attach_customer_managed_policy_reference_to_permission_set", {"CustomerManagedPolicyReference": STORAGE}),
        ("detach_customer_managed_policy_reference_from_permission_set", {"CustomerManagedPolicyReference": STORAGE}),
        ("list_customer_managed_policy_references_in_permission_set", {}),
        ("put_permissions_boundary_to_permission_set", {"PermissionsBoundary": {"ManagedPolicyArn": READ_ONLY}}),
        ("get_permissions_boundary_for_permission_set", {}),
        ("delete_permissions_boundary_from_permission_set", {}),
    ],
)
def test_what_names_no_permission_set_is_not_found_or_not_valid(
    admin: Admin, named: dict[str, str], operation: str, members: dict[str, Any]
) -> None:
    call = getattr(admin.sso, operation)
    unknown = {**named, "PermissionSetArn": f"{named['PermissionSetArn'][:-4]}0000"}
    with pytest.raises(admin.sso.exceptions.ResourceNotFoundException, match="PermissionSet"):
        call(**unknown, **members)
    foreign = {**named, "PermissionSetArn": "arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef"}
    with pytest.raises(admin.sso.exceptions.ResourceNotFoundException):
        call(**foreign, **members)
    with pytest.raises(ClientError) as raised:
        call(**{**named, "InstanceArn": "arn:aws:sso:::instance/ssoins-0123456789abcdef"}, **members)
    assert raised.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_a_missing_policy_is_told_by_the_status(admin: Admin, named: dict[str, str]) -> None:
    attach(admin, named)
    wish = admin.named(named["PermissionSetArn"], admin.user("ada"))
    asked = admin.sso.create_account_assignment(**wish)["AccountAssignmentCreationStatus"]
    admin.work()
    failed = admin.sso.describe_account_assignment_creation_status(
        InstanceArn=admin.instance_arn, AccountAssignmentCreationRequestId=asked["RequestId"]
    )["AccountAssignmentCreationStatus"]
    assert failed["Status"] == "FAILED"
    assert f"arn:aws:iam::{MANAGEMENT}:policy/team/Storage" in failed["FailureReason"]

    iam = admin.installation.client("iam")
    iam.create_policy(PolicyName="Storage", Path="/team/", PolicyDocument=DOCUMENT)
    admin.sso.create_account_assignment(**wish)
    admin.work()
    [name] = [
        role["RoleName"]
        for role in iam.list_roles(PathPrefix="/aws-reserved/")["Roles"]
        if role["RoleName"].startswith("AWSReservedSSO_Auditors_")
    ]
    [attached] = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    assert attached == {
        "PolicyName": "Storage",
        "PolicyArn": f"arn:aws:iam::{MANAGEMENT}:policy/team/Storage",
    }
    admin.sso.put_permissions_boundary_to_permission_set(**named, PermissionsBoundary={"ManagedPolicyArn": READ_ONLY})
    assert "PermissionsBoundary" not in iam.get_role(RoleName=name)["Role"]
    admin.sso.provision_permission_set(**named, TargetType="ALL_PROVISIONED_ACCOUNTS")
    admin.work()
    assert iam.get_role(RoleName=name)["Role"]["PermissionsBoundary"]["PermissionsBoundaryArn"] == READ_ONLY
