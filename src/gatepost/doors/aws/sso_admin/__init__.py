"""sso-admin: the instance, permission sets, their policies, assignments and provisioning."""

from gatepost.doors.aws.sso_admin import (
    account_assignments,
    inline_policies,
    instances,
    managed_policies,
    permission_sets,
    provisioning,
)

__all__ = [
    "account_assignments",
    "inline_policies",
    "instances",
    "managed_policies",
    "permission_sets",
    "provisioning",
]
