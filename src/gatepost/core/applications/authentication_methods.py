"""Use cases of authentication methods: how an application proves that it is the one that asks for tokens."""

import orjson

from gatepost.core.applications import applications, store
from gatepost.core.applications.model import AuthenticationMethodType, IamAuthenticationMethod
from gatepost.core.authz import validate_resource_policy
from gatepost.core.call import Call
from gatepost.kit.errors import NotFound
from gatepost.kit.paging import Page, PageRequest


def put(
    call: Call, application_arn: str, method_type: AuthenticationMethodType, method: IamAuthenticationMethod
) -> None:
    """Set an application's authentication method of a type (sso-admin PutApplicationAuthenticationMethod)."""
    application = applications.get(call, application_arn)
    validate_resource_policy(orjson.dumps(method.actor_policy))
    store.authentication_methods.put_method(call.tx, application.application_id, method_type, method)


def get(call: Call, application_arn: str, method_type: AuthenticationMethodType) -> IamAuthenticationMethod:
    """Return an authentication method (sso-admin GetApplicationAuthenticationMethod), or raise NotFound."""
    application_id = applications.get(call, application_arn).application_id
    method = store.authentication_methods.find_method(call.tx, application_id, method_type)
    if method is None:
        raise _absent(method_type)
    return method


def delete(call: Call, application_arn: str, method_type: AuthenticationMethodType) -> None:
    """Remove an authentication method (sso-admin DeleteApplicationAuthenticationMethod)."""
    application_id = applications.get(call, application_arn).application_id
    if not store.authentication_methods.delete_method(call.tx, application_id, method_type):
        raise _absent(method_type)


def list_of_application(
    call: Call, application_arn: str, page: PageRequest
) -> Page[tuple[AuthenticationMethodType, IamAuthenticationMethod]]:
    """List an application's authentication methods by type (sso-admin ListApplicationAuthenticationMethods)."""
    application_id = applications.get(call, application_arn).application_id
    return store.authentication_methods.list_methods(call.tx, application_id, page)


def _absent(method_type: AuthenticationMethodType) -> NotFound:
    return NotFound(f"Could not find AuthenticationMethod of type {method_type}")
