"""The AWS managed policies that Gatepost knows."""

import pytest

from gatepost.core.authz import Policies, validate_identity_policy
from gatepost.core.authz.managed import ManagedPolicy, find_managed, list_managed
from tests.unit.authz.builders import ask

PREFIX = "arn:aws:iam::aws:policy"
KNOWN = [
    "/AdministratorAccess",
    "/PowerUserAccess",
    "/ReadOnlyAccess",
    "/SecurityAudit",
    "/IAMFullAccess",
    "/IAMReadOnlyAccess",
    "/AWSSSOReadOnly",
    "/AWSSSOMasterAccountAdministrator",
    "/AWSSSOMemberAccountAdministrator",
    "/AWSSSODirectoryReadOnly",
    "/AWSSSODirectoryAdministrator",
    "/AWSOrganizationsFullAccess",
    "/AWSOrganizationsReadOnlyAccess",
    "/AWSCloudTrail_ReadOnlyAccess",
    "/AWSCloudTrail_FullAccess",
    "/job-function/ViewOnlyAccess",
    "/job-function/Billing",
    "/job-function/DatabaseAdministrator",
    "/job-function/NetworkAdministrator",
    "/job-function/SupportUser",
    "/job-function/SystemAdministrator",
    "/job-function/DataScientist",
]
MAX_MANAGED_POLICY_CHARACTERS = 6144


def require(path: str) -> ManagedPolicy:
    policy = find_managed(PREFIX + path)
    assert policy is not None
    return policy


def test_all_are_listed() -> None:
    assert {policy.arn for policy in list_managed()} == {PREFIX + path for path in KNOWN}


@pytest.mark.parametrize("path", KNOWN)
def test_each_is_a_policy_that_iam_would_take(path: str) -> None:
    policy = require(path)
    assert validate_identity_policy(policy.text) == policy.document
    assert len("".join(policy.text.split())) <= MAX_MANAGED_POLICY_CHARACTERS
    assert policy.arn == f"{PREFIX}{policy.path}{policy.name}"
    assert policy.description.endswith(".")


@pytest.mark.parametrize("arn", ["", "arn:aws:iam::aws:policy/Nothing", "arn:aws:iam::aws:policy/Billing"])
def test_what_aws_does_not_have_is_not_found(arn: str) -> None:
    assert find_managed(arn) is None


# policy, action, whether it allows that
ALLOWS = [
    ("/AdministratorAccess", "sso:DeletePermissionSet", True),
    ("/PowerUserAccess", "ec2:RunInstances", True),
    ("/PowerUserAccess", "sso:CreateAccountAssignment", False),
    ("/PowerUserAccess", "iam:CreateUser", False),
    ("/PowerUserAccess", "organizations:DescribeOrganization", True),
    ("/ReadOnlyAccess", "sso:ListPermissionSets", True),
    ("/ReadOnlyAccess", "s3:GetObject", True),
    ("/ReadOnlyAccess", "sso:GetRoleCredentials", False),
    ("/ReadOnlyAccess", "secretsmanager:GetSecretValue", False),
    ("/ReadOnlyAccess", "sso:CreatePermissionSet", False),
    ("/ReadOnlyAccess", "kms:Decrypt", False),
    ("/SecurityAudit", "iam:GetRole", True),
    ("/SecurityAudit", "s3:GetObject", False),
    ("/SecurityAudit", "cloudtrail:LookupEvents", True),
    ("/job-function/ViewOnlyAccess", "ec2:DescribeInstances", True),
    ("/job-function/ViewOnlyAccess", "s3:GetObject", False),
    ("/job-function/Billing", "ce:GetCostAndUsage", True),
    ("/job-function/Billing", "ec2:RunInstances", False),
    ("/job-function/SupportUser", "support:CreateCase", True),
    ("/job-function/SystemAdministrator", "ec2:RunInstances", True),
    ("/job-function/NetworkAdministrator", "ec2:CreateVpc", True),
    ("/job-function/NetworkAdministrator", "ec2:RunInstances", False),
    ("/job-function/DatabaseAdministrator", "rds:CreateDBInstance", True),
    ("/job-function/DataScientist", "sagemaker:CreateEndpoint", True),
    ("/IAMFullAccess", "iam:CreateAccessKey", True),
    ("/IAMReadOnlyAccess", "iam:ListRoles", True),
    ("/IAMReadOnlyAccess", "iam:CreateAccessKey", False),
    ("/AWSSSOReadOnly", "sso:DescribePermissionSet", True),
    ("/AWSSSOReadOnly", "sso:CreateAccountAssignment", False),
    ("/AWSSSOMasterAccountAdministrator", "sso:CreateAccountAssignment", True),
    ("/AWSSSOMasterAccountAdministrator", "identitystore:CreateUser", True),
    ("/AWSSSOMasterAccountAdministrator", "organizations:CreateAccount", False),
    ("/AWSSSOMemberAccountAdministrator", "sso:CreateAccountAssignment", True),
    ("/AWSSSODirectoryReadOnly", "identitystore:ListUsers", True),
    ("/AWSSSODirectoryReadOnly", "identitystore:CreateUser", False),
    ("/AWSSSODirectoryAdministrator", "identitystore:CreateUser", True),
    ("/AWSSSODirectoryAdministrator", "sso:CreateAccountAssignment", False),
    ("/AWSOrganizationsFullAccess", "organizations:CreateAccount", True),
    ("/AWSOrganizationsReadOnlyAccess", "organizations:ListAccounts", True),
    ("/AWSOrganizationsReadOnlyAccess", "organizations:CreateAccount", False),
    ("/AWSCloudTrail_ReadOnlyAccess", "cloudtrail:LookupEvents", True),
    ("/AWSCloudTrail_ReadOnlyAccess", "cloudtrail:CreateTrail", False),
    ("/AWSCloudTrail_FullAccess", "cloudtrail:CreateTrail", True),
]


@pytest.mark.parametrize(("path", "action", "allowed"), ALLOWS)
def test_what_it_is_for(path: str, action: str, allowed: bool) -> None:
    assert ask(Policies(identity=(require(path).document,)), action=action, resource="*").allowed is allowed


@pytest.mark.parametrize(
    ("service", "allowed"), [("rds.amazonaws.com", True), ("ec2.amazonaws.com", False), (None, False)]
)
def test_roles_are_passed_only_to_the_services_of_the_job(service: str | None, allowed: bool) -> None:
    decision = ask(
        Policies(identity=(require("/job-function/DatabaseAdministrator").document,)),
        action="iam:PassRole",
        resource="arn:aws:iam::111122223333:role/monitoring",
        context={"iam:PassedToService": service} if service else {},
    )
    assert decision.allowed is allowed
