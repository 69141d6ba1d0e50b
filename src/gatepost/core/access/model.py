"""Permission sets, who is assigned where with which of them, and the requests that change that."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from gatepost.kit import arns
from gatepost.kit.errors import Invalid

PrincipalType = Literal["USER", "GROUP"]
Operation = Literal["CREATE_ASSIGNMENT", "DELETE_ASSIGNMENT", "PROVISION_PERMISSION_SET"]
RequestStatus = Literal["IN_PROGRESS", "FAILED", "SUCCEEDED"]
ProvisioningStatus = Literal["LATEST_PERMISSION_SET_PROVISIONED", "LATEST_PERMISSION_SET_NOT_PROVISIONED"]

MAX_MANAGED_POLICIES = 20
"""Managed policies in one permission set, AWS's and customers' together (IAM Identity Center quotas)."""

MAX_INLINE_POLICY_CHARACTERS = 10_240
"""Characters of an inline policy that are not white space (IAM quotas, inline policies of a role)."""

DEFAULT_SESSION_DURATION = "PT1H"
MIN_SESSION_SECONDS = 3600
MAX_SESSION_SECONDS = 12 * 3600

INLINE_POLICY_NAME = "AwsSSOInlinePolicy"
"""The name that a set's inline policy has on its roles."""

_DURATION = re.compile(
    r"P(?:(?P<weeks>\d+)W|(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)(?:\.0+)?S)?)?)",
    re.ASCII,
)
_SECONDS = {"weeks": 604_800, "days": 86_400, "hours": 3600, "minutes": 60, "seconds": 1}


@dataclass(frozen=True, slots=True)
class CustomerManagedPolicyReference:
    """A policy that each account is to have for itself, by its name and path (sso-admin `CustomerManagedPolicyReference`)."""

    name: str
    path: str

    def arn_in(self, account_id: str) -> str:
        """Return the ARN that the policy has in an account."""
        return arns.iam_policy(account_id, self.name, self.path)


PermissionsBoundary = str | CustomerManagedPolicyReference
"""What bounds the roles of a permission set: an AWS managed policy's ARN, or a customer managed policy of the account."""


@dataclass(frozen=True, slots=True)
class PermissionSet:
    """A named level of access (sso-admin `PermissionSet`).

    `revision` counts the changes that roles must take over; `session_duration` is an ISO 8601 duration of 1 to 12 hours.
    """

    instance_id: str
    permission_set_id: str
    name: str
    description: str | None
    session_duration: str
    relay_state: str | None
    inline_policy: str | None
    permissions_boundary: PermissionsBoundary | None
    revision: int
    created_at: datetime

    @property
    def arn(self) -> str:
        """The permission set's ARN."""
        return arns.permission_set(self.instance_id, self.permission_set_id)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A principal's access to an account with a permission set (sso-admin `AccountAssignment`)."""

    permission_set_id: str
    account_id: str
    principal_type: PrincipalType
    principal_id: str

    @property
    def key(self) -> str:
        """The assignment in one text: no two requests about one assignment run at the same time."""
        return f"{self.permission_set_id}/{self.account_id}/{self.principal_type}/{self.principal_id}"


@dataclass(frozen=True, slots=True)
class ProvisionedRole:
    """The role that a permission set has in one account; `revision` is the set's, as it was taken over last."""

    permission_set_id: str
    account_id: str
    role_name: str
    revision: int


@dataclass(frozen=True, slots=True)
class Target:
    """What a request for an assignment names, as far as it exists: None stands for what does not."""

    revision: int | None
    account_status: str | None
    principal_id: str | None


