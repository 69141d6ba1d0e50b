"""IAM's entities of the built-in accounts: users, access keys and roles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from gatepost.kit import arns

KeyStatus = Literal["Active", "Inactive"]

DEFAULT_SESSION_SECONDS = 3600
ACCESS_KEYS_PER_USER = 2
POLICIES_PER_ROLE = 10
"""Managed policies that an administrator may attach to a role; Identity Center attaches as many as a permission set has."""
VERSIONS_PER_POLICY = 5
TAGS_PER_ENTITY = 50

MAX_MANAGED_POLICY_CHARACTERS = 6_144
MAX_ROLE_INLINE_CHARACTERS = 10_240
MAX_TRUST_POLICY_CHARACTERS = 2_048
"""Characters that are not white space (IAM and STS quotas): of a managed policy, of a role's inline policies together, of a
trust policy."""


@dataclass(frozen=True, slots=True)
class IamUser:
    """A user of an account. `attached` are ARNs of managed policies; `inline` maps a policy's name to its document's text."""

    user_id: str
    account_id: str
    name: str
    path: str
    attached: Sequence[str]
    inline: Mapping[str, str]
    permissions_boundary: str | None
    tags: Mapping[str, str]
    created_at: datetime

    @property
    def arn(self) -> str:
        """The user's ARN."""
        return arns.iam_user(self.account_id, self.name, self.path)


@dataclass(frozen=True, slots=True)
class AccessKey:
    """A long-lived access key of a user, without its secret."""

    access_key_id: str
    user_id: str
    status: KeyStatus
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Role:
    """A role of an account: `trust_policy` says who may assume it, `attached` and `inline` what a session of it may do."""

    role_id: str
    account_id: str
    name: str
    path: str
    trust_policy: str
    description: str
    max_session_seconds: int
    attached: Sequence[str]
    inline: Mapping[str, str]
    permissions_boundary: str | None
    tags: Mapping[str, str]
    created_at: datetime

    @property
    def arn(self) -> str:
        """The role's ARN."""
        return arns.iam_role(self.account_id, self.name, self.path)


@dataclass(frozen=True, slots=True)
class ManagedPolicy:
    """A customer managed policy of an account; `latest_version` is the number that was given last, whether it is there or not."""

    policy_id: str
    account_id: str
    name: str
    path: str
    description: str
    default_version_id: str
    latest_version: int
    tags: Mapping[str, str]
    created_at: datetime
    updated_at: datetime

    @property
    def arn(self) -> str:
        """The policy's ARN."""
        return arns.iam_policy(self.account_id, self.name, self.path)


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One of the up to five documents of a managed policy, of which the default is in force; it never changes."""

    version_id: str
    document: str
    created_at: datetime

    @property
    def number(self) -> int:
        """The version's number: `v12` is the twelfth that was made."""
        return int(self.version_id.removeprefix("v"))


@dataclass(frozen=True, slots=True)
class PolicyUsage:
    """How many users and roles of an account a managed policy is attached to, and how many it is the boundary of."""

    attachments: int = 0
    boundaries: int = 0


def name_key(name: str) -> str:
    """Return the form in which names are compared: "Admin" and "admin" cannot both be in one account (IAM and STS quotas)."""
    return name.casefold()


@dataclass(frozen=True, slots=True)
class Standing:
    """What a signed call must know of the user or role behind its credential, as of now.

    `attached` are references to its managed policies, a blank between any two: an AWS managed policy's ARN, or `ANPA…/v3` for the
    version of a customer managed one that is in force; `permissions_boundary` is one such reference. `inline` is the JSON text of
    its inline policies, unparsed, so that what all these compile to can be looked up by them.
    `unit_path` is the way from the organisation down to the unit of its account; `delegated_services` are the service principals
    of what its account administers for the organisation. Credentials issued up to `revoked_before` are dead.
    """

    entity_id: str
    account_id: str
    name: str
    path: str
    tags: Mapping[str, str]
    attached: str | None
    inline: str
    permissions_boundary: str | None
    organization_id: str
    management_account_id: str
    unit_path: str
    delegated_services: str | None
    revoked_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """An access key's sealed secret and status, and the user it belongs to."""

    sealed_secret: str
    status: KeyStatus
    user: Standing


def weight(document: str) -> int:
    """Return what a policy document counts for in quotas: its characters without white space."""
    return len("".join(document.split()))
