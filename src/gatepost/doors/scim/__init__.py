"""SCIM: identity providers create, change and remove users and groups (RFC 7643, RFC 7644, RFC 9865)."""

from gatepost.doors.scim.door import Door, is_for_scim

__all__ = ["Door", "is_for_scim"]
