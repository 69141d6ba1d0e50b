"""Delegated administration: services that work with the organisation, and the member accounts that administer them for it."""

from gatepost.core.call import Call
from gatepost.core.organization import accounts, organizations, store
from gatepost.core.organization.model import (
    SSO_PRINCIPAL,
    DelegatedAdministrator,
    TrustedService,
    is_service_principal,
)
from gatepost.kit.errors import Conflict, Invalid, NotFound, QuotaExceeded
from gatepost.kit.paging import Page, PageRequest
from gatepost.store.database import Duplicate

_FIRST = PageRequest(1)


def enable_service(call: Call, service_principal: str) -> None:
    """Let a service work with the organisation (EnableAWSServiceAccess). It may do so already."""
    _check(service_principal)
    store.trust_service(call.tx, TrustedService(service_principal, call.now))


def disable_service(call: Call, service_principal: str) -> None:
    """Let a service work with the organisation no longer (DisableAWSServiceAccess); nobody may be administering it.

    What the service has made in accounts stays as it is.
    """
    _check(service_principal)
    if store.lock_service(call.tx, service_principal) is None:
        return
    if store.list_administrators(call.tx, service_principal, _FIRST).items:
        raise QuotaExceeded(
            "You must deregister the delegated administrators of the service before you disable its access.",
            reason="DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE",
        )
    store.distrust_service(call.tx, service_principal)


def list_services(call: Call, page: PageRequest) -> Page[TrustedService]:
    """Return the services that work with the organisation (ListAWSServiceAccessForOrganization)."""
    return store.list_trusted(call.tx, page)


def register(call: Call, account_id: str, service_principal: str) -> None:
    """Let a member account administer a service for the organisation (RegisterDelegatedAdministrator)."""
    _check(service_principal)
    _require_member(call, account_id)
    if store.lock_service(call.tx, service_principal) is None:
        raise QuotaExceeded(
            "You must enable access for the service before you register a delegated administrator for it.",
            reason="SERVICE_ACCESS_NOT_ENABLED",
        )
    known = store.list_administrators(call.tx, service_principal, _FIRST).items
    if service_principal == SSO_PRINCIPAL and known and known[0].account.account_id != account_id:
        # "You can delegate administration to one member account": of Identity Center there is never a second one.
        raise QuotaExceeded(
            "The service already has a delegated administrator.",
            reason="DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE",
        )
    try:
        store.insert_administrator(call.tx, account_id, TrustedService(service_principal, call.now))
    except Duplicate:
        raise Conflict(
            "The specified account is already a delegated administrator for this AWS service.",
            reason="AccountAlreadyRegisteredException",
        ) from None


def deregister(call: Call, account_id: str, service_principal: str) -> None:
    """Let a member account administer a service no longer (DeregisterDelegatedAdministrator)."""
    _check(service_principal)
    accounts.get(call, account_id)
    if not store.delete_administrator(call.tx, account_id, service_principal):
        raise _not_registered()


def list_administrators(call: Call, service_principal: str | None, page: PageRequest) -> Page[DelegatedAdministrator]:
    """Return the accounts that administer a service, or any service (ListDelegatedAdministrators)."""
    return store.list_administrators(call.tx, service_principal, page)


def list_services_of(call: Call, account_id: str, page: PageRequest) -> Page[TrustedService]:
    """Return the services that an account administers (ListDelegatedServicesForAccount), or raise NotFound for none."""
    accounts.get(call, account_id)
    found = store.list_services_of(call.tx, account_id, page)
    if not found.items and page.after is None:
        raise _not_registered()
    return found


def _require_member(call: Call, account_id: str) -> None:
    account = accounts.get(call, account_id)
    if account_id == organizations.get(call).management_account_id:
        raise QuotaExceeded(
            "You cannot register the management account as a delegated administrator for your organization.",
            reason="CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
        )
    if account.status != "ACTIVE":
        raise QuotaExceeded(
            "You cannot register a suspended account as a delegated administrator.",
            reason="CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR",
        )


def _check(service_principal: str) -> None:
    if not is_service_principal(service_principal):
        raise Invalid("You specified an unrecognized service principal.", reason="UNRECOGNIZED_SERVICE_PRINCIPAL")


def _not_registered() -> NotFound:
    return NotFound(
        "The specified account is not a delegated administrator for this AWS service.",
        reason="AccountNotRegisteredException",
    )
