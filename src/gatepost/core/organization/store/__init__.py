"""The tables of the organisation and their statements, a file for each noun."""

from gatepost.core.organization.store.account import (
    accounts,
    find_account,
    insert_account,
    list_accounts,
    list_accounts_of_parent,
    list_all_accounts,
    move_account,
)
from gatepost.core.organization.store.account_request import (
    complete_request,
    find_request,
    insert_request,
    list_requests,
)
from gatepost.core.organization.store.delegation import (
    delegated_administrators,
    delete_administrator,
    distrust_service,
    insert_administrator,
    list_administrators,
    list_services_of,
    list_trusted,
    lock_service,
    trust_service,
    trusted_services,
)
from gatepost.core.organization.store.organization import find_organization, insert_organization, organizations
from gatepost.core.organization.store.unit import (
    delete_unit,
    find_unit,
    insert_unit,
    list_all_units,
    list_units,
    organizational_units,
    rename_unit,
)

__all__ = [
    "accounts",
    "complete_request",
    "delegated_administrators",
    "delete_administrator",
    "delete_unit",
    "distrust_service",
    "find_account",
    "find_organization",
    "find_request",
    "find_unit",
    "insert_account",
    "insert_administrator",
    "insert_organization",
    "insert_request",
    "insert_unit",
    "list_accounts",
    "list_accounts_of_parent",
    "list_administrators",
    "list_all_accounts",
    "list_all_units",
    "list_requests",
    "list_services_of",
    "list_trusted",
    "list_units",
    "lock_service",
    "move_account",
    "organizational_units",
    "organizations",
    "rename_unit",
    "trust_service",
    "trusted_services",
]
