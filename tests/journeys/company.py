"""A company that runs Gatepost: its server and its mail, and what its administrator does by API."""

import itertools
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import boto3
import pytest
from botocore.config import Config

from tests.kit import PATIENCE_SECONDS
from tests.servers import smtp
from tests.servers.gatepost import Gatepost
from tests.servers.smtp import Delivery, Mailbox

PASSWORD = "four words in a row"
REGION = "us-east-1"

KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Keys:
    """Credentials for the AWS APIs, long-lived or temporary."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str | None = field(repr=False, default=None)

    def as_environment(self) -> dict[str, str]:
        """Return them as a terminal holds them."""
        values = {
            "AWS_ACCESS_KEY_ID": self.access_key_id,
            "AWS_SECRET_ACCESS_KEY": self.secret_access_key,
            "AWS_SESSION_TOKEN": self.session_token,
        }
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True)
class Person:
    """Somebody whom the administrator has made a user."""

    user_id: str
    user_name: str
    email: str


@cache
def client(service: str, url: str, keys: Keys | None = None, *, region: str = REGION) -> Any:
    """Return boto3's client, which signs with `keys`, or, for the services that people sign in by, with nothing."""
    session = boto3.session.Session(
        aws_access_key_id=keys.access_key_id if keys else "none",
        aws_secret_access_key=keys.secret_access_key if keys else "none",
        aws_session_token=keys.session_token if keys else None,
        region_name=region,
    )
    return session.client(service, endpoint_url=url, config=Config(retries={"total_max_attempts": 1}))  # type: ignore[call-overload]


class Administrator:
    """Works by API with somebody's keys; what they ask for is done when a method returns."""

    def __init__(self, url: str, facts: Mapping[str, Any], keys: Keys) -> None:
        self.url = url
        self.keys = keys
        self._store_id = facts["identity_store_id"]
        self._instance_arn = facts["instance_arn"]

    def client(self, service: str) -> Any:
        """Return the administrator's client of a service."""
        return client(service, self.url, self.keys)

    def user(self, name: str) -> Person:
        """Make a user; their invitation is in the mail."""
        email = f"{name}@people.example.com"
        made = self.client("identitystore").create_user(
            IdentityStoreId=self._store_id,
            UserName=name,
            DisplayName=name.replace(".", " ").title(),
            Name={"GivenName": name.title(), "FamilyName": "Okonkwo"},
            Emails=[{"Value": email, "Type": "work", "Primary": True}],
        )
        return Person(made["UserId"], name, email)

    def set_status(self, person: Person, status: str) -> None:
        """Let a user sign in, or keep them out."""
        self.client("identitystore").update_user(
            IdentityStoreId=self._store_id,
            UserId=person.user_id,
            Operations=[{"AttributePath": "userStatus", "AttributeValue": status}],
        )

    def group(self, name: str, *members: Person) -> str:
        """Make a group of people and return its id."""
        directory = self.client("identitystore")
        group_id: str = directory.create_group(IdentityStoreId=self._store_id, DisplayName=name)["GroupId"]
        for person in members:
            self.join_group(group_id, person)
        return group_id

    def join_group(self, group_id: str, person: Person) -> None:
        """Put somebody into a group."""
        self.client("identitystore").create_group_membership(
            IdentityStoreId=self._store_id, GroupId=group_id, MemberId={"UserId": person.user_id}
        )

    def leave_group(self, group_id: str, person: Person) -> None:
        """Take somebody out of a group."""
        directory = self.client("identitystore")
        membership = directory.get_group_membership_id(
            IdentityStoreId=self._store_id, GroupId=group_id, MemberId={"UserId": person.user_id}
        )
        directory.delete_group_membership(IdentityStoreId=self._store_id, MembershipId=membership["MembershipId"])

    def account(self, name: str) -> str:
        """Make an account of the organisation and return its id."""
        organizations = self.client("organizations")
        asked = organizations.create_account(AccountName=name, Email=f"{name.lower()}@accounts.example.com")
        request_id = asked["CreateAccountStatus"]["Id"]
        done = _settled(
            lambda: organizations.describe_create_account_status(CreateAccountRequestId=request_id), "State"
        )
        account_id: str = done["AccountId"]
        return account_id

    def permission_set(self, name: str, *managed: str, inline: str | None = None) -> str:
        """Make a permission set of AWS managed policies, by path and name, and an inline policy; return its ARN."""
        admin, instance_arn = self.client("sso-admin"), self._instance_arn
        made = admin.create_permission_set(InstanceArn=instance_arn, Name=name, Description=f"{name} for tests")
        arn: str = made["PermissionSet"]["PermissionSetArn"]
        for policy in managed:
            admin.attach_managed_policy_to_permission_set(
                InstanceArn=instance_arn,
                PermissionSetArn=arn,
                ManagedPolicyArn=f"arn:aws:iam::aws:policy/{policy}",
            )
        if inline is not None:
            admin.put_inline_policy_to_permission_set(
                InstanceArn=instance_arn, PermissionSetArn=arn, InlinePolicy=inline
            )
        return arn

    def assign(self, account_id: str, permission_set_arn: str, principal: Person | str) -> None:
        """Assign a user, or a group by its id, and wait until the role is there."""
        admin = self.client("sso-admin")
        asked = admin.create_account_assignment(**self._assignment(account_id, permission_set_arn, principal))
        request_id = asked["AccountAssignmentCreationStatus"]["RequestId"]
        _settled(
            lambda: admin.describe_account_assignment_creation_status(
                InstanceArn=self._instance_arn, AccountAssignmentCreationRequestId=request_id
            ),
            "Status",
        )

    def unassign(self, account_id: str, permission_set_arn: str, principal: Person | str) -> None:
        """Take an assignment back, and wait until it is gone."""
        admin = self.client("sso-admin")
        asked = admin.delete_account_assignment(**self._assignment(account_id, permission_set_arn, principal))
        request_id = asked["AccountAssignmentDeletionStatus"]["RequestId"]
        _settled(
            lambda: admin.describe_account_assignment_deletion_status(
                InstanceArn=self._instance_arn, AccountAssignmentDeletionRequestId=request_id
            ),
            "Status",
        )

    def provision(self, permission_set_arn: str, account_id: str) -> None:
        """Bring a changed permission set to its role in an account, and wait until it is there."""
        admin = self.client("sso-admin")
        asked = admin.provision_permission_set(
            InstanceArn=self._instance_arn,
            PermissionSetArn=permission_set_arn,
            TargetType="AWS_ACCOUNT",
            TargetId=account_id,
        )
        request_id = asked["PermissionSetProvisioningStatus"]["RequestId"]
        _settled(
            lambda: admin.describe_permission_set_provisioning_status(
                InstanceArn=self._instance_arn, ProvisionPermissionSetRequestId=request_id
            ),
            "Status",
        )

    def events(self, attribute: str, value: str) -> list[Mapping[str, Any]]:
        """Return the events of the account that the keys belong to, newest first."""
        found = self.client("cloudtrail").lookup_events(
            LookupAttributes=[{"AttributeKey": attribute, "AttributeValue": value}], MaxResults=50
        )
        return list(found["Events"])

    def _assignment(self, account_id: str, permission_set_arn: str, principal: Person | str) -> dict[str, str]:
        is_user = isinstance(principal, Person)
        return {
            "InstanceArn": self._instance_arn,
            "TargetId": account_id,
            "TargetType": "AWS_ACCOUNT",
            "PermissionSetArn": permission_set_arn,
            "PrincipalType": "USER" if is_user else "GROUP",
            "PrincipalId": principal.user_id if isinstance(principal, Person) else principal,
        }


