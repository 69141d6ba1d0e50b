"""boto3: a member account that administers Identity Center for the organisation, and where that ends."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.doors.boto import MANAGEMENT
from tests.doors.clients import Cloud
from tests.doors.organizations.test_delegation import as_member
from tests.doors.organizations.test_organizations import create_account

READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
DOCUMENT = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}})


class Delegate:
    """A delegated administrator's clients, beside those of the management account."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.account_id = create_account(cloud, "Security")
        cloud.client("organizations").register_delegated_administrator(
            AccountId=self.account_id, ServicePrincipal="sso.amazonaws.com"
        )
        self.sso = as_member(cloud, self.account_id, "sso-admin")
        self.directory = as_member(cloud, self.account_id, "identitystore")
        self.managed = cloud.client("sso-admin")
        self.instance_arn = cloud.made.instance.arn
        self.store_id = cloud.made.instance.identity_store_id

    def assignment(self, permission_set_arn: str, account_id: str) -> dict[str, str]:
        return {
            "InstanceArn": self.instance_arn,
            "PermissionSetArn": permission_set_arn,
            "TargetId": account_id,
            "TargetType": "AWS_ACCOUNT",
            "PrincipalType": "USER",
            "PrincipalId": self.cloud.made.admin.user_id,
        }

    def permission_set(self, name: str = "Auditors") -> str:
        made = self.sso.create_permission_set(InstanceArn=self.instance_arn, Name=name)
        return str(made["PermissionSet"]["PermissionSetArn"])


@pytest.fixture
def delegate(cloud: Cloud) -> Delegate:
    return Delegate(cloud)


def test_it_administers_people_permission_sets_and_access_to_member_accounts(delegate: Delegate) -> None:
    user = delegate.directory.create_user(
        IdentityStoreId=delegate.store_id,
        UserName="ada",
        DisplayName="Ada",
        Name={"GivenName": "Ada", "FamilyName": "Test"},
    )
    assert delegate.directory.describe_user(IdentityStoreId=delegate.store_id, UserId=user["UserId"])
    permission_set_arn = delegate.permission_set()
    named = {"InstanceArn": delegate.instance_arn, "PermissionSetArn": permission_set_arn}
    delegate.sso.attach_managed_policy_to_permission_set(**named, ManagedPolicyArn=READ_ONLY)
    delegate.sso.create_account_assignment(**delegate.assignment(permission_set_arn, delegate.account_id))
    delegate.cloud.work()
    listed = delegate.sso.list_account_assignments(**named, AccountId=delegate.account_id)["AccountAssignments"]
    assert len(listed) == 1
    delegate.sso.update_permission_set(**named, Description="They look")
    delegate.sso.provision_permission_set(**named, TargetType="ALL_PROVISIONED_ACCOUNTS")
    delegate.cloud.work()
    delegate.sso.delete_account_assignment(**delegate.assignment(permission_set_arn, delegate.account_id))
    delegate.cloud.work()
    delegate.sso.delete_permission_set(**named)


def test_it_sees_what_is_in_the_management_account(delegate: Delegate) -> None:
    delegate.cloud.work()
    [permission_set_arn] = delegate.sso.list_permission_sets(InstanceArn=delegate.instance_arn)["PermissionSets"]
    named = {"InstanceArn": delegate.instance_arn, "PermissionSetArn": permission_set_arn}
    assert delegate.sso.describe_permission_set(**named)["PermissionSet"]["Name"] == "AdministratorAccess"
    assert len(delegate.sso.list_account_assignments(**named, AccountId=MANAGEMENT)["AccountAssignments"]) == 1


def test_it_lets_nobody_into_the_management_account_or_out_of_it(delegate: Delegate) -> None:
    delegate.cloud.work()
    [administrators] = delegate.sso.list_permission_sets(InstanceArn=delegate.instance_arn)["PermissionSets"]
    own = delegate.permission_set()
    denied = delegate.sso.exceptions.AccessDeniedException
    with pytest.raises(denied, match=r"sso:CreateAccountAssignment .* is the management account"):
        delegate.sso.create_account_assignment(**delegate.assignment(own, MANAGEMENT))
    with pytest.raises(denied, match="sso:DeleteAccountAssignment"):
        delegate.sso.delete_account_assignment(**delegate.assignment(administrators, MANAGEMENT))
    with pytest.raises(denied, match="sso:ProvisionPermissionSet"):
        delegate.sso.provision_permission_set(
            InstanceArn=delegate.instance_arn, PermissionSetArn=own, TargetType="AWS_ACCOUNT", TargetId=MANAGEMENT
        )


