"""Who asks: an actor, the policies it carries and the way CloudTrail names it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from gatepost.core.authz import ANONYMOUS, Policies, Principal, parse

IdentityType = Literal[
    "Root", "IAMUser", "AssumedRole", "IdentityCenterUser", "AWSService", "WebIdentityUser", "Unknown"
]


@dataclass(frozen=True, slots=True)
class Actor:
    """A principal that has proved who it is (or nobody), for the length of one request.

    `context` holds the condition keys that belong to the principal, such as aws:PrincipalTag/team or aws:userid.
    `transitive_tag_keys` are the session tags that pass on to the sessions it opens.
    `on_behalf_of` is the Identity Center user behind a role session, as CloudTrail's onBehalfOf names it.
    `organization_id` and `management_account_id` are of the organisation whose member the actor's account is;
    `delegated_services` are the service principals of what that account administers for it.
    """

    type: IdentityType
    principal: Principal
    principal_id: str
    user_name: str | None = None
    policies: Policies = field(default_factory=Policies)
    access_key_id: str | None = None
    credential_id: str | None = None
    user_id: str | None = None
    identity_store_id: str | None = None
    session_issuer: Mapping[str, Any] | None = None
    session_started_at: datetime | None = None
    context: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    transitive_tag_keys: tuple[str, ...] = ()
    organization_id: str | None = None
    management_account_id: str | None = None
    delegated_services: frozenset[str] = frozenset()

    @property
    def arn(self) -> str:
        """The ARN that GetCallerIdentity answers."""
        return self.principal.arn

    @property
    def account_id(self) -> str:
        """The account the actor belongs to; empty for nobody."""
        return self.principal.account_id

    def user_identity(self) -> dict[str, Any]:
        """Return CloudTrail's userIdentity element."""
        members = {
            "type": self.type,
            "principalId": self.principal_id,
            "arn": self.arn,
            "accountId": self.account_id,
            "accessKeyId": self.access_key_id,
            "userName": self.user_name if self.type == "IAMUser" else None,
            "credentialId": self.credential_id,
            "invokedBy": self.principal.name,
        }
        identity: dict[str, Any] = {name: value for name, value in members.items() if value}
        if self.session_started_at:
            identity["sessionContext"] = self._session_context(self.session_started_at)
        if self.user_id and self.identity_store_id:
            identity["onBehalfOf"] = {"userId": self.user_id, "identityStoreArn": self._identity_store_arn()}
        return identity

    def _session_context(self, started: datetime) -> dict[str, Any]:
        """Return how the temporary credentials came to be; those of a user have no issuer.

        A role that Identity Center gave is `false`, as on AWS, whatever its person has proven: `UserAuthentication` tells that.
        """
        attributes = {
            "creationDate": started.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "mfaAuthenticated": self.context.get("aws:MultiFactorAuthPresent", "false"),
        }
        issuer = {"sessionIssuer": self.session_issuer} if self.session_issuer else {}
        return {**issuer, "attributes": attributes}

    def _identity_store_arn(self) -> str:
        owner = self.management_account_id or self.account_id
        return f"arn:aws:identitystore::{owner}:identitystore/{self.identity_store_id}"


