"""iam GetRole and ListRoles."""

from typing import Any

from gatepost.core.call import Call
from gatepost.core.iam import roles
from gatepost.doors.aws.iam import views
from gatepost.doors.aws.service import reads
from gatepost.kit.paging import Page, PageRequest


@reads(on="RoleName")
def get_role(call: Call, *, role_name: str) -> dict[str, Any]:
    """Return a role of the caller's account."""
    return {"Role": views.role(roles.get_role(call, call.actor.account_id, role_name))}


@reads()
def list_roles(call: Call, *, page: PageRequest, path_prefix: str | None = None) -> Page[dict[str, Any]]:
    """Return the roles of the caller's account whose path begins with a prefix."""
    found = roles.list_roles(call, call.actor.account_id, page, path_prefix=path_prefix or "/")
    return found.map(lambda role: views.listed(views.role(role)))
