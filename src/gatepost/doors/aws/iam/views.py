"""IAM's models as output structures."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from gatepost.core.iam.model import AccessKey, IamUser, ManagedPolicy, PolicyUsage, PolicyVersion, Role
from gatepost.kit.secret import Secret


def role(role: Role) -> dict[str, Any]:
    """Return the Role structure."""
    return {
        **_entity(role),
        "RoleName": role.name,
        "RoleId": role.role_id,
        "AssumeRolePolicyDocument": encoded(role.trust_policy),
        "Description": role.description or None,
        "MaxSessionDuration": role.max_session_seconds,
    }


def encoded(document: str) -> str:
    """Return a policy document as IAM answers with it: "URL-encoded compliant with RFC 3986"."""
    return quote(document, safe="")


def policy(policy: ManagedPolicy, used: PolicyUsage) -> dict[str, Any]:
    """Return the Policy structure."""
    view = {
        "PolicyName": policy.name,
        "PolicyId": policy.policy_id,
        "Arn": policy.arn,
        "Path": policy.path,
        "DefaultVersionId": policy.default_version_id,
        "AttachmentCount": used.attachments,
        "PermissionsBoundaryUsageCount": used.boundaries,
        "IsAttachable": True,
        "Description": policy.description or None,
        "CreateDate": policy.created_at,
        "UpdateDate": policy.updated_at,
    }
    return view | {"Tags": tags(policy.tags)} if policy.tags else view


def policy_version(version: PolicyVersion, *, is_default: bool) -> dict[str, Any]:
    """Return the PolicyVersion structure without its document, as most operations answer it."""
    return {"VersionId": version.version_id, "IsDefaultVersion": is_default, "CreateDate": version.created_at}


def attached_policy(arn: str) -> dict[str, Any]:
    """Return the AttachedPolicy structure."""
    return {"PolicyName": arn.rpartition("/")[2], "PolicyArn": arn}


def tags(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Return tags as a list, sorted by key."""
    return [{"Key": key, "Value": tags[key]} for key in sorted(tags)]


def user(user: IamUser) -> dict[str, Any]:
    """Return the User structure."""
    return {**_entity(user), "UserName": user.name, "UserId": user.user_id}


def listed(entity: Mapping[str, Any], *left_out: str) -> dict[str, Any]:
    """Return an entity's structure as lists have it, without some members."""
    return {name: value for name, value in entity.items() if name not in left_out}


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
        view["Tags"] = tags(entity.tags)
    return view
