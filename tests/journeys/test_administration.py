"""Administration by API: with the bootstrap key and with the credentials of roles, by boto3 and by the AWS CLI."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.journeys.company import Company, Keys, client
from tests.journeys.terminal import Terminal
from tests.journeys.worker import Hire

MANAGED = "arn:aws:iam::aws:policy"
INLINE = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Sid": "LookAtRoles", "Effect": "Allow", "Action": "iam:ListRoles", "Resource": "*"}],
    }
)


def denied(call: Callable[[], object]) -> str:
    """Return the sentence with which a call is denied."""
    with pytest.raises(ClientError) as refused:
        call()
    error = refused.value.response["Error"]
    assert error["Code"] in {"AccessDeniedException", "AccessDenied"}, error
    return str(error["Message"])


def test_the_whole_administration_by_the_aws_cli(company: Company, terminal: Callable[[str], Terminal]) -> None:
    cli, key = terminal(company.url).cli, company.keys.as_environment()
    store_id, instance_arn = company.facts["identity_store_id"], company.facts["instance_arn"]
    name = company.name("ada")

    def aws(command: str, **options: str) -> Any:
        flags = [part for option, value in options.items() for part in (f"--{option.replace('_', '-')}", value)]
        return cli.json(*command.split(), *flags, environment=key)

    user = aws(
        "identitystore create-user",
        identity_store_id=store_id,
        user_name=name,
        display_name="Ada Okonkwo",
        name="GivenName=Ada,FamilyName=Okonkwo",
        emails=f"Value={name}@people.example.com,Type=work,Primary=true",
    )
    group = aws("identitystore create-group", identity_store_id=store_id, display_name=company.name("Builders"))
    aws(
        "identitystore create-group-membership",
        identity_store_id=store_id,
        group_id=group["GroupId"],
        member_id=f"UserId={user['UserId']}",
    )
    account_name = company.name("Workloads")
    asked = aws("organizations create-account", account_name=account_name, email=f"{account_name}@accounts.example.com")
    account = aws(
        "organizations describe-create-account-status",
        create_account_request_id=asked["CreateAccountStatus"]["Id"],
    )["CreateAccountStatus"]
    assert account["State"] == "SUCCEEDED"
    made = aws("sso-admin create-permission-set", instance_arn=instance_arn, name=company.name("Build"))
    permission_set = {
        "instance_arn": instance_arn,
        "permission_set_arn": made["PermissionSet"]["PermissionSetArn"],
    }
    aws(
        "sso-admin attach-managed-policy-to-permission-set",
        **permission_set,
        managed_policy_arn=f"{MANAGED}/job-function/ViewOnlyAccess",
    )
    aws("sso-admin put-inline-policy-to-permission-set", **permission_set, inline_policy=INLINE)
    for kind, principal in (("USER", user["UserId"]), ("GROUP", group["GroupId"])):
        aws(
            "sso-admin create-account-assignment",
            **permission_set,
            target_type="AWS_ACCOUNT",
            target_id=account["AccountId"],
            principal_type=kind,
            principal_id=principal,
        )
    listed = aws("sso-admin list-account-assignments", **permission_set, account_id=account["AccountId"])
    found = {(each["PrincipalType"], each["PrincipalId"]) for each in listed["AccountAssignments"]}
    assert found == {("USER", user["UserId"]), ("GROUP", group["GroupId"])}
    company.mailbox.wait(f"{name}@people.example.com")


def test_an_administrators_role_credentials_administer_by_boto3(company: Company, hire: Hire) -> None:
    """The same as by the bootstrap key, which has hired this person: with a role in the management account."""
    boss = hire("AdministratorAccess", account_id=company.account_id)
    admin = company.administrator(boss.role_credentials(boss.sign_in_program()))

    person = admin.user(company.name("ada"))
    group_id = admin.group(company.name("Builders"), person)
    account_id = admin.account(company.name("Workloads"))
    permission_set_arn = admin.permission_set(company.name("Build"), "job-function/ViewOnlyAccess", inline=INLINE)
    admin.assign(account_id, permission_set_arn, person)
    admin.assign(account_id, permission_set_arn, group_id)
    assert company.invitation(person).recipients == (person.email,)


def test_the_role_in_the_account_has_the_policies_of_the_set(company: Company) -> None:
    """What people may do with it is decided by the permission set: its managed and its inline policy."""
    person = company.user(company.name("ada"))
    account_id = company.account(company.name("Workloads"))
    name = company.name("Look")
    company.assign(account_id, company.permission_set(name, inline=INLINE), person)
    keys = _assume_in(company, account_id)
    [role] = [
        each
        for each in client("iam", company.url, keys).list_roles(PathPrefix="/aws-reserved/")["Roles"]
        if each["RoleName"].startswith(f"AWSReservedSSO_{name}_")
    ]
    assert role["Path"].startswith("/aws-reserved/sso.amazonaws.com/")


def test_an_inline_policy_decides_what_its_role_may_do(company: Company, hire: Hire) -> None:
    worker = hire("SecurityAudit")
    company.client("sso-admin").put_inline_policy_to_permission_set(
        InstanceArn=company.facts["instance_arn"],
        PermissionSetArn=worker.role.permission_set_arn,
        InlinePolicy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Deny", "Action": "iam:ListRoles", "Resource": "*"}],
            }
        ),
    )
    signed_in = worker.sign_in_program()
    before = client("iam", company.url, worker.role_credentials(signed_in))
    assert before.list_roles()["Roles"]
    company.provision(worker.role.permission_set_arn, worker.role.account_id)
    assert "explicit deny" in denied(before.list_roles)


def test_read_only_access_in_the_management_account_reads_and_changes_nothing(company: Company, hire: Hire) -> None:
    reader = hire("ReadOnlyAccess", account_id=company.account_id)
    admin = company.administrator(reader.role_credentials(reader.sign_in_program()))
    assert admin.client("sso-admin").list_instances()["Instances"]
    assert "identitystore:CreateUser" in denied(lambda: admin.user(company.name("mallory")))
    assert "sso:CreatePermissionSet" in denied(lambda: admin.permission_set(company.name("Mallory")))
    assert "organizations:CreateAccount" in denied(lambda: admin.account(company.name("Mallory")))


def test_administrator_access_in_a_member_account_ends_at_that_account(company: Company, hire: Hire) -> None:
    worker = hire("AdministratorAccess")
    admin = company.administrator(worker.role_credentials(worker.sign_in_program()))
    assert admin.client("iam").list_roles()["Roles"]
    # The organisation's instance is visible to every account, and administered by its own.
    [instance] = admin.client("sso-admin").list_instances()["Instances"]
    denied(lambda: admin.client("sso-admin").describe_instance(InstanceArn=instance["InstanceArn"]))
    denied(lambda: admin.user(company.name("mallory")))
    denied(lambda: admin.permission_set(company.name("Mallory")))
    denied(lambda: admin.account(company.name("Mallory")))
    denied(lambda: admin.assign(company.account_id, worker.role.permission_set_arn, worker.person))


def test_a_session_policy_narrows_a_session_and_widens_nothing(company: Company) -> None:
    account_id = company.account(company.name("Workloads"))
    whole = client("iam", company.url, _assume_in(company, account_id))
    narrowed = client("iam", company.url, _assume_in(company, account_id, INLINE))
    assert whole.list_roles()["Roles"] == narrowed.list_roles()["Roles"]
    [role] = [each for each in whole.list_roles()["Roles"] if each["RoleName"] == "OrganizationAccountAccessRole"]
    whole.get_role(RoleName=role["RoleName"])
    assert "session policy" in denied(lambda: narrowed.get_role(RoleName=role["RoleName"]))


def _assume_in(company: Company, account_id: str, policy: str | None = None) -> Keys:
    """Go into a member account by the role that AWS Organizations makes for the management account."""
    wish = {"RoleArn": f"arn:aws:iam::{account_id}:role/OrganizationAccountAccessRole", "RoleSessionName": "look"}
    given = company.client("sts").assume_role(**wish, **({"Policy": policy} if policy else {}))["Credentials"]
    return Keys(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
