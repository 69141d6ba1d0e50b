"""Every endpoint of the API."""

from gatepost.doors.api import (
    application_logos,
    bearer_tokens,
    branding,
    device_grants,
    email_verification,
    identity_source,
    me,
    mfa_devices,
    one_time_passwords,
    password_links,
    password_policy,
    saml_applications,
    saml_assignments,
    saml_certificates,
    saml_drafts,
    sessions,
    signin_settings,
)
from gatepost.doors.api.endpoint import Endpoint

ALL: tuple[Endpoint, ...] = (
    me.GET_ME,
    *sessions.ALL,
    *password_links.ALL,
    *one_time_passwords.ALL,
    *email_verification.ALL,
    *password_policy.ALL,
    *signin_settings.ALL,
    *mfa_devices.ALL,
    *device_grants.ALL,
    *saml_applications.ALL,
    *saml_assignments.ALL,
    *saml_certificates.ALL,
    *saml_drafts.ALL,
    *application_logos.ALL,
    *bearer_tokens.ALL,
    *identity_source.ALL,
    *branding.ALL,
)
