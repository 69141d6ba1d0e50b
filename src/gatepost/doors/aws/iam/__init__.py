"""iam: roles, policies, users and access keys of the built-in accounts."""

from gatepost.doors.aws.iam import access_keys, account_aliases, policies, role_policies, roles, tags, users

__all__ = ["access_keys", "account_aliases", "policies", "role_policies", "roles", "tags", "users"]
