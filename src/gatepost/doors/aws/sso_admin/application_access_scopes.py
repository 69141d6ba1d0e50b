"""sso-admin operations on the access scopes of an application."""

from collections.abc import Sequence
from typing import Any

from gatepost.core.applications import access_scopes
from gatepost.core.applications.model import AccessScope
from gatepost.core.call import Call
from gatepost.doors.aws.service import reads, writes
from gatepost.doors.aws.sso_admin import application_views
from gatepost.kit.paging import Page, PageRequest


@writes(on="ApplicationArn")
def put_application_access_scope(
    call: Call, *, scope: str, application_arn: str, authorized_targets: Sequence[str] | None = None
) -> dict[str, Any]:
    """Give an application a scope."""
    targets = None if authorized_targets is None else tuple(authorized_targets)
    access_scopes.put(call, application_arn, AccessScope(scope, targets))
    return {}


@reads(on="ApplicationArn")
def get_application_access_scope(call: Call, *, application_arn: str, scope: str) -> dict[str, Any]:
    """Tell the authorized targets of a scope."""
    return application_views.access_scope(access_scopes.get(call, application_arn, scope))


@writes(on="ApplicationArn")
def delete_application_access_scope(call: Call, *, application_arn: str, scope: str) -> dict[str, Any]:
    """Take a scope away from an application."""
    access_scopes.delete(call, application_arn, scope)
    return {}


@reads(on="ApplicationArn")
def list_application_access_scopes(call: Call, *, page: PageRequest, application_arn: str) -> Page[dict[str, Any]]:
    """List the scopes of an application."""
    return access_scopes.list_of_application(call, application_arn, page).map(application_views.access_scope)
