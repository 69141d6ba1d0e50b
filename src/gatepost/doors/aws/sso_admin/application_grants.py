"""sso-admin operations on the OAuth 2.0 grants of an application."""

from collections.abc import Mapping
from typing import Any

from gatepost.core.applications import grants
from gatepost.core.applications.model import GrantType
from gatepost.core.call import Call
from gatepost.doors.aws.service import reads, writes
from gatepost.doors.aws.sso_admin import application_views
from gatepost.kit.paging import Page, PageRequest


@writes(on="ApplicationArn")
def put_application_grant(
    call: Call, *, application_arn: str, grant_type: GrantType, grant: Mapping[str, Any]
) -> dict[str, Any]:
    """Set a grant of an application."""
    grants.put(call, application_arn, grant_type, application_views.grant_given(grant))
    return {}


@reads(on="ApplicationArn")
def get_application_grant(call: Call, *, application_arn: str, grant_type: GrantType) -> dict[str, Any]:
    """Tell a grant of an application."""
    return {"Grant": application_views.grant(grants.get(call, application_arn, grant_type))}


@writes(on="ApplicationArn")
def delete_application_grant(call: Call, *, application_arn: str, grant_type: GrantType) -> dict[str, Any]:
    """Remove a grant of an application."""
    grants.delete(call, application_arn, grant_type)
    return {}


@reads(on="ApplicationArn")
def list_application_grants(call: Call, *, page: PageRequest, application_arn: str) -> Page[dict[str, Any]]:
    """List the grants of an application."""
    return grants.list_of_application(call, application_arn, page).map(application_views.grant_item)
