"""The tables of access and their statements, one file a noun."""

from gatepost.core.access.store import (
    access_report,
    assignments,
    attributes,
    entitlements,
    permission_sets,
    policies,
    provisioning,
    requests,
    role_marks,
)

__all__ = [
    "access_report",
    "assignments",
    "attributes",
    "entitlements",
    "permission_sets",
    "policies",
    "provisioning",
    "requests",
    "role_marks",
]
