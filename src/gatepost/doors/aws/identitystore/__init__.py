"""The identitystore service: users, groups and memberships (API version 2020-06-15)."""

from gatepost.doors.aws.identitystore import groups, memberships, users

__all__ = ["groups", "memberships", "users"]
