"""The tables of services that the organisation trusts, and of the accounts that administer them for it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Select, Table, bindparam, delete, func, insert, select

from gatepost.core.organization.model import Account, DelegatedAdministrator, TrustedService
from gatepost.core.organization.store.account import accounts, each_account
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Instant, Name, metadata
from gatepost.store.database import Transaction, upsert

trusted_services = Table(
    "trusted_services",
    metadata,
    Column("service_principal", Name(128), primary_key=True),
    Column("enabled_at", Instant, nullable=False),
)

delegated_administrators = Table(
    "delegated_administrators",
    metadata,
    Column("account_id", Name(12), ForeignKey("accounts.account_id", ondelete="CASCADE"), primary_key=True),
    Column("service_principal", Name(128), ForeignKey("trusted_services.service_principal"), primary_key=True),
    Column("enabled_at", Instant, nullable=False),
    Index("ix_delegated_administrators_service_principal", "service_principal", "account_id"),
)

_TRUST = upsert(trusted_services, key=["service_principal"])
_ONE_SERVICE = trusted_services.c.service_principal == bindparam("service")
_LOCK_SERVICE = select(trusted_services).where(_ONE_SERVICE).with_for_update()
_DISTRUST = delete(trusted_services).where(_ONE_SERVICE)
_TRUSTED = (
    select(trusted_services)
    .where(trusted_services.c.service_principal > bindparam("after"))
    .order_by(trusted_services.c.service_principal)
    .limit(bindparam("size"))
)

_DELEGATIONS = delegated_administrators.c
_INSERT = insert(delegated_administrators)
_DELETE = delete(delegated_administrators).where(
    _DELEGATIONS.account_id == bindparam("account"), _DELEGATIONS.service_principal == bindparam("service")
)
_SERVICES_OF = (
    select(_DELEGATIONS.service_principal, _DELEGATIONS.enabled_at)
    .where(_DELEGATIONS.account_id == bindparam("account"), _DELEGATIONS.service_principal > bindparam("after"))
    .order_by(_DELEGATIONS.service_principal)
    .limit(bindparam("size"))
)
_SINCE = select(_DELEGATIONS.account_id, func.min(_DELEGATIONS.enabled_at, type_=Instant).label("since")).group_by(
    _DELEGATIONS.account_id
)


def _administrators(delegations: Select[Any]) -> Select[Any]:
    since = delegations.subquery()
    return (
        each_account.add_columns(since.c.since)
        .join(since, since.c.account_id == accounts.c.account_id)
        .where(accounts.c.account_id > bindparam("after"))
        .order_by(accounts.c.account_id)
        .limit(bindparam("size"))
    )


_ADMINISTRATORS = _administrators(_SINCE)
_ADMINISTRATORS_OF_SERVICE = _administrators(_SINCE.where(_DELEGATIONS.service_principal == bindparam("service")))


def trust_service(tx: Transaction, service: TrustedService) -> None:
    """Let a service work with the organisation; one that does already stays as it is."""
    tx.change(_TRUST, {"service_principal": service.service_principal, "enabled_at": service.enabled_at})


def lock_service(tx: Transaction, service_principal: str) -> TrustedService | None:
    """Return a trusted service; until the transaction ends nobody changes who administers it."""
    row = tx.first(_LOCK_SERVICE, {"service": service_principal})
    return None if row is None else TrustedService(*row)


def distrust_service(tx: Transaction, service_principal: str) -> None:
    """Let a service work with the organisation no longer; nobody must administer it."""
    tx.change(_DISTRUST, {"service": service_principal})


def list_trusted(tx: Transaction, request: PageRequest) -> Page[TrustedService]:
    """Return the trusted services, by name."""
    return _services(tx, _TRUSTED, {}, request)


def insert_administrator(tx: Transaction, account_id: str, service: TrustedService) -> None:
    """Let an account administer a service; raise Duplicate where it does."""
    row = {
        "account_id": account_id,
        "service_principal": service.service_principal,
        "enabled_at": service.enabled_at,
    }
    tx.change(_INSERT, row)


def delete_administrator(tx: Transaction, account_id: str, service_principal: str) -> bool:
    """Let an account administer a service no longer; False where it did not."""
    return tx.change(_DELETE, {"account": account_id, "service": service_principal}) == 1


def list_services_of(tx: Transaction, account_id: str, request: PageRequest) -> Page[TrustedService]:
    """Return the services that an account administers, by name, each with the time since when."""
    return _services(tx, _SERVICES_OF, {"account": account_id}, request)


def list_administrators(
    tx: Transaction, service_principal: str | None, request: PageRequest
) -> Page[DelegatedAdministrator]:
    """Return the accounts that administer a service, or any service, each with the time since when."""
    if service_principal is None:
        rows = tx.all(_ADMINISTRATORS, _window(request))
    else:
        rows = tx.all(_ADMINISTRATORS_OF_SERVICE, {"service": service_principal, **_window(request)})
    found = [DelegatedAdministrator(Account(*row[:-1]), row[-1]) for row in map(tuple, rows)]
    return page_of(found, request, lambda each: (each.account.account_id,))


def _services(
    tx: Transaction, statement: Select[Any], parameters: Mapping[str, Any], request: PageRequest
) -> Page[TrustedService]:
    rows = tx.all(statement, {**parameters, **_window(request)})
    return page_of([TrustedService(*row) for row in rows], request, lambda each: (each.service_principal,))


def _window(request: PageRequest) -> dict[str, Any]:
    return {"after": "" if request.after is None else request.after[0], "size": request.size + 1}