class Company(Administrator):
    """A running installation whose administrator has the bootstrap key. Tests share it, each with people of its own."""

    def __init__(self, gatepost: Gatepost, facts: Mapping[str, Any], mailbox: Mailbox) -> None:
        keys = Keys(facts["access_key_id"], facts["secret_access_key"])
        super().__init__(gatepost.url, facts, keys)
        self.gatepost = gatepost
        self.facts = facts
        self.mailbox = mailbox
        self._numbers = itertools.count(1)

    @property
    def account_id(self) -> str:
        """The management account."""
        return str(self.facts["account_id"])

    def administrator(self, keys: Keys) -> Administrator:
        """Return somebody who works with other keys."""
        return Administrator(self.url, self.facts, keys)

    def name(self, what: str) -> str:
        """Return a name that nothing else in the company has."""
        return f"{what}-{next(self._numbers)}"

    def invitation(self, person: Person, *, number: int = 1) -> Delivery:
        """Return the `number`-th invitation that was mailed to somebody."""
        return self.mailbox.wait(person.email, number=number)


def _settled(describe: Callable[[], Mapping[str, Any]], state: str) -> Mapping[str, Any]:
    """Ask until what was asked for has succeeded, and return the status structure, the only member of the answer."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        answer = describe()
        status: Mapping[str, Any] = next(value for name, value in answer.items() if name != "ResponseMetadata")
        if status[state] != "IN_PROGRESS":
            assert status[state] == "SUCCEEDED", status
            return status
        assert time.monotonic() < deadline, f"still in progress after {PATIENCE_SECONDS} s: {status}"


@pytest.fixture(scope="session")
def companies(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Company]]:
    """`companies(kind)` gives the one company of this test process whose database is of that kind."""
    with ExitStack() as stack:

        @cache
        def found(kind: str) -> Company:
            settings = {}
            if kind == "postgresql":
                cluster = request.getfixturevalue("postgres")
                settings["database_url"] = cluster.url(cluster.create())
            mail = stack.enter_context(smtp.running())
            settings["smtp_url"] = f"smtp://{mail.host}:{mail.port}"
            installation = Gatepost(tmp_path_factory.mktemp(kind), **settings)
            stack.callback(installation.close)
            facts = installation.bootstrap("--admin-email", "root@people.example.com", "--access-key")
            installation.start()
            return Company(installation, facts, mail.mailbox)

        yield found


@pytest.fixture(params=KINDS)
def company(request: pytest.FixtureRequest, companies: Callable[[str], Company]) -> Iterator[Company]:
    """A running company: a test that asks for it runs on each kind of database, and fails where the server did."""
    company = companies(request.param)
    before = len(company.gatepost.log)
    yield company
    faults = [line for line in company.gatepost.log[before:].splitlines() if '"event":"fault"' in line.replace(" ", "")]
    assert not faults, "\n".join(faults)
