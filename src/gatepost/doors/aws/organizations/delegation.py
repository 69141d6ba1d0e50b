"""organizations operations on trusted services and delegated administrators."""

from typing import Any

from gatepost.core.call import Call
from gatepost.core.organization import delegation, organizations
from gatepost.doors.aws.organizations import views
from gatepost.doors.aws.service import reads, writes
from gatepost.kit.paging import Page, PageRequest


@writes()
def enable_aws_service_access(call: Call, *, service_principal: str) -> dict[str, Any]:
    """Let a service work with the organisation."""
    delegation.enable_service(call, service_principal)
    return {}


@writes()
def disable_aws_service_access(call: Call, *, service_principal: str) -> dict[str, Any]:
    """Let a service work with the organisation no longer."""
    delegation.disable_service(call, service_principal)
    return {}


@reads()
def list_aws_service_access_for_organization(call: Call, *, page: PageRequest) -> Page[dict[str, Any]]:
    """Return the services that work with the organisation."""
    return delegation.list_services(call, page).map(views.enabled_service)


@writes(on="AccountId")
def register_delegated_administrator(call: Call, *, account_id: str, service_principal: str) -> dict[str, Any]:
    """Let a member account administer a service."""
    delegation.register(call, account_id, service_principal)
    return {}


@writes(on="AccountId")
def deregister_delegated_administrator(call: Call, *, account_id: str, service_principal: str) -> dict[str, Any]:
    """Let a member account administer a service no longer."""
    delegation.deregister(call, account_id, service_principal)
    return {}


@reads()
def list_delegated_administrators(
    call: Call, *, page: PageRequest, service_principal: str | None = None
) -> Page[dict[str, Any]]:
    """Return the accounts that administer a service, or any service."""
    organization = organizations.get(call)
    found = delegation.list_administrators(call, service_principal, page)
    return found.map(lambda each: views.delegated_administrator(organization, each))


@reads(on="AccountId")
def list_delegated_services_for_account(call: Call, *, page: PageRequest, account_id: str) -> Page[dict[str, Any]]:
    """Return the services that an account administers."""
    return delegation.list_services_of(call, account_id, page).map(views.delegated_service)
