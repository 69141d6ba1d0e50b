"""The tables of applications and trusted token issuers and their statements, a file for each noun."""

from gatepost.core.applications.store import (
    access_scopes,
    applications,
    assignments,
    authentication_methods,
    grants,
    logos,
    participants,
    saml_applications,
    trusted_token_issuers,
)

__all__ = [
    "access_scopes",
    "applications",
    "assignments",
    "authentication_methods",
    "grants",
    "logos",
    "participants",
    "saml_applications",
    "trusted_token_issuers",
]
