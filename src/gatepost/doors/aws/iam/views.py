"""IAM's models as output structures."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from gatepost.core.iam.model import AccessKey, IamUser, Role
from gatepost.kit.secret import Secret


def role(role: Role) -> dict[str, Any]:
    """Return the Role structure; IAM percent-encodes the policies that it answers with (RFC 3986)."""
    return {
        **_entity(role),
        "RoleName": role.name,
        "RoleId": role.role_id,
        "AssumeRolePolicyDocument": quote(role.trust_policy, safe=""),
        "Description": role.description or None,
        "MaxSessionDuration": role.max_session_seconds,
    }


def user(user: IamUser) -> dict[str, Any]:
    """Return the User structure."""
    return {**_entity(user), "UserName": user.name, "UserId": user.user_id}


def listed(entity: Mapping[str, Any]) -> dict[str, Any]:
    """Return a role's structure as lists have it: without tags and permissions boundary (ListRoles)."""
    return {name: value for name, value in entity.items() if name not in {"Tags", "PermissionsBoundary"}}


def access_key(user: IamUser, key: AccessKey, secret: Secret) -> dict[str, Any]:
    """Return the AccessKey structure, the one place where a secret is shown."""
    return {**access_key_metadata(user, key), "SecretAccessKey": secret.reveal()}


def access_key_metadata(user: IamUser, key: AccessKey) -> dict[str, Any]:
    """Return the AccessKeyMetadata structure."""
    return {
        "UserName": user.name,
        "AccessKeyId": key.access_key_id,
        "Status": key.status,
        "CreateDate": key.created_at,
    }


def _entity(entity: Role | IamUser) -> dict[str, Any]:
    view: dict[str, Any] = {"Path": entity.path, "Arn": entity.arn, "CreateDate": entity.created_at}
    if entity.permissions_boundary is not None:
        view["PermissionsBoundary"] = {
            "PermissionsBoundaryType": "PermissionsBoundaryPolicy",
            "PermissionsBoundaryArn": entity.permissions_boundary,
        }
    if entity.tags:
        view["Tags"] = [{"Key": key, "Value": value} for key, value in entity.tags.items()]
    return view
