"""The door that speaks AWS: the JSON, REST-JSON and query protocols, signed with Signature Version 4."""

from gatepost.doors.aws import (
    cloudtrail,
    iam,
    identitystore,
    organizations,
    sso_admin,
    sso_oidc,
    sso_portal,
    sts,
)
from gatepost.doors.aws.door import Door, is_for_aws

__all__ = [
    "Door",
    "cloudtrail",
    "iam",
    "identitystore",
    "is_for_aws",
    "organizations",
    "sso_admin",
    "sso_oidc",
    "sso_portal",
    "sts",
]
