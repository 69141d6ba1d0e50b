"""IAM's entities of the built-in accounts: users, access keys and roles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from gatepost.kit import arns

KeyStatus = Literal["Active", "Inactive"]

DEFAULT_SESSION_SECONDS = 3600
ACCESS_KEYS_PER_USER = 2


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


def name_key(name: str) -> str:
    """Return the form in which names are compared: "Admin" and "admin" cannot both be in one account (IAM and STS quotas)."""
    return name.casefold()


@dataclass(frozen=True, slots=True)
class Standing:
    """What a signed call must know of the user or role behind its credential, as of now.

    `attached` and `inline` are the JSON texts of its policies, unparsed, so that what they compile to can be looked up by them.
    `unit_path` is the way from the organisation down to the unit of its account. Credentials issued up to `revoked_before` are dead.
    """

    entity_id: str
    account_id: str
    name: str
    path: str
    tags: Mapping[str, str]
    attached: str
    inline: str
    permissions_boundary: str | None
    organization_id: str
    management_account_id: str
    unit_path: str
    revoked_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """An access key's sealed secret and status, and the user it belongs to."""

    sealed_secret: str
    status: KeyStatus
    user: Standing
