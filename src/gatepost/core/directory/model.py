"""Users, groups and memberships of an identity store, and the attributes they carry."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from gatepost.core.directory.records import (
    Address,
    Certificate,
    Email,
    Enterprise,
    Entitlement,
    ExternalId,
    InstantMessage,
    Manager,
    PersonName,
    PhoneNumber,
    Photo,
    Role,
)
from gatepost.kit import arns

__all__ = [
    "Address",
    "Certificate",
    "Email",
    "Enterprise",
    "Entitlement",
    "ExternalId",
    "Group",
    "GroupAttributes",
    "GroupChange",
    "InstantMessage",
    "Manager",
    "Membership",
    "PersonName",
    "PhoneNumber",
    "Photo",
    "Role",
    "User",
    "UserAttributes",
    "UserChange",
    "UserStatus",
    "folded",
]

UserStatus = Literal["ENABLED", "DISABLED"]

_LONGEST_KEY_BYTES = 1024
"""A B-tree entry of PostgreSQL holds a third of a page, about 2,700 bytes."""


def folded(text: str) -> str:
    """Return the key under which a name is unique: compatibility characters and case do not tell two names apart.

    A key too long for an index is stood for by its digest, behind a control character that no name may contain.
    """
    key = unicodedata.normalize("NFKC", text).casefold()
    raw = key.encode()
    return key if len(raw) <= _LONGEST_KEY_BYTES else "\x01" + sha256(raw).hexdigest()


@dataclass(frozen=True, slots=True)
class UserAttributes:
    """All of a user that somebody may set; `constraints.check_user` says what is acceptable.

    `is_status_unsaid` is true where whoever keeps the user in step has taken back what they said of the status.
    """

    user_name: str | None = None
    display_name: str | None = None
    name: PersonName = field(default_factory=PersonName)
    nick_name: str | None = None
    profile_url: str | None = None
    user_type: str | None = None
    title: str | None = None
    preferred_language: str | None = None
    locale: str | None = None
    timezone: str | None = None
    website: str | None = None
    birthdate: str | None = None
    status: UserStatus = "ENABLED"
    is_status_unsaid: bool | None = None
    emails: tuple[Email, ...] = ()
    addresses: tuple[Address, ...] = ()
    phone_numbers: tuple[PhoneNumber, ...] = ()
    photos: tuple[Photo, ...] = ()
    roles: tuple[Role, ...] = ()
    instant_messages: tuple[InstantMessage, ...] = ()
    entitlements: tuple[Entitlement, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    external_ids: tuple[ExternalId, ...] = ()
    enterprise: Enterprise | None = None

    @classmethod
    def person(
        cls,
        *,
        user_name: str,
        given_name: str,
        family_name: str,
        display_name: str | None = None,
        email: str | None = None,
    ) -> "UserAttributes":
        """Return the attributes that every person has; the display name is both names unless it is given."""
        return cls(
            user_name=user_name,
            display_name=display_name or f"{given_name} {family_name}",
            name=PersonName(given_name=given_name, family_name=family_name),
            emails=() if email is None else (Email(email, "work", primary=True),),
        )

    @property
    def primary_email(self) -> str | None:
        """The address that mail goes to and that signs in: the one marked as primary, else the first."""
        addresses = [email for email in self.emails if email.value]
        marked = [email for email in addresses if email.primary]
        return (marked or addresses)[0].value if addresses else None

    def with_primary_email(self, address: str) -> "UserAttributes":
        """Return the same with another address in the place of the primary one; what else was said of that stays."""
        before = self.primary_email
        if before is None:
            return replace(self, emails=(*self.emails, Email(address, "work", primary=True)))
        changed = [replace(each, value=address) if each.value == before else each for each in self.emails]
        return replace(self, emails=tuple(changed))


@dataclass(frozen=True, slots=True)
class GroupAttributes:
    """All of a group that somebody may set; `constraints.check_group` says what is acceptable."""

    display_name: str | None = None
    description: str | None = None
    external_ids: tuple[ExternalId, ...] = ()


UserChange = Callable[[UserAttributes], UserAttributes]
GroupChange = Callable[[GroupAttributes], GroupAttributes]
"""What somebody wants to be different: pure, so that it can run again after a serialisation failure."""


@dataclass(frozen=True, slots=True)
class User:
    """A person of an identity store; `revision` counts its changes.

    `display_name` is what people see: the user name where the attributes have no display name. `provisioned_by` names the
    tenant by which an identity provider keeps the user in step; None where people do.
    """

    user_id: str
    identity_store_id: str
    user_name: str
    display_name: str
    attributes: UserAttributes
    revision: int
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str
    provisioned_by: str | None = None

    @property
    def arn(self) -> str:
        """The user's ARN."""
        return arns.identity_store_user(self.user_id)

    @property
    def given_name(self) -> str:
        """The first name, which every user has."""
        return self.attributes.name.given_name or ""

    @property
    def family_name(self) -> str:
        """The last name, which every user has."""
        return self.attributes.name.family_name or ""

    @property
    def emails(self) -> tuple[Email, ...]:
        """The e-mail addresses; the API allows one."""
        return self.attributes.emails

    @property
    def primary_email(self) -> str | None:
        """The address that mail goes to and that signs in."""
        return self.attributes.primary_email

    @property
    def language(self) -> str | None:
        """The language that the person prefers, as the directory writes it: the preferred one, else that of their locale."""
        return self.attributes.preferred_language or self.attributes.locale

    @property
    def status(self) -> UserStatus:
        """Whether the user may sign in."""
        return self.attributes.status

    @property
    def is_enabled(self) -> bool:
        """True where the user may sign in."""
        return self.attributes.status == "ENABLED"


@dataclass(frozen=True, slots=True)
class Group:
    """A flat set of users; `revision` counts the changes of its attributes, `members_revision` those of the set.

    `provisioned_by` names the tenant by which an identity provider keeps the group in step; None where people do.
    """

    group_id: str
    identity_store_id: str
    display_name: str
    attributes: GroupAttributes
    revision: int
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str
    members_revision: int = 0
    provisioned_by: str | None = None

    @property
    def arn(self) -> str:
        """The group's ARN."""
        return arns.identity_store_group(self.group_id)


@dataclass(frozen=True, slots=True)
class Membership:
    """A user's being in a group; it never changes. `label` is what whoever made it calls the user, if they said."""

    membership_id: str
    identity_store_id: str
    group_id: str
    user_id: str
    created_at: datetime
    created_by: str
    label: str | None = None

    @property
    def arn(self) -> str:
        """The membership's ARN."""
        return arns.identity_store_membership(self.membership_id)


@dataclass(frozen=True, slots=True)
class Member:
    """A user as a member of a group."""

    membership_id: str
    user: User


@dataclass(frozen=True, slots=True)
class MemberGroup:
    """A group as one that a user is in."""

    membership_id: str
    group: Group


ImportStatus = Literal["PREVIEW", "RUNNING", "DONE"]


@dataclass(frozen=True, slots=True)
class UserImport:
    """People out of a file: looked at, being made batch by batch, or made.

    `total` are its good lines, `done` those a job has been through, `made` those that became users. `started_by` says who
    uploaded it, for events. `problems` are [line, sentence], the first thousand of `problem_count`.
    """

    import_id: str
    identity_store_id: str
    status: ImportStatus
    started_by: Mapping[str, Any]
    created_at: datetime
    total: int
    done: int
    made: int
    batches: int
    problem_count: int
    problems: tuple[tuple[int, str], ...]
