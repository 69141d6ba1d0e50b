"""Roles of the built-in accounts: made by organisation and Identity Center, read by IAM."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from gatepost.core.authz.validation import validate_trust_policy
from gatepost.core.call import Call
from gatepost.core.iam import managed_policies, store, tags
from gatepost.core.iam.model import DEFAULT_SESSION_SECONDS, MAX_TRUST_POLICY_CHARACTERS, Role, weight
from gatepost.kit import arns, ids
from gatepost.kit.errors import Conflict, Invalid, NotFound, QuotaExceeded
from gatepost.kit.paging import Page, PageRequest
from gatepost.store.database import Duplicate

RESERVED_NAMES = ("AWSReservedSSO_", "AWSServiceRoleFor")
"""How the names of roles begin that no administrator makes."""

find_role = store.find_role


def trust_account(account_id: str) -> str:
    """Return a trust policy that leaves it to an account which of its principals may assume the role."""
    return _policy({"Effect": "Allow", "Principal": {"AWS": arns.account_root(account_id)}, "Action": "sts:AssumeRole"})


def trust_single_sign_on(account_id: str) -> str:
    """Return the trust policy of a role of Identity Center: only sign-in leads to it, AssumeRole never does.

    It is what AWS writes there, but for the provider's name, which has an instance's digits in it.
    """
    provider = f"arn:{arns.PARTITION}:iam::{account_id}:saml-provider/AWSSSO_DO_NOT_DELETE"
    return _policy(
        {
            "Effect": "Allow",
            "Principal": {"Federated": provider},
            "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession"],
            "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}},
        }
    )


def create_role(
    call: Call,
    account_id: str,
    *,
    name: str,
    trust_policy: str,
    path: str = "/",
    attached: Sequence[str] = (),
    inline: Mapping[str, str] | None = None,
    max_session_seconds: int = DEFAULT_SESSION_SECONDS,
    description: str = "",
    permissions_boundary: str | None = None,
    tags: Mapping[str, str] | None = None,
) -> Role:
    """Make a role; raise MalformedPolicyDocument for a trust policy that is none."""
    _check_trust_policy(trust_policy)
    role = Role(
        role_id=ids.new_role_id(call.entropy),
        account_id=account_id,
        name=name,
        path=path,
        trust_policy=trust_policy,
        description=description,
        max_session_seconds=max_session_seconds,
        attached=sorted(attached),
        inline=inline or {},
        permissions_boundary=permissions_boundary,
        tags=tags or {},
        created_at=call.now,
    )
    try:
        store.insert_role(call.tx, role)
    except Duplicate:
        raise Conflict(f"Role with name {name} already exists.", reason="EntityAlreadyExists") from None
    return role


def create_own_role(
    call: Call,
    account_id: str,
    *,
    name: str,
    path: str,
    trust_policy: str,
    description: str,
    max_session_seconds: int,
    permissions_boundary: str | None,
    tagged: tags.Pairs,
) -> Role:
    """Make a role as its account wants it (IAM CreateRole): outside the paths and names that AWS keeps for itself."""
    if path.startswith(arns.RESERVED_PATHS) or name.startswith(RESERVED_NAMES):
        raise Invalid(f"The role path {path} or name {name} is reserved for AWS.", reason="InvalidInput")
    if permissions_boundary is not None:
        managed_policies.require_attachable(call, account_id, permissions_boundary)
    return create_role(
        call,
        account_id,
        name=name,
        path=path,
        trust_policy=trust_policy,
        description=description,
        max_session_seconds=max_session_seconds,
        permissions_boundary=permissions_boundary,
        tags=tags.added({}, tagged),
    )


def put_reserved_role(
    call: Call,
    account_id: str,
    *,
    name: str,
    path: str,
    attached: Sequence[str],
    inline: Mapping[str, str],
    max_session_seconds: int,
    description: str,
    permissions_boundary: str | None = None,
) -> Role:
    """Make a role of Identity Center, or bring the one of that name up to date: its id, and so its sessions, stay."""
    known = store.find_role(call.tx, account_id, name)
    if known is None:
        return create_role(
            call,
            account_id,
            name=name,
            path=path,
            trust_policy=trust_single_sign_on(account_id),
            attached=attached,
            inline=inline,
            max_session_seconds=max_session_seconds,
            description=description,
            permissions_boundary=permissions_boundary,
        )
    changed = replace(
        known,
        path=path,
        attached=sorted(attached),
        inline=inline,
        max_session_seconds=max_session_seconds,
        description=description,
        permissions_boundary=permissions_boundary,
    )
    store.update_role(call.tx, changed)
    if changed.attached != known.attached:
        store.OF_ROLES.replace(call.tx, changed.role_id, account_id, changed.attached)
    return changed


def get_role(call: Call, account_id: str, name: str) -> Role:
    """Return a role of an account (IAM GetRole)."""
    role = store.find_role(call.tx, account_id, name)
    if role is None:
        raise _not_found(name)
    return role


def list_roles(call: Call, account_id: str, page: PageRequest, *, path_prefix: str = "/") -> Page[Role]:
    """Return the roles of an account whose path begins with a prefix (IAM ListRoles)."""
    return store.list_roles(call.tx, account_id, path_prefix, page)


def update_role(
    call: Call, account_id: str, name: str, *, description: str | None = None, max_session_seconds: int | None = None
) -> Role:
    """Change what is given of a role (IAM UpdateRole)."""
    role = lock_role(call, account_id, name)
    changed = replace(
        role,
        description=role.description if description is None else description,
        max_session_seconds=max_session_seconds or role.max_session_seconds,
    )
    store.update_role(call.tx, changed)
    return changed


def set_trust_policy(call: Call, account_id: str, name: str, document: str) -> None:
    """Say anew who may assume a role (IAM UpdateAssumeRolePolicy)."""
    role = lock_role(call, account_id, name)
    _check_trust_policy(document)
    store.update_role(call.tx, replace(role, trust_policy=document))


def tag_role(call: Call, account_id: str, name: str, pairs: tags.Pairs) -> None:
    """Add tags to a role (IAM TagRole)."""
    role = lock_role(call, account_id, name)
    store.update_role(call.tx, replace(role, tags=tags.added(role.tags, pairs)))


def untag_role(call: Call, account_id: str, name: str, keys: Sequence[str]) -> None:
    """Take tags from a role (IAM UntagRole)."""
    role = lock_role(call, account_id, name)
    store.update_role(call.tx, replace(role, tags=tags.without(role.tags, keys)))


def delete_empty_role(call: Call, account_id: str, name: str) -> None:
    """Remove a role that has no policies (IAM DeleteRole)."""
    role = lock_role(call, account_id, name)
    if role.attached:
        raise Conflict("Cannot delete entity, must detach all policies first.", reason="DeleteConflict")
    if role.inline:
        raise Conflict("Cannot delete entity, must delete policies first.", reason="DeleteConflict")
    store.delete_role(call.tx, account_id, name)


def delete_role(call: Call, account_id: str, name: str) -> None:
    """Remove a role whatever it has, such as one of Identity Center: every session of it is dead from now on."""
    if not store.delete_role(call.tx, account_id, name):
        raise _not_found(name)


def lock_role(call: Call, account_id: str, name: str) -> Role:
    """Return a role of an account to change it; raise Conflict for one that only Identity Center changes."""
    role = store.lock_role(call.tx, account_id, name)
    if role is None:
        raise _not_found(name)
    if role.path.startswith(arns.RESERVED_PATHS):
        raise Conflict(
            f"Cannot perform the operation on the protected role '{role.name}' - this role is only modifiable by AWS",
            reason="UnmodifiableEntity",
        )
    return role


def _check_trust_policy(document: str) -> None:
    validate_trust_policy(document)
    if weight(document) > MAX_TRUST_POLICY_CHARACTERS:
        raise QuotaExceeded(
            f"Cannot exceed quota for ACLSizePerRole: {MAX_TRUST_POLICY_CHARACTERS}", reason="LimitExceeded"
        )


def _not_found(name: str) -> NotFound:
    return NotFound(f"The role with name {name} cannot be found.", reason="NoSuchEntity")


def _policy(statement: Mapping[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, separators=(",", ":"))
