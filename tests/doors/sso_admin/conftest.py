"""boto3's sso-admin client, and the shortest way to what its tests need."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gatepost import app
from gatepost.settings import Settings
from tests.doors.boto import MANAGEMENT
from tests.doors.installation import Installation


class Admin:
    """An administrator's view of the instance: clients, and makers of people, accounts and permission sets."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.sso = installation.client("sso-admin")
        self._directory = installation.client("identitystore")
        self._organizations = installation.client("organizations")
        self.instance_arn = installation.instance.arn
        self.identity_store_id = installation.instance.identity_store_id

    def work(self) -> None:
        self.installation.work()

    def user(self, name: str) -> str:
        made = self._directory.create_user(
            IdentityStoreId=self.identity_store_id,
            UserName=name,
            DisplayName=name,
            Name={"GivenName": name, "FamilyName": "Test"},
        )
        return str(made["UserId"])

    def group(self, name: str, *members: str) -> str:
        made = self._directory.create_group(IdentityStoreId=self.identity_store_id, DisplayName=name)
        for user_id in members:
            self._directory.create_group_membership(
                IdentityStoreId=self.identity_store_id, GroupId=made["GroupId"], MemberId={"UserId": user_id}
            )
        return str(made["GroupId"])

    def account(self, name: str) -> str:
        asked = self._organizations.create_account(AccountName=name, Email=f"{name}@accounts.example.com")
        self.work()
        request_id = asked["CreateAccountStatus"]["Id"]
        made = self._organizations.describe_create_account_status(CreateAccountRequestId=request_id)
        return str(made["CreateAccountStatus"]["AccountId"])

    def member(self, account_id: str, region: str = "us-east-1") -> "Member":
        """Return an administrator of a member account, by the role that its creation gave it."""
        role_arn = f"arn:aws:iam::{account_id}:role/OrganizationAccountAccessRole"
        assumed = self.installation.client("sts").assume_role(RoleArn=role_arn, RoleSessionName="admin")
        return Member(self.installation, account_id, assumed["Credentials"], region)

    def permission_set(self, name: str, **members: Any) -> str:
        made = self.sso.create_permission_set(InstanceArn=self.instance_arn, Name=name, **members)
        return str(made["PermissionSet"]["PermissionSetArn"])

    def named(self, permission_set_arn: str, principal_id: str, **members: Any) -> dict[str, Any]:
        """Return the members by which an assignment is made and removed."""
        return {
            "InstanceArn": self.instance_arn,
            "PermissionSetArn": permission_set_arn,
            "TargetId": MANAGEMENT,
            "TargetType": "AWS_ACCOUNT",
            "PrincipalType": "USER",
            "PrincipalId": principal_id,
            **members,
        }

    def assign(self, permission_set_arn: str, principal_id: str, **members: Any) -> None:
        self.sso.create_account_assignment(**self.named(permission_set_arn, principal_id, **members))
        self.work()

    def pages(self, operation: str, result: str, **members: Any) -> list[Any]:
        """Return all that a list operation answers, in pages of two."""
        pages = self.sso.get_paginator(operation).paginate(
            InstanceArn=self.instance_arn, PaginationConfig={"PageSize": 2}, **members
        )
        return [item for page in pages for item in page[result]]


class Member:
    """An administrator of a member account, and the instance that the account may have."""

    def __init__(
        self, installation: Installation, account_id: str, credentials: dict[str, Any], region: str = "us-east-1"
    ) -> None:
        self.account_id = account_id
        self._installation = installation
        self.sso = installation.client("sso-admin", region, credentials)
        self.directory = installation.client("identitystore", region, credentials)
        self.iam = installation.client("iam", region, credentials)

    def instance(self, **members: Any) -> dict[str, Any]:
        """Make the account's instance and describe it once it is ready."""
        arn = self.sso.create_instance(**members)["InstanceArn"]
        self._installation.work()
        described: dict[str, Any] = self.sso.describe_instance(InstanceArn=arn)
        return described


@pytest.fixture
def admin(sqlite_url: str, tmp_path: Path) -> Iterator[Admin]:
    runtime = app.make_runtime(Settings(data_dir=tmp_path, database_url=sqlite_url, log_level="error"))
    yield Admin(Installation(runtime))
    runtime.events.flush()
    runtime.database.close()
