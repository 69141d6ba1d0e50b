"""iam: roles, users and access keys of the built-in accounts."""

from gatepost.doors.aws.iam import access_keys, roles, users

__all__ = ["access_keys", "roles", "users"]
