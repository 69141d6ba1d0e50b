"""An organisation, its units and its accounts, in the words of AWS Organizations."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from gatepost.kit import arns

AccountStatus = Literal["ACTIVE", "SUSPENDED", "PENDING_CLOSURE"]
JoinedMethod = Literal["INVITED", "CREATED"]
RequestState = Literal["IN_PROGRESS", "SUCCEEDED", "FAILED"]
FailureReason = Literal["EMAIL_ALREADY_EXISTS", "INVALID_EMAIL"]

DEFAULT_ROLE_NAME = "OrganizationAccountAccessRole"
ROOT_NAME = "Root"
SSO_PRINCIPAL = "sso.amazonaws.com"
"""The service principal of IAM Identity Center."""

MAX_UNIT_DEPTH = 5
"""How deep units nest below the root (quotas of AWS Organizations)."""

_SERVICE_PRINCIPAL = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com", re.ASCII)
_EMAIL = re.compile(r"[^\s\"'()<>\[\]:;,\\|%&@.][^\s\"'()<>\[\]:;,\\|%&@]*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)
_TEXT_ENDS = "-."


@dataclass(frozen=True, slots=True)
class Organization:
    """The organisation of this installation; its management account owns the Identity Center instance."""

    organization_id: str
    management_account_id: str
    root_id: str
    created_at: datetime

    @property
    def arn(self) -> str:
        """The organisation's ARN."""
        return arns.organization(self.management_account_id, self.organization_id)

    @property
    def root_arn(self) -> str:
        """The ARN of the root."""
        return arns.organization_root(self.management_account_id, self.organization_id, self.root_id)

    def account_arn(self, account_id: str) -> str:
        """Return the ARN of a member account."""
        return arns.organization_account(self.management_account_id, self.organization_id, account_id)

    def unit_arn(self, unit_id: str) -> str:
        """Return the ARN of an organisational unit."""
        return arns.organizational_unit(self.management_account_id, self.organization_id, unit_id)


@dataclass(frozen=True, slots=True)
class OrganizationalUnit:
    """A folder of accounts; the root is one too, without a parent.

    `path` is the way from the organisation down to it, `o-…/r-…/ou-…/`, in the form of aws:PrincipalOrgPaths.
    """

    unit_id: str
    parent_id: str | None
    name: str
    path: str
    tags: Mapping[str, str]
    created_at: datetime

    @property
    def is_root(self) -> bool:
        """True for the root of the organisation."""
        return self.parent_id is None

    @property
    def depth(self) -> int:
        """How many units deep it lies; 0 for the root."""
        return self.path.count("/ou-")


@dataclass(frozen=True, slots=True)
class Account:
    """A member account. `unit_path` is the path of the unit that holds it."""

    account_id: str
    name: str
    email: str
    status: AccountStatus
    parent_id: str
    joined_method: JoinedMethod
    joined_at: datetime
    tags: Mapping[str, str]
    unit_path: str

    @property
    def path(self) -> str:
        """The way from the organisation down to the account, `o-…/r-…/ou-…/123456789012/`."""
        return f"{self.unit_path}{self.account_id}/"


@dataclass(frozen=True, slots=True)
class CreateAccountStatus:
    """A request for a new account and what became of it."""

    request_id: str
    account_name: str
    email: str
    role_name: str
    tags: Mapping[str, str]
    state: RequestState
    requested_at: datetime
    completed_at: datetime | None = None
    account_id: str | None = None
    failure_reason: FailureReason | None = None


@dataclass(frozen=True, slots=True)
class TrustedService:
    """A service that works with the organisation, or that an account administers for it, and since when."""

    service_principal: str
    enabled_at: datetime


@dataclass(frozen=True, slots=True)
class DelegatedAdministrator:
    """A member account that administers a service for the organisation, and since when."""

    account: Account
    enabled_at: datetime


def email_key(email: str) -> str:
    """Return the form in which two accounts' addresses are compared."""
    return email.casefold()


def is_account_email(email: str) -> bool:
    """Say whether CreateAccount takes the address.

    Its documentation asks for ASCII, one @, a local part free of punctuation that mail systems quote and of a leading dot, and a
    domain of letters, digits, hyphens and dots that begins and ends with none of the two and holds a dot.
    """
    match = _EMAIL.fullmatch(email)
    domain = email.rpartition("@")[2]
    return match is not None and email.isascii() and domain[0] not in _TEXT_ENDS and domain[-1] not in _TEXT_ENDS


def is_service_principal(name: str) -> bool:
    """Say whether a name can be a service's, such as `sso.amazonaws.com`: AWS has a list of those that work with organisations."""
    return _SERVICE_PRINCIPAL.fullmatch(name) is not None
