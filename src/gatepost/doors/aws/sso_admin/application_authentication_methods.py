"""sso-admin operations on how an application authenticates itself."""

from collections.abc import Mapping
from typing import Any

from gatepost.core.applications import authentication_methods
from gatepost.core.applications.model import AuthenticationMethodType
from gatepost.core.call import Call
from gatepost.doors.aws.service import reads, writes
from gatepost.doors.aws.sso_admin import application_views
from gatepost.kit.paging import Page, PageRequest


@writes(on="ApplicationArn")
def put_application_authentication_method(
    call: Call,
    *,
    application_arn: str,
    authentication_method_type: AuthenticationMethodType,
    authentication_method: Mapping[str, Any],
) -> dict[str, Any]:
    """Set an authentication method of an application."""
    method = application_views.authentication_method_given(authentication_method)
    authentication_methods.put(call, application_arn, authentication_method_type, method)
    return {}


@reads(on="ApplicationArn")
def get_application_authentication_method(
    call: Call, *, application_arn: str, authentication_method_type: AuthenticationMethodType
) -> dict[str, Any]:
    """Tell an authentication method of an application."""
    method = authentication_methods.get(call, application_arn, authentication_method_type)
    return {"AuthenticationMethod": application_views.authentication_method(method)}


@writes(on="ApplicationArn")
def delete_application_authentication_method(
    call: Call, *, application_arn: str, authentication_method_type: AuthenticationMethodType
) -> dict[str, Any]:
    """Remove an authentication method of an application."""
    authentication_methods.delete(call, application_arn, authentication_method_type)
    return {}


@reads(on="ApplicationArn")
def list_application_authentication_methods(
    call: Call, *, page: PageRequest, application_arn: str
) -> Page[dict[str, Any]]:
    """List the authentication methods of an application."""
    found = authentication_methods.list_of_application(call, application_arn, page)
    return found.map(
        lambda each: {
            "AuthenticationMethodType": each[0],
            "AuthenticationMethod": application_views.authentication_method(each[1]),
        }
    )
