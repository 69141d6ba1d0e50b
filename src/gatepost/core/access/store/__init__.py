"""The tables of access and their statements, one file a noun."""

from gatepost.core.access.store import (
    assignments,
    attributes,
    entitlements,
    permission_sets,
    policies,
    provisioning,
    requests,
)

__all__ = ["assignments", "attributes", "entitlements", "permission_sets", "policies", "provisioning", "requests"]
