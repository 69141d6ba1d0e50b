"""sso-admin: instances, permission sets and access to accounts, applications and access to them, tags on all of these."""

from gatepost.doors.aws.sso_admin import (
    account_assignments,
    application_access_scopes,
    application_assignments,
    application_authentication_methods,
    application_grants,
    application_providers,
    application_sessions,
    applications,
    inline_policies,
    instances,
    managed_policies,
    permission_sets,
    provisioning,
    regions,
    tags,
    trusted_token_issuers,
)

__all__ = [
    "account_assignments",
    "application_access_scopes",
    "application_assignments",
    "application_authentication_methods",
    "application_grants",
    "application_providers",
    "application_sessions",
    "applications",
    "inline_policies",
    "instances",
    "managed_policies",
    "permission_sets",
    "provisioning",
    "regions",
    "tags",
    "trusted_token_issuers",
]
