"""A Gatepost with one of everything that Identity Center has, made once and opened on as many copies as tests want."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from botocore.credentials import Credentials

from gatepost import app, bootstrap
from gatepost.core import actors
from gatepost.core.ask import Ask, Client
from gatepost.core.call import Call, Runtime, perform
from gatepost.core.signin import sessions
from gatepost.core.signin.model import Factor, Person
from gatepost.core.tokens import device
from gatepost.kit.clock import SystemClock
from gatepost.settings import Settings
from tests.kit import FakeClock
from tests.sweep import furniture
from tests.sweep.caller import Caller
from tests.sweep.names import DEVICE_CODE, MANAGEMENT, Keys, Names, start_url


class Site:
    """A site that is open on a database: its callers, its names, its jobs."""

    def __init__(self, settings: Settings, keys: Keys | None = None) -> None:
        # It stands still, so that what depends on time is the same in every run, near enough to botocore's for its signatures.
        self.clock = FakeClock(SystemClock().now())
        self.runtime: Runtime = replace(app.make_runtime(settings), clock=self.clock)
        self._application = app.build(self.runtime)
        self._runner = app.make_runner(self.runtime)
        self.keys = keys or self._furnish()
        self.administrator = Caller(self._application, self.keys.administrator)
        self.own, self.foreign = self.keys.own, self.keys.foreign

    def work(self) -> None:
        """Do the jobs that are due."""
        self._runner.drain()

    def close(self) -> None:
        self.runtime.events.flush()
        self.runtime.database.close()

    def member(self, account_id: str | None = None) -> Caller:
        """Return an administrator of a member account, that of the other instance unless another is named."""
        return self.administrator.assuming(_administrator_role(account_id or self.foreign.account_id))

    def write(self, do: Callable[[Call], Any], actor: actors.Actor | None = None) -> Any:
        """Do one write call as somebody whom nobody asks for permission."""
        client = Client("10.1.2.3", "sweep", "00000000-0000-4000-8000-000000000000", "us-east-1")
        somebody = actor or actors.service("test.internal")
        ask = Ask(somebody, "test:Call", "test.internal", client, writes=True, needs_permission=False)
        return perform(self.runtime, ask, do)

    def decide(self, names: Names, user_code: str, *, allow: bool) -> None:
        """Allow or deny a device in the name of the instance's person, in a browser session of theirs."""
        person = Person(names.user_id, names.user_name, "Ada", names.identity_store_id, names.account_id)
        session, _ = self.write(lambda call: sessions.open_session(call, person, (Factor.PASSWORD,)))
        self.write(lambda call: device.decide(call, user_code, allow=allow), sessions.actor_of(session))

    def _furnish(self) -> Keys:
        made = bootstrap.make(self.runtime, bootstrap.Wishes(account_id=MANAGEMENT, access_key=True))
        assert made.access_key_id is not None
        assert made.secret_access_key is not None
        self.work()
        key = Credentials(made.access_key_id, made.secret_access_key.reveal())
        administrator = Caller(self._application, key)
        own = self._fill(administrator, made.instance.arn, MANAGEMENT)
        return Keys(key, self._with_tokens(administrator, own), self._member_instance(administrator))

    def _member_instance(self, administrator: Caller) -> Names:
        asked = administrator.call("organizations", "CreateAccount", AccountName="lab", Email="lab@example.com")
        self.work()
        request_id = asked["CreateAccountStatus"]["Id"]
        made = administrator.call("organizations", "DescribeCreateAccountStatus", CreateAccountRequestId=request_id)
        account_id = str(made["CreateAccountStatus"]["AccountId"])
        member = administrator.assuming(_administrator_role(account_id))
        arn = str(member.call("sso-admin", "CreateInstance", Name="lab")["InstanceArn"])
        self.work()
        enabled = member.call("sso-admin", "UpdateInstance", InstanceArn=arn, PermissionSetsEnabled=True)
        assert enabled.status == 200, enabled.parsed
        return self._fill(member, arn, account_id)

    def _fill(self, caller: Caller, instance_arn: str, account_id: str) -> Names:
        """Make one of everything in an instance."""
        instance = caller.call("sso-admin", "DescribeInstance", InstanceArn=instance_arn)
        store_id = str(instance["IdentityStoreId"])
        in_store = {"IdentityStoreId": store_id}
        user_id, other_user_id = furniture.user(caller, store_id, "ada"), furniture.user(caller, store_id, "bob")
        group_id = str(caller.call("identitystore", "CreateGroup", **in_store, DisplayName="Analysts")["GroupId"])
        other_id = str(caller.call("identitystore", "CreateGroup", **in_store, DisplayName="Builders")["GroupId"])
        membership = caller.call(
            "identitystore", "CreateGroupMembership", **in_store, GroupId=group_id, MemberId={"UserId": user_id}
        )
        names = Names(
            instance_arn=instance_arn,
            identity_store_id=store_id,
            account_id=account_id,
            user_id=user_id,
            user_name="ada",
            other_user_id=other_user_id,
            group_id=group_id,
            other_group_id=other_id,
            membership_id=str(membership["MembershipId"]),
            permission_set_arn=furniture.permission_set(caller, instance_arn),
            issuer_arn=furniture.issuer(caller, instance_arn),
            application_arn="",
        )
        return self._assigned(caller, replace(names, application_arn=furniture.application(caller, names)))

    def _assigned(self, caller: Caller, names: Names) -> Names:
        """Assign the permission set to the person for good and to the other one for a while, and provision it."""
        given = {
            "InstanceArn": names.instance_arn,
            "PermissionSetArn": names.permission_set_arn,
            "TargetId": names.account_id,
            "TargetType": "AWS_ACCOUNT",
            "PrincipalType": "USER",
        }
        made = caller.call("sso-admin", "CreateAccountAssignment", **given, PrincipalId=names.user_id)
        caller.call("sso-admin", "CreateAccountAssignment", **given, PrincipalId=names.other_user_id)
        self.work()
        gone = caller.call("sso-admin", "DeleteAccountAssignment", **given, PrincipalId=names.other_user_id)
        self.work()
        provisioned = caller.call(
            "sso-admin",
            "ProvisionPermissionSet",
            InstanceArn=names.instance_arn,
            PermissionSetArn=names.permission_set_arn,
            TargetType="ALL_PROVISIONED_ACCOUNTS",
        )
        self.work()
        return replace(
            names,
            creation_request_id=str(made["AccountAssignmentCreationStatus"]["RequestId"]),
            deletion_request_id=str(gone["AccountAssignmentDeletionStatus"]["RequestId"]),
            provisioning_request_id=str(provisioned["PermissionSetProvisioningStatus"]["RequestId"]),
        )

    def _with_tokens(self, caller: Caller, names: Names) -> Names:
        """Register a program, and have the person allow it."""
        client = caller.call("sso-oidc", "RegisterClient", clientName="sweep", clientType="public")
        known = {"clientId": client["clientId"], "clientSecret": client["clientSecret"]}
        started = caller.call("sso-oidc", "StartDeviceAuthorization", **known, startUrl=start_url(names))
        self.decide(names, started["userCode"], allow=True)
        tokens = caller.call(
            "sso-oidc", "CreateToken", **known, grantType=DEVICE_CODE, deviceCode=started["deviceCode"]
        )
        return replace(
            names,
            client_id=known["clientId"],
            client_secret=known["clientSecret"],
            access_token=str(tokens["accessToken"]),
            refresh_token=str(tokens["refreshToken"]),
        )


def _administrator_role(account_id: str) -> str:
    return f"arn:aws:iam::{account_id}:role/OrganizationAccountAccessRole"
