"""A small organisation on a real database: accounts, people and groups, with the jobs that work for them."""

from collections.abc import Mapping
from typing import Any

from gatepost.core import actors
from gatepost.core.access import assignments, permission_sets, policies, provisioning
from gatepost.core.access.model import PermissionSet, PrincipalType, Request
from gatepost.core.ask import Ask
from gatepost.core.call import Runtime
from gatepost.core.directory import groups, memberships, users
from gatepost.core.directory.model import GroupAttributes, UserAttributes
from gatepost.core.instances import instances
from gatepost.core.organization import accounts
from gatepost.jobs.runner import Bells, Inside, Runner
from gatepost.kit.paging import PageRequest
from tests.calls import CLIENT, Core

MANAGEMENT = "111122223333"
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
EVERYTHING = PageRequest(100)


class World:
    """What the tests of access act on; `run` is one write call, committed; `work` does whatever jobs are due."""

    def __init__(self, core: Core) -> None:
        self.runtime = core.runtime
        self.database = core.runtime.database
        self.run = core.write
        self._runner = Runner(
            self.runtime,
            Bells(),
            [
                Inside("create-account", _by_organizations, accounts.create_requested),
                Inside("provision-assignment", _by_sso, provisioning.provision_assignment),
                Inside("provision-permission-set", _by_sso, provisioning.provision_permission_set),
            ],
        )
        self.run(
            lambda call: accounts.create_management(call, name="Root", email="root@example.com", account_id=MANAGEMENT)
        )
        self.instance = self.run(
            lambda call: instances.create(call, account_id=MANAGEMENT, region="us-east-1", name="acme")
        )

    def work(self) -> None:
        """Do the jobs that are due, and those that they ask for."""
        self._runner.drain()

    def account(self, name: str) -> str:
        """Make a member account and return its id."""
        email = f"{name}@accounts.example.com"
        status = self.run(lambda call: accounts.request_creation(call, name=name, email=email))
        self.work()
        account_id = self.run(lambda call: accounts.get_creation(call, status.request_id)).account_id
        assert account_id is not None
        return account_id

    def user(self, name: str) -> str:
        """Make a person and return their id."""
        attributes = UserAttributes.person(
            user_name=name, given_name=name, family_name="Test", email=f"{name}@example.com"
        )
        store_id = self.instance.identity_store_id
        return self.run(
            lambda call: users.create(call, identity_store_id=store_id, attributes=attributes, invite=False)
        ).user_id

    def group(self, name: str, *members: str) -> str:
        """Make a group of people and return its id."""
        store_id = self.instance.identity_store_id
        group_id = self.run(
            lambda call: groups.create(call, identity_store_id=store_id, attributes=GroupAttributes(display_name=name))
        ).group_id
        for user_id in members:
            self.run(
                lambda call, user_id=user_id: memberships.create(  # type: ignore[misc]
                    call, identity_store_id=store_id, group_id=group_id, user_id=user_id
                )
            )
        return group_id

    def permission_set(self, name: str, *policy_arns: str, **members: Any) -> PermissionSet:
        """Make a permission set with managed policies."""
        made = self.run(lambda call: permission_sets.create(call, instance_arn=self.instance.arn, name=name, **members))
        for arn in policy_arns:
            self.attach(made, arn)
        return made

    def attach(self, permission_set: PermissionSet, policy_arn: str) -> None:
        self.run(
            lambda call: policies.attach_managed(
                call, instance_arn=self.instance.arn, permission_set_arn=permission_set.arn, policy_arn=policy_arn
            )
        )

    def ask(
        self, permission_set: PermissionSet, account_id: str, principal_id: str, principal_type: PrincipalType = "USER"
    ) -> Request:
        """Ask for an assignment, and leave it in progress."""
        return self.run(
            lambda call: assignments.request_creation(
                call, **self._named(permission_set, account_id, principal_id, principal_type)
            )
        )

    def ask_to_remove(
        self, permission_set: PermissionSet, account_id: str, principal_id: str, principal_type: PrincipalType = "USER"
    ) -> Request:
        """Ask for the end of an assignment, and leave it in progress."""
        return self.run(
            lambda call: assignments.request_deletion(
                call, **self._named(permission_set, account_id, principal_id, principal_type)
            )
        )

    def assign(
        self, permission_set: PermissionSet, account_id: str, principal_id: str, principal_type: PrincipalType = "USER"
    ) -> None:
        """Make an assignment, role and all."""
        self.ask(permission_set, account_id, principal_id, principal_type)
        self.work()

    def unassign(
        self, permission_set: PermissionSet, account_id: str, principal_id: str, principal_type: PrincipalType = "USER"
    ) -> None:
        """Remove an assignment."""
        self.ask_to_remove(permission_set, account_id, principal_id, principal_type)
        self.work()

    def _named(
        self, permission_set: PermissionSet, account_id: str, principal_id: str, principal_type: PrincipalType
    ) -> Mapping[str, Any]:
        return {
            "instance_arn": self.instance.arn,
            "permission_set_arn": permission_set.arn,
            "account_id": account_id,
            "principal_type": principal_type,
            "principal_id": principal_id,
        }


def _by_sso(runtime: Runtime) -> Ask:
    return Ask(actors.service("sso.amazonaws.com"), "gatepost:RunJob", "sso.amazonaws.com", CLIENT, writes=True)


def _by_organizations(runtime: Runtime) -> Ask:
    name = "organizations.amazonaws.com"
    return Ask(actors.service(name), "gatepost:RunJob", name, CLIENT, writes=True)
