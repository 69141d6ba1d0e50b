"""What one person may use: for the portal, its API and GetRoleCredentials. Only enabled people, directly or by group."""

from gatepost.core.access.store.entitlements import find_entitlement, list_accounts, list_entitlements, list_roles

__all__ = ["find_entitlement", "list_accounts", "list_entitlements", "list_roles"]
