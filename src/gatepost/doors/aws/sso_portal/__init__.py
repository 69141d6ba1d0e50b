"""sso, the portal's API: what the signed-in person may use, and credentials for it."""

from gatepost.doors.aws.sso_portal import accounts, credentials

__all__ = ["accounts", "credentials"]
