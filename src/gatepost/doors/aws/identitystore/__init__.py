"""The identitystore service: identity stores, users, groups and memberships (API version 2020-06-15)."""

from gatepost.doors.aws.identitystore import groups, identity_stores, memberships, users

__all__ = ["groups", "identity_stores", "memberships", "users"]
