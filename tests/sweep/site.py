"""A Gatepost with one of everything that Identity Center has, made once and opened on as many copies as tests want."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from botocore.credentials import Credentials

from gatepost import app, bootstrap
from gatepost.core import actors
from gatepost.core.ask import Ask, Client
from gatepost.core.call import Call, Runtime, perform
from gatepost.core.signin import sessions
from gatepost.core.signin.model import Person
from gatepost.core.tokens import device
from gatepost.settings import Settings
from tests.sweep.caller import Caller

MANAGEMENT = "111122223333"
SCOPE = "wiki:read"
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
CUSTOM = "arn:aws:sso::aws:applicationProvider/custom"
REDIRECT_URI = "https://wiki.example.com/callback"
POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
ACTOR_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": MANAGEMENT},
            "Action": "sso-oauth:CreateTokenWithIAM",
            "Resource": "*",
        }
    ],
}
OIDC = {
    "IssuerUrl": "https://idp.example.com",
    "ClaimAttributePath": "email",
    "IdentityStoreAttributePath": "emails.value",
    "JwksRetrievalOption": "OPEN_ID_DISCOVERY",
}
ATTRIBUTES = {"AccessControlAttributes": [{"Key": "team", "Value": {"Source": ["${path:userName}"]}}]}


@dataclass(frozen=True)
class Names:
    """What an instance has, by the names that operations take."""

    instance_arn: str
    identity_store_id: str
    account_id: str
    user_id: str
    user_name: str
    other_user_id: str
    group_id: str
    other_group_id: str
    membership_id: str
    permission_set_arn: str
    application_arn: str
    issuer_arn: str
    creation_request_id: str = ""
    deletion_request_id: str = ""
    provisioning_request_id: str = ""
    client_id: str = ""
    client_secret: str = ""
    device_code: str = ""
    pending_device_code: str = ""
    access_token: str = ""
    refresh_token: str = ""


@dataclass(frozen=True)
class Keys:
    """The administrator's access key, and what the organisation's instance and an account's own have."""

    administrator: Credentials
    own: Names
    foreign: Names


class Site:
    """A site that is open on a database: its callers, its names, its jobs."""

    def __init__(self, settings: Settings, keys: Keys | None = None) -> None:
        self.runtime: Runtime = app.make_runtime(settings)
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
        session, _ = self.write(lambda call: sessions.open_session(call, person))
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
        user_id, other_user_id = _user(caller, store_id, "ada"), _user(caller, store_id, "bob")
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
            permission_set_arn=_permission_set(caller, instance_arn),
            issuer_arn=_issuer(caller, instance_arn),
            application_arn="",
        )
        return self._assigned(caller, replace(names, application_arn=_application(caller, names)))

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
        """Register a program, and have the person allow it once, twice and not yet."""
        client = caller.call("sso-oidc", "RegisterClient", clientName="sweep", clientType="public")
        known = {"clientId": client["clientId"], "clientSecret": client["clientSecret"]}
        codes = []
        for allowed in (True, True, False):
            started = caller.call("sso-oidc", "StartDeviceAuthorization", **known, startUrl=start_url(names))
            if allowed:
                self.decide(names, started["userCode"], allow=True)
            codes.append(str(started["deviceCode"]))
        tokens = caller.call("sso-oidc", "CreateToken", **known, grantType=DEVICE_CODE, deviceCode=codes[0])
        return replace(
            names,
            client_id=known["clientId"],
            client_secret=known["clientSecret"],
            device_code=codes[1],
            pending_device_code=codes[2],
            access_token=str(tokens["accessToken"]),
            refresh_token=str(tokens["refreshToken"]),
        )


DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"


def start_url(names: Names) -> str:
    return f"https://{names.identity_store_id}.awsapps.com/start"


def _administrator_role(account_id: str) -> str:
    return f"arn:aws:iam::{account_id}:role/OrganizationAccountAccessRole"


def _user(caller: Caller, store_id: str, name: str) -> str:
    made = caller.call(
        "identitystore",
        "CreateUser",
        IdentityStoreId=store_id,
        UserName=name,
        DisplayName=name.title(),
        Name={"GivenName": name.title(), "FamilyName": "Test"},
        Emails=[{"Value": f"{name}@example.com", "Primary": True}],
    )
    return str(made["UserId"])


def _permission_set(caller: Caller, instance_arn: str) -> str:
    made = caller.call(
        "sso-admin",
        "CreatePermissionSet",
        InstanceArn=instance_arn,
        Name="Readers",
        Tags=[{"Key": "team", "Value": "a"}],
    )
    named = {"InstanceArn": instance_arn, "PermissionSetArn": str(made["PermissionSet"]["PermissionSetArn"])}
    attached = caller.call("sso-admin", "AttachManagedPolicyToPermissionSet", **named, ManagedPolicyArn=READ_ONLY)
    assert attached.status == 200, attached.parsed
    return named["PermissionSetArn"]


def _issuer(caller: Caller, instance_arn: str) -> str:
    made = caller.call(
        "sso-admin",
        "CreateTrustedTokenIssuer",
        InstanceArn=instance_arn,
        Name="idp",
        TrustedTokenIssuerType="OIDC_JWT",
        TrustedTokenIssuerConfiguration={"OidcJwtConfiguration": OIDC},
    )
    return str(made["TrustedTokenIssuerArn"])


def _application(caller: Caller, names: Names) -> str:
    """Make an application with a person, a scope, each plain grant and an actor policy."""
    made = caller.call(
        "sso-admin",
        "CreateApplication",
        InstanceArn=names.instance_arn,
        ApplicationProviderArn=CUSTOM,
        Name="Wiki",
    )
    named = {"ApplicationArn": str(made["ApplicationArn"])}
    person = {"PrincipalType": "USER", "PrincipalId": names.user_id}
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("CreateApplicationAssignment", person),
        ("PutApplicationAccessScope", {"Scope": SCOPE}),
        ("PutApplicationGrant", {"GrantType": "refresh_token", "Grant": {"RefreshToken": {}}}),
        (
            "PutApplicationAuthenticationMethod",
            {"AuthenticationMethodType": "IAM", "AuthenticationMethod": {"Iam": {"ActorPolicy": ACTOR_POLICY}}},
        ),
    )
    for name, members in steps:
        done = caller.call("sso-admin", name, **named, **members)
        assert done.status == 200, (name, done.parsed)
    return named["ApplicationArn"]
