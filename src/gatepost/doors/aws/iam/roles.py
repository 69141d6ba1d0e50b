"""iam operations on roles."""

from typing import Any

from gatepost.core.call import Call
from gatepost.core.iam import roles
from gatepost.core.iam.model import DEFAULT_SESSION_SECONDS
from gatepost.doors.aws.iam import views
from gatepost.doors.aws.iam.tags import TagList, pairs
from gatepost.doors.aws.service import reads, writes
from gatepost.kit.paging import Page, PageRequest


@writes(on="RoleName")
def create_role(
    call: Call,
    *,
    role_name: str,
    assume_role_policy_document: str,
    path: str | None = None,
    description: str | None = None,
    max_session_duration: int | None = None,
    permissions_boundary: str | None = None,
    tags: TagList | None = None,
) -> dict[str, Any]:
    """Make a role of the caller's account."""
    made = roles.create_own_role(
        call,
        call.actor.account_id,
        name=role_name,
        path=path or "/",
        trust_policy=assume_role_policy_document,
        description=description or "",
        max_session_seconds=max_session_duration or DEFAULT_SESSION_SECONDS,
        permissions_boundary=permissions_boundary,
        tagged=pairs(tags),
    )
    return {"Role": views.role(made)}


@reads(on="RoleName")
def get_role(call: Call, *, role_name: str) -> dict[str, Any]:
    """Return a role of the caller's account."""
    return {"Role": views.role(roles.get_role(call, call.actor.account_id, role_name))}


@reads()
def list_roles(call: Call, *, page: PageRequest, path_prefix: str | None = None) -> Page[dict[str, Any]]:
    """Return the roles of the caller's account whose path begins with a prefix."""
    found = roles.list_roles(call, call.actor.account_id, page, path_prefix=path_prefix or "/")
    return found.map(lambda role: views.listed(views.role(role), "Tags", "PermissionsBoundary"))


@writes(on="RoleName")
def update_role(
    call: Call, *, role_name: str, description: str | None = None, max_session_duration: int | None = None
) -> dict[str, Any]:
    """Change a role's description and its longest session."""
    roles.update_role(
        call,
        call.actor.account_id,
        role_name,
        description=description,
        max_session_seconds=max_session_duration,
    )
    return {}


@writes(on="RoleName")
def update_role_description(call: Call, *, role_name: str, description: str) -> dict[str, Any]:
    """Change a role's description."""
    changed = roles.update_role(call, call.actor.account_id, role_name, description=description)
    return {"Role": views.role(changed)}


@writes(on="RoleName")
def update_assume_role_policy(call: Call, *, role_name: str, policy_document: str) -> dict[str, Any]:
    """Say anew who may assume a role."""
    roles.set_trust_policy(call, call.actor.account_id, role_name, policy_document)
    return {}


@writes(on="RoleName")
def delete_role(call: Call, *, role_name: str) -> dict[str, Any]:
    """Remove a role without policies."""
    roles.delete_empty_role(call, call.actor.account_id, role_name)
    return {}


@reads(on="RoleName")
def list_instance_profiles_for_role(call: Call, *, page: PageRequest, role_name: str) -> Page[dict[str, Any]]:
    """Return nothing: there are no instances here that a profile could give a role to."""
    roles.get_role(call, call.actor.account_id, role_name)
    return Page([])
