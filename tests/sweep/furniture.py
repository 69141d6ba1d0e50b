"""What a site is furnished with, one thing a function."""

from typing import Any

from tests.sweep.caller import Caller
from tests.sweep.names import ACTOR_POLICY, CUSTOM, OIDC, READ_ONLY, SCOPE, Names


def user(caller: Caller, store_id: str, name: str) -> str:
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


def permission_set(caller: Caller, instance_arn: str) -> str:
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


def issuer(caller: Caller, instance_arn: str) -> str:
    made = caller.call(
        "sso-admin",
        "CreateTrustedTokenIssuer",
        InstanceArn=instance_arn,
        Name="idp",
        TrustedTokenIssuerType="OIDC_JWT",
        TrustedTokenIssuerConfiguration={"OidcJwtConfiguration": OIDC},
    )
    return str(made["TrustedTokenIssuerArn"])


def application(caller: Caller, names: Names) -> str:
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