_PUBLIC = parse(
    """{"Version": "2012-10-17", "Statement": [{"Sid": "AnyoneMaySignIn", "Effect": "Allow", "Principal": "*", "Action": [
        "sso-oauth:RegisterClient", "sso-oauth:StartDeviceAuthorization", "sso-oauth:CreateToken", "signin:*"],
        "Resource": "*"}]}"""
)
_OWN_DATA = parse(
    """{"Version": "2012-10-17", "Statement": [{"Sid": "PeopleMayUseWhatIsTheirs", "Effect": "Allow", "Action": [
        "signin:*", "sso:Authenticate", "sso:ListAccounts", "sso:ListAccountRoles", "sso:GetRoleCredentials", "sso:Logout", "sso:Federate",
        "sso-oauth:AuthorizeDevice", "sso-oauth:Authorize", "gatepost:GetMe", "identitystore-scim:GetMe", "identitystore-scim:GetUser",
        "sso-directory:ListMfaDevicesForUser", "sso-directory:StartVirtualMfaDeviceRegistration",
        "sso-directory:StartWebAuthnDeviceRegistration", "sso-directory:CompleteWebAuthnDeviceRegistration",
        "sso-directory:CompleteVirtualMfaDeviceRegistration", "sso-directory:UpdateMfaDeviceForUser",
        "sso-directory:DeleteMfaDeviceForUser", "gatepost:CreateRecoveryCodes", "gatepost:ForgetTrustedBrowsers",
        "sso-directory:DescribeUser", "sso-directory:UpdatePassword", "gatepost:SendEmailVerification", "gatepost:ChangeEmail",
        "gatepost:ListSessions", "gatepost:EndSession", "gatepost:EndSessions", "gatepost:MarkRole", "gatepost:NoteRoleUse"],
        "Resource": "arn:aws:identitystore:::user/${identitystore:UserId}"}]}"""
)
_GATEPOST_ITSELF = parse(
    """{"Version": "2012-10-17", "Statement": [{"Sid": "GatepostMayWorkForItself", "Effect": "Allow", "Action": "gatepost:*",
        "Principal": {"Service": "gatepost.internal"}, "Resource": "*"}]}"""
)

_PROVISIONING = parse(
    """{"Version": "2012-10-17", "Statement": [{"Sid": "ProvidersMayProvisionTheirStore", "Effect": "Allow",
        "Action": "identitystore-scim:*",
        "Resource": "arn:aws:identitystore::*:identitystore/${identitystore:IdentityStoreId}"}]}"""
)

NOBODY = Actor(type="Unknown", principal=ANONYMOUS, principal_id="", policies=Policies(resource=(_PUBLIC,)))
"""The actor of a request that proves nothing: it may start to sign in, and no more."""

GATEPOST = Actor(
    type="AWSService",
    principal=Principal("service", name="gatepost.internal"),
    principal_id="gatepost.internal",
    user_name="gatepost",
    policies=Policies(resource=(_GATEPOST_ITSELF,)),
)
"""The actor of what the command line does on the machine itself."""


def service(name: str) -> Actor:
    """Return the actor of work that goes on by itself, such as `sso.amazonaws.com`."""
    return Actor(type="AWSService", principal=Principal("service", name=name), principal_id=name, user_name=name)


def identity_center_user(
    *,
    user_id: str,
    user_name: str,
    identity_store_id: str,
    account_id: str,
    credential_id: str | None = None,
) -> Actor:
    """Return a signed-in person, who may use what is theirs. `account_id` is the instance's owner."""
    return Actor(
        type="IdentityCenterUser",
        principal=Principal(
            kind="identity_center_user", arn=f"arn:aws:identitystore:::user/{user_id}", account_id=account_id
        ),
        principal_id=user_id,
        user_name=user_name,
        policies=Policies(identity=(_OWN_DATA,)),
        credential_id=credential_id,
        user_id=user_id,
        identity_store_id=identity_store_id,
        context={"identitystore:UserId": user_id},
        management_account_id=account_id,
    )


def provisioner(*, token_id: str, tenant_id: str, identity_store_id: str, account_id: str) -> Actor:
    """Return an identity provider that comes with a token of a tenant: it may provision one identity store.

    `account_id` is the instance's owner. CloudTrail calls it a WebIdentityUser, and names its token as the access key.
    """
    return Actor(
        type="WebIdentityUser",
        principal=Principal(
            kind="provisioner",
            arn=f"arn:aws:identitystore::{account_id}:provisioningtenant/{tenant_id}",
            account_id=account_id,
        ),
        principal_id=tenant_id,
        policies=Policies(identity=(_PROVISIONING,)),
        access_key_id=token_id,
        identity_store_id=identity_store_id,
        context={"identitystore:IdentityStoreId": identity_store_id},
        management_account_id=account_id,
    )
