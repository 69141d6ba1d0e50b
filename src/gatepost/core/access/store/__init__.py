"""The tables of access and their statements, one file a noun."""

from gatepost.core.access.store import assignments, entitlements, permission_sets, policies, provisioning, requests

__all__ = ["assignments", "entitlements", "permission_sets", "policies", "provisioning", "requests"]
