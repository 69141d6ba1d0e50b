"""organizations: the organisation, its units and its accounts."""

from gatepost.doors.aws.organizations import accounts, organization, organizational_units

__all__ = ["accounts", "organization", "organizational_units"]
