"""Ids in requests: AWS takes each of them bare or as an ARN, and some resources by another identifier of theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gatepost.core.call import Call
from gatepost.core.directory import identity_stores
from gatepost.kit import arns
from gatepost.kit.errors import Invalid


@dataclass(frozen=True, slots=True)
class Issued:
    """The id that an outside identity provider issued."""

    issuer: str
    external_id: str


@dataclass(frozen=True, slots=True)
class Unique:
    """The value of an attribute that no two resources share."""

    path: str
    value: str


def identity_store_id(call: Call, text: str) -> str:
    """Return `d-…` of an identity store's id or ARN."""
    return identity_stores.require_arn(call, text).identity_store_id if text.startswith("arn:") else text


def user_id(text: str) -> str:
    """Return a user's id, given so or as an ARN."""
    return _bare(text, arns.identity_store_user)


def group_id(text: str) -> str:
    """Return a group's id, given so or as an ARN."""
    return _bare(text, arns.identity_store_group)


def membership_id(text: str) -> str:
    """Return a membership's id, given so or as an ARN."""
    return _bare(text, arns.identity_store_membership)


def member_user_id(member: dict[str, Any]) -> str:
    """Return the user's id in a MemberId; today only users can be members."""
    if "UserId" not in member:
        raise Invalid("MemberId must have the member UserId.")
    return user_id(member["UserId"])


def alternate(identifier: dict[str, Any], paths: tuple[str, ...]) -> Issued | Unique:
    """Read an AlternateIdentifier; `paths` are the unique attributes, which AWS takes whatever their case."""
    if len(identifier) != 1:
        raise Invalid("AlternateIdentifier must have exactly one of the members ExternalId and UniqueAttribute.")
    if "ExternalId" in identifier:
        return Issued(identifier["ExternalId"]["Issuer"], identifier["ExternalId"]["Id"])
    asked, value = identifier["UniqueAttribute"]["AttributePath"], identifier["UniqueAttribute"]["AttributeValue"]
    path = next((path for path in paths if path.lower() == asked.lower()), None)
    if path is None:
        raise Invalid(f"The attribute {asked} is not a unique attribute")
    if not isinstance(value, str) or not value:
        raise Invalid("attribute value cannot be empty or null for attribute path")
    return Unique(path, value)


def revision(text: str | None) -> int | None:
    """Return the revision that the caller expects; the model has made sure that it is digits."""
    return None if text is None else int(text)


def _bare(text: str, arn_of: Callable[[str], str]) -> str:
    """Strip an ARN down to the id; policies have seen the ARN as it was sent, so it must be the one we would write."""
    if not text.startswith("arn:"):
        return text
    identifier = text.rpartition("/")[2]
    if text != arn_of(identifier):
        raise Invalid(f"{text} is not an ARN of the form {arn_of('<id>')}.")
    return identifier
