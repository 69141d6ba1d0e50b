"""For each operation input that succeeds, and what has to be done before it does."""

from collections.abc import Callable, Mapping
from typing import Any

from botocore.model import OperationModel

from tests.sweep.caller import Caller
from tests.sweep.names import (
    ACTOR_POLICY,
    ATTRIBUTES,
    CUSTOM,
    DEVICE_CODE,
    MANAGEMENT,
    OIDC,
    POLICY,
    READ_ONLY,
    SCOPE,
    Names,
    start_url,
)
from tests.sweep.site import Site

Params = dict[str, Any]

REGION = "eu-west-1"


def members(names: Names) -> Mapping[str, Any]:
    """Return what required members are given, by their names, where the operation does not want something else."""
    return {
        "InstanceArn": names.instance_arn,
        "IdentityStoreId": names.identity_store_id,
        "PermissionSetArn": names.permission_set_arn,
        "ApplicationArn": names.application_arn,
        "TrustedTokenIssuerArn": names.issuer_arn,
        "ResourceArn": names.permission_set_arn,
        "ApplicationProviderArn": CUSTOM,
        "AccountId": names.account_id,
        "TargetId": names.account_id,
        "TargetType": "AWS_ACCOUNT",
        "PrincipalType": "USER",
        "PrincipalId": names.user_id,
        "UserId": names.user_id,
        "GroupId": names.group_id,
        "GroupIds": [names.group_id, names.other_group_id],
        "MembershipId": names.membership_id,
        "MemberId": {"UserId": names.user_id},
        "AccountAssignmentCreationRequestId": names.creation_request_id,
        "AccountAssignmentDeletionRequestId": names.deletion_request_id,
        "ProvisionPermissionSetRequestId": names.provisioning_request_id,
        "ManagedPolicyArn": READ_ONLY,
        "CustomerManagedPolicyReference": {"Name": "wiki", "Path": "/"},
        "InlinePolicy": POLICY,
        "PermissionsBoundary": {"ManagedPolicyArn": READ_ONLY},
        "Scope": SCOPE,
        "GrantType": "refresh_token",
        "Grant": {"RefreshToken": {}},
        "AuthenticationMethodType": "IAM",
        "AuthenticationMethod": {"Iam": {"ActorPolicy": ACTOR_POLICY}},
        "AssignmentRequired": False,
        "InstanceAccessControlAttributeConfiguration": ATTRIBUTES,
        "TrustedTokenIssuerType": "OIDC_JWT",
        "TrustedTokenIssuerConfiguration": {"OidcJwtConfiguration": OIDC},
        "Tags": [{"Key": "cost", "Value": "1"}],
        "TagKeys": ["team"],
        "RegionName": REGION,
        "Name": "another",
        "Operations": [{"AttributePath": "displayName", "AttributeValue": "Another"}],
        "AlternateIdentifier": {"UniqueAttribute": {"AttributePath": "userName", "AttributeValue": "ada"}},
        "accessToken": names.access_token,
        "accountId": MANAGEMENT,
        "roleName": "Readers",
        "clientId": names.client_id,
        "clientSecret": names.client_secret,
        "grantType": DEVICE_CODE,
        "startUrl": start_url(names),
        "clientName": "another",
        "clientType": "public",
    }


def good(model: OperationModel, names: Names) -> Params:
    """Return input that succeeds."""
    defaults = members(names)
    required = model.input_shape.required_members if model.input_shape else []
    override = OVERRIDES.get(model.name)
    wanted = {} if override is None else override(names)
    return {name: defaults[name] for name in required if name not in wanted} | wanted


OVERRIDES: Mapping[str, Callable[[Names], Params]] = {
    "AttachManagedPolicyToPermissionSet": lambda _: {"ManagedPolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"},
    "CreateAccountAssignment": lambda names: {"PrincipalId": names.other_user_id},
    "CreateApplicationAssignment": lambda names: {"PrincipalId": names.other_user_id},
    "CreateGroup": lambda _: {"DisplayName": "Curators"},
    "CreateGroupMembership": lambda names: {"GroupId": names.other_group_id},
    # A refresh token: what a device was allowed holds for ten minutes, and the tests of a slow machine take longer.
    "CreateToken": lambda names: {"grantType": "refresh_token", "refreshToken": names.refresh_token},
    "CreateTokenWithIAM": lambda names: {
        "clientId": names.application_arn,
        "grantType": "refresh_token",
        "refreshToken": "token",
    },
    "CreateUser": lambda _: {
        "UserName": "cyd",
        "DisplayName": "Cyd",
        "Name": {"GivenName": "Cyd", "FamilyName": "Test"},
    },
    "GetGroupId": lambda _: {
        "AlternateIdentifier": {"UniqueAttribute": {"AttributePath": "displayName", "AttributeValue": "Analysts"}}
    },
    "ProvisionPermissionSet": lambda names: {"TargetId": names.account_id},
    "UpdateApplication": lambda _: {"Description": "Another"},
    "UpdateInstance": lambda _: {"Name": "another"},
    "UpdatePermissionSet": lambda _: {"Description": "Another"},
    "UpdateTrustedTokenIssuer": lambda _: {"Name": "another"},
}


def prepare(name: str, site: Site, caller: Caller, names: Names) -> None:
    """Do what must be done before the good input of an operation succeeds."""
    for earlier in BEFORE.get(name, ()):
        defaults = members(names)
        answer = caller.call("sso-admin", earlier, **{member: defaults[member] for member in TAKES[earlier]})
        assert answer.status == 200, answer.parsed
    site.work()


TAKES: Mapping[str, tuple[str, ...]] = {
    "AddRegion": ("InstanceArn", "RegionName"),
    "AttachCustomerManagedPolicyReferenceToPermissionSet": (
        "InstanceArn",
        "PermissionSetArn",
        "CustomerManagedPolicyReference",
    ),
    "CreateInstanceAccessControlAttributeConfiguration": ("InstanceArn", "InstanceAccessControlAttributeConfiguration"),
    "DeleteAccountAssignment": (
        "InstanceArn",
        "PermissionSetArn",
        "TargetId",
        "TargetType",
        "PrincipalType",
        "PrincipalId",
    ),
    "DeleteInstance": ("InstanceArn",),
    "PutPermissionsBoundaryToPermissionSet": ("InstanceArn", "PermissionSetArn", "PermissionsBoundary"),
}

_WITH_ATTRIBUTES = ("CreateInstanceAccessControlAttributeConfiguration",)
_WITH_BOUNDARY = ("PutPermissionsBoundaryToPermissionSet",)

BEFORE: Mapping[str, tuple[str, ...]] = {
    "CreateInstance": ("DeleteInstance",),
    "DeleteInstanceAccessControlAttributeConfiguration": _WITH_ATTRIBUTES,
    "DeletePermissionSet": ("DeleteAccountAssignment",),
    "DeletePermissionsBoundaryFromPermissionSet": _WITH_BOUNDARY,
    "DescribeInstanceAccessControlAttributeConfiguration": _WITH_ATTRIBUTES,
    "DescribeRegion": ("AddRegion",),
    "DetachCustomerManagedPolicyReferenceFromPermissionSet": ("AttachCustomerManagedPolicyReferenceToPermissionSet",),
    "GetPermissionsBoundaryForPermissionSet": _WITH_BOUNDARY,
    "RemoveRegion": ("AddRegion",),
    "UpdateInstanceAccessControlAttributeConfiguration": _WITH_ATTRIBUTES,
}

OF_THE_ACCOUNTS_INSTANCE = frozenset({"CreateInstance", "DeleteInstance"})
"""What succeeds only for a member account, on its own instance."""
