"""organizations: the organisation, its units and its accounts, and who administers what for it."""

from gatepost.doors.aws.organizations import accounts, delegation, organization, organizational_units

__all__ = ["accounts", "delegation", "organization", "organizational_units"]