REFERENCE = {"CustomerManagedPolicyReference": {"Name": "Own"}}


@pytest.mark.parametrize(
    ("operation", "members"),
    [
        ("update_permission_set", {"Description": "mine"}),
        ("delete_permission_set", {}),
        ("attach_managed_policy_to_permission_set", {"ManagedPolicyArn": READ_ONLY}),
        ("detach_managed_policy_from_permission_set", {"ManagedPolicyArn": READ_ONLY}),
        ("attach_customer_managed_policy_reference_to_permission_set", REFERENCE),
        ("detach_customer_managed_policy_reference_from_permission_set", REFERENCE),
        ("put_inline_policy_to_permission_set", {"InlinePolicy": DOCUMENT}),
        ("delete_inline_policy_from_permission_set", {}),
        ("put_permissions_boundary_to_permission_set", {"PermissionsBoundary": {"ManagedPolicyArn": READ_ONLY}}),
        ("delete_permissions_boundary_from_permission_set", {}),
        ("provision_permission_set", {"TargetType": "ALL_PROVISIONED_ACCOUNTS"}),
        ("tag_resource", {"Tags": [{"Key": "a", "Value": "1"}]}),
        ("untag_resource", {"TagKeys": ["a"]}),
    ],
)
def test_it_changes_no_permission_set_of_the_management_account(
    delegate: Delegate, operation: str, members: dict[str, Any]
) -> None:
    delegate.cloud.work()
    [arn] = delegate.sso.list_permission_sets(InstanceArn=delegate.instance_arn)["PermissionSets"]
    name = "ResourceArn" if operation.endswith("tag_resource") else "PermissionSetArn"
    named = {"InstanceArn": delegate.instance_arn, name: arn}
    before = delegate.managed.describe_permission_set(InstanceArn=delegate.instance_arn, PermissionSetArn=arn)
    with pytest.raises(delegate.sso.exceptions.AccessDeniedException, match="is provisioned in the management account"):
        getattr(delegate.sso, operation)(**named, **members)
    after = delegate.managed.describe_permission_set(InstanceArn=delegate.instance_arn, PermissionSetArn=arn)
    assert after["PermissionSet"] == before["PermissionSet"]


def test_some_operations_are_the_management_accounts_alone(delegate: Delegate) -> None:
    denied = delegate.sso.exceptions.AccessDeniedException
    with pytest.raises(denied):
        delegate.sso.delete_instance(InstanceArn=delegate.instance_arn)
    with pytest.raises(denied):
        delegate.sso.list_account_assignments_for_principal(
            InstanceArn=delegate.instance_arn, PrincipalType="USER", PrincipalId=delegate.cloud.made.admin.user_id
        )


def test_its_own_policies_still_decide(delegate: Delegate) -> None:
    iam = as_member(delegate.cloud, delegate.account_id, "iam")
    trust = {"Effect": "Allow", "Principal": {"AWS": delegate.account_id}, "Action": "sts:AssumeRole"}
    role = iam.create_role(
        RoleName="Looking",
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": trust}),
    )["Role"]
    iam.attach_role_policy(RoleName="Looking", PolicyArn="arn:aws:iam::aws:policy/AWSSSOReadOnly")
    assumed = as_member(delegate.cloud, delegate.account_id, "sts").assume_role(
        RoleArn=role["Arn"], RoleSessionName="looking"
    )
    sso = delegate.cloud.client("sso-admin", assumed["Credentials"])
    assert sso.list_permission_sets(InstanceArn=delegate.instance_arn)["PermissionSets"]
    with pytest.raises(sso.exceptions.AccessDeniedException):
        sso.create_permission_set(InstanceArn=delegate.instance_arn, Name="Mine")


def test_other_member_accounts_and_former_delegates_are_refused(delegate: Delegate) -> None:
    other = as_member(delegate.cloud, create_account(delegate.cloud, "Other"), "sso-admin")
    with pytest.raises(ClientError) as raised:
        other.list_permission_sets(InstanceArn=delegate.instance_arn)
    assert raised.value.response["Error"]["Code"] == "AccessDeniedException"
    delegate.cloud.client("organizations").deregister_delegated_administrator(
        AccountId=delegate.account_id, ServicePrincipal="sso.amazonaws.com"
    )
    with pytest.raises(delegate.sso.exceptions.AccessDeniedException):
        delegate.sso.list_permission_sets(InstanceArn=delegate.instance_arn)
    with pytest.raises(delegate.directory.exceptions.AccessDeniedException):
        delegate.directory.list_users(IdentityStoreId=delegate.store_id)
