"""Use cases of access scopes: what an application may ask for on a person's behalf, and whom it may ask."""

from gatepost.core.applications import applications, store
from gatepost.core.applications.model import MAX_ACCESS_SCOPES, AccessScope, Application
from gatepost.core.call import Call
from gatepost.kit import arns
from gatepost.kit.errors import NotFound, QuotaExceeded
from gatepost.kit.paging import Page, PageRequest


def put(call: Call, application_arn: str, scope: AccessScope) -> None:
    """Give an application a scope, or a scope of its other targets (sso-admin PutApplicationAccessScope)."""
    application = applications.lock(call, application_arn)
    for target in scope.targets or ():
        _require_target(call, application, target)
    store.access_scopes.put_scope(call.tx, application.application_id, scope)
    if store.access_scopes.count_scopes(call.tx, application.application_id) > MAX_ACCESS_SCOPES:
        raise QuotaExceeded(f"An application can have at most {MAX_ACCESS_SCOPES} access scopes.")


def get(call: Call, application_arn: str, name: str) -> AccessScope:
    """Return a scope of an application with its targets (sso-admin GetApplicationAccessScope), or raise NotFound."""
    application_id = applications.get(call, application_arn).application_id
    scope = store.access_scopes.find_scope(call.tx, application_id, name)
    if scope is None:
        raise _absent(name)
    return scope


def delete(call: Call, application_arn: str, name: str) -> None:
    """Take a scope away from an application (sso-admin DeleteApplicationAccessScope)."""
    application_id = applications.get(call, application_arn).application_id
    if not store.access_scopes.delete_scope(call.tx, application_id, name):
        raise _absent(name)


def list_of_application(call: Call, application_arn: str, page: PageRequest) -> Page[AccessScope]:
    """List an application's scopes by name (sso-admin ListApplicationAccessScopes)."""
    application_id = applications.get(call, application_arn).application_id
    return store.access_scopes.list_scopes(call.tx, application_id, page)


def _require_target(call: Call, application: Application, target: str) -> None:
    """Raise NotFound for a target that is neither the application's own instance nor an application of it."""
    if target == arns.instance(application.instance_id):
        return
    if arns.kind(target) != "application" or applications.get(call, target).instance_id != application.instance_id:
        raise NotFound(f"Could not find the authorized target {target}")


def _absent(name: str) -> NotFound:
    return NotFound(f"Could not find AccessScope with name {name}")