@dataclass(frozen=True, slots=True)
class Request:
    """A change that a job carries out, and how far it is (sso-admin `AccountAssignmentOperationStatus` and its like).

    Without `account_id` a permission set is provisioned wherever it is already; the principal belongs to assignments only.
    """

    request_id: str
    instance_id: str
    operation: Operation
    status: RequestStatus
    permission_set_id: str
    account_id: str | None
    principal_type: PrincipalType | None
    principal_id: str | None
    created_at: datetime
    failure_reason: str | None = None

    @property
    def permission_set_arn(self) -> str:
        """The ARN of the permission set in question."""
        return arns.permission_set(self.instance_id, self.permission_set_id)

    @property
    def assignment(self) -> Assignment | None:
        """The assignment that is made or removed; None where a permission set is provisioned."""
        if self.account_id is None or self.principal_type is None or self.principal_id is None:
            return None
        return Assignment(self.permission_set_id, self.account_id, self.principal_type, self.principal_id)


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """An account that a person may enter (sso `AccountInfo`)."""

    account_id: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class RoleEntry:
    """A permission set that a person may use in an account (sso `RoleInfo`, whose roleName is the permission set's)."""

    account_id: str
    permission_set_name: str
    description: str | None
    permission_set_arn: str
    relay_state: str | None


@dataclass(frozen=True, slots=True)
class RoleMark:
    """What the portal remembers of a person and a role, which `role_name` names by its permission set."""

    account_id: str
    role_name: str
    is_favourite: bool
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountRoles:
    """An account with every role in it that a person may take."""

    account: AccountEntry
    roles: tuple[RoleEntry, ...]


@dataclass(frozen=True, slots=True)
class AccessOfUser:
    """One way that leads a user to a role of an account: through a group, or by an assignment of their own."""

    account_id: str
    account_name: str
    account_status: str
    permission_set_id: str
    permission_set_name: str
    group_id: str | None
    group_name: str | None


@dataclass(frozen=True, slots=True)
class AssignedPrincipal:
    """An assignment to an account with names: of the permission set, and of who is assigned, None where they are gone."""

    permission_set_id: str
    permission_set_name: str
    principal_type: PrincipalType
    principal_id: str
    principal_name: str | None


@dataclass(frozen=True, slots=True)
class AccessToAccount:
    """One way that leads a person to a role of an account; a disabled one cannot go it."""

    user_id: str
    user_name: str
    display_name: str
    status: str
    permission_set_id: str
    permission_set_name: str
    group_id: str | None
    group_name: str | None


@dataclass(frozen=True, slots=True)
class AccessControlAttribute:
    """A tag of role sessions and where its value comes from (sso-admin `AccessControlAttribute`, whose value has one source)."""

    key: str
    source: str


@dataclass(frozen=True, slots=True)
class Entitlement:
    """A person's right to one role of one account, with what its credentials need.

    `attributes` become tags of the session, and `passes_attributes` where the instance has a configuration: then those that
    an external identity provider gives are passed on as well.
    """

    account_id: str
    role_name: str
    role_id: str
    session_seconds: int
    permission_set_arn: str
    permission_set_name: str
    relay_state: str | None
    attributes: tuple[AccessControlAttribute, ...] = ()
    passes_attributes: bool = False


def session_seconds(duration: str) -> int:
    """Return a session duration in seconds; raise Invalid outside 1 to 12 hours.

    Years and months have no fixed length and cannot fit, so they are refused with everything else that is too long.
    """
    match = _DURATION.fullmatch(duration)
    seconds = sum(_SECONDS[unit] * int(number) for unit, number in match.groupdict("0").items()) if match else 0
    if not MIN_SESSION_SECONDS <= seconds <= MAX_SESSION_SECONDS:
        raise Invalid("The session duration must be an ISO 8601 duration between 1 hour (PT1H) and 12 hours (PT12H).")
    return seconds


def role_name(permission_set_name: str, suffix: str) -> str:
    """Return the name of a permission set's role in an account: with 16 hex digits as its suffix, 64 characters at most."""
    return f"AWSReservedSSO_{permission_set_name}_{suffix}"


def managed_policy_name(arn: str) -> str:
    """Return a managed policy's name, the last part of its ARN's path."""
    return arn.rpartition("/")[2]
