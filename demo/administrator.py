"""What the company's administrator does by API, with the credentials of a role."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from demo import applications, company, permissions
from demo.applications import Application
from demo.company import Account
from demo.people import GROUPS, Person
from demo.permissions import Access, PermissionSet
from demo.server import Server
from demo.visitors import Terminal

_CUSTOM_OAUTH = "arn:aws:sso::aws:applicationProvider/custom"
_SESSION_MINUTES = 7 * 24 * 60
_MANAGED = "arn:aws:iam::aws:policy/"


class Administrator:
    """Knows by their names the ids of what it has made. Its terminal is another one each day."""

    def __init__(self, server: Server, instance_arn: str, identity_store_id: str, first: tuple[Person, str]) -> None:
        self.terminal: Terminal
        self.accounts = {company.MANAGEMENT: company.MANAGEMENT_ID}
        self._server = server
        self._instance_arn = instance_arn
        self.identity_store_id = identity_store_id
        self._units: dict[tuple[str, ...], str] = {}
        self._groups: dict[str, str] = {}
        self._permission_sets: dict[str, str] = {}
        self._users = {first[0].user_name: first[1]}

    def make_organisation(self) -> None:
        """Make the units, and the accounts in them."""
        self._units[()] = self._organizations("ListRoots")["Roots"][0]["Id"]
        for path in company.UNITS:
            made = self._organizations("CreateOrganizationalUnit", ParentId=self._units[path[:-1]], Name=path[-1])
            self._units[path] = made["OrganizationalUnit"]["Id"]
        for account in company.ACCOUNTS:
            self._make_account(account)

    def make_permission_sets(self, wanted: Iterable[PermissionSet]) -> None:
        """Make permission sets with their policies."""
        [arn] = self._admin("ListPermissionSets")["PermissionSets"]
        self._permission_sets[permissions.ADMINISTRATOR_ACCESS] = arn
        for each in wanted:
            self._make_permission_set(each)

    def make_groups(self) -> None:
        """Make the groups, without anybody in them yet."""
        for name, description in GROUPS.items():
            made = self._directory("CreateGroup", DisplayName=name, Description=description)
            self._groups[name] = made["GroupId"]

    def describe_self(self, person: Person) -> None:
        """Give the first start's user the name of the person who it is."""
        values = {
            "displayName": person.display_name,
            "name.givenName": person.given_name,
            "name.familyName": person.family_name,
            "title": person.title,
        }
        operations = [{"AttributePath": path, "AttributeValue": value} for path, value in values.items()]
        self._directory("UpdateUser", UserId=self._users[person.user_name], Operations=operations)
        self._join(person)

    def make_a_home_of_it(self) -> None:
        """Give the company its look, and let people stay signed in for a week."""
        look = {"organisation_name": company.NAME, "accent_colour": applications.ACCENT_COLOUR}
        self.terminal.document("PATCH", "/branding", look | {"logo": applications.picture("ferry")})
        lasts = {"session_minutes": _SESSION_MINUTES, "session_idle_minutes": _SESSION_MINUTES}
        self.terminal.document("PATCH", "/sign-in-settings", lasts)

    def connect(self, application: Application) -> None:
        """Add an application with its logo, and let its groups enter."""
        arn = self._make_saml(application) if application.speaks_saml else self._make_oauth(application)
        logo = {"logo": applications.picture(application.picture)}
        self.terminal.document("PUT", f"/applications/{arn.rpartition('/')[2]}/logo", logo)
        for group in application.groups:
            principal = {"PrincipalType": "GROUP", "PrincipalId": self._groups[group]}
            self.terminal.call("sso", "CreateApplicationAssignment", ApplicationArn=arn, **principal)

    def hire(self, person: Person) -> None:
        """Make a user, which invites them, and put them into their groups."""
        made = self._directory(
            "CreateUser",
            UserName=person.user_name,
            DisplayName=person.display_name,
            Name={"GivenName": person.given_name, "FamilyName": person.family_name},
            Emails=[{"Value": person.email, "Type": "work", "Primary": True}],
            Title=person.title,
        )
        self._users[person.user_name] = made["UserId"]
        self._join(person)

    def disable(self, person: Person) -> None:
        """Keep somebody who has left out."""
        operation = {"AttributePath": "userStatus", "AttributeValue": "DISABLED"}
        self._directory("UpdateUser", UserId=self._users[person.user_name], Operations=[operation])

    def give(self, access: Access) -> None:
        """Assign a group or a person to accounts with a permission set."""
        is_group = access.principal in self._groups
        for account in access.accounts:
            self._admin(
                "CreateAccountAssignment",
                PermissionSetArn=self._permission_sets[access.permission_set],
                TargetType="AWS_ACCOUNT",
                TargetId=self.accounts[account],
                PrincipalType="GROUP" if is_group else "USER",
                PrincipalId=(self._groups if is_group else self._users)[access.principal],
            )

    def change(self, permission_set: str, statements: Iterable[Mapping[str, Any]]) -> None:
        """Replace a set's inline policy and bring it to the roles that the set has already."""
        arn = self._permission_sets[permission_set]
        self._put_inline_policy(arn, {"Version": "2012-10-17", "Statement": list(statements)})
        self._admin("ProvisionPermissionSet", PermissionSetArn=arn, TargetType="ALL_PROVISIONED_ACCOUNTS")

    def _make_saml(self, application: Application) -> str:
        saml = {
            "entity_id": f"{application.url}/saml",
            "assertion_consumer_services": [{"url": f"{application.url}/saml/acs"}],
            "attributes": [{"name": "teams", "value": "${user:groups}"}],
        }
        told = {"name": application.name, "description": application.description, "saml": saml}
        return str(self.terminal.document("POST", "/saml-applications", told)["application_arn"])

    def _make_oauth(self, application: Application) -> str:
        made = self._admin(
            "CreateApplication",
            ApplicationProviderArn=_CUSTOM_OAUTH,
            Name=application.name,
            Description=application.description,
            PortalOptions={
                "Visibility": "ENABLED",
                "SignInOptions": {"Origin": "APPLICATION", "ApplicationUrl": application.url},
            },
        )
        return str(made["ApplicationArn"])

    def _make_account(self, account: Account) -> None:
        asked = self._organizations("CreateAccount", AccountName=account.name, Email=account.email)
        self._server.finish_jobs()
        request_id = asked["CreateAccountStatus"]["Id"]
        done = self._organizations("DescribeCreateAccountStatus", CreateAccountRequestId=request_id)
        account_id = done["CreateAccountStatus"]["AccountId"]
        self._organizations(
            "MoveAccount",
            AccountId=account_id,
            SourceParentId=self._units[()],
            DestinationParentId=self._units[account.unit],
        )
        self.accounts[account.name] = account_id

    def _make_permission_set(self, wanted: PermissionSet) -> None:
        made = self._admin(
            "CreatePermissionSet",
            Name=wanted.name,
            Description=wanted.description,
            SessionDuration=wanted.session_duration,
        )
        arn = self._permission_sets[wanted.name] = made["PermissionSet"]["PermissionSetArn"]
        for policy in wanted.managed:
            policy_arn = _MANAGED + policy
            self._admin("AttachManagedPolicyToPermissionSet", PermissionSetArn=arn, ManagedPolicyArn=policy_arn)
        if wanted.inline_policy is not None:
            self._put_inline_policy(arn, wanted.inline_policy)

    def _put_inline_policy(self, arn: str, policy: Mapping[str, Any]) -> None:
        text = orjson.dumps(policy).decode()
        self._admin("PutInlinePolicyToPermissionSet", PermissionSetArn=arn, InlinePolicy=text)

    def _join(self, person: Person) -> None:
        member = {"UserId": self._users[person.user_name]}
        for group in person.groups:
            self._directory("CreateGroupMembership", GroupId=self._groups[group], MemberId=member)

    def _admin(self, operation: str, **parameters: Any) -> Any:
        return self.terminal.call("sso", operation, InstanceArn=self._instance_arn, **parameters)

    def _directory(self, operation: str, **parameters: Any) -> Any:
        return self.terminal.call("identitystore", operation, IdentityStoreId=self.identity_store_id, **parameters)

    def _organizations(self, operation: str, **parameters: Any) -> Any:
        return self.terminal.call("organizations", operation, **parameters)
