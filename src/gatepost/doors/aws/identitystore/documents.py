"""Users' structures and documents in requests, read into the directory's attributes.

CreateUser names members as the model does (`StreetAddress`), documents of UpdateUser mostly as SCIM does (`streetAddress`);
AWS takes either spelling inside a value, whatever the case.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from gatepost.core.directory.model import (
    Address,
    Email,
    Enterprise,
    ExternalId,
    Manager,
    PersonName,
    PhoneNumber,
    Photo,
    Role,
)
from gatepost.kit.errors import Invalid

R = TypeVar("R", PersonName, Email, PhoneNumber, Address, Photo, Role, ExternalId, Enterprise, Manager)

ENTERPRISE = "aws:identitystore:enterprise"
"""The only extension there is."""

_LONGEST_ECHO = 64
"""A document's member may have any name of any length: what of it goes into an error, and so into an event, is bounded."""

LISTS: Mapping[str, type[Any]] = {
    "emails": Email,
    "addresses": Address,
    "phone_numbers": PhoneNumber,
    "photos": Photo,
    "roles": Role,
    "external_ids": ExternalId,
}
"""The attributes that hold a list, and what is in it."""


def is_member(of: type[Any], name: str) -> bool:
    """Say whether a field is a member in the model: of the records there only a photo has `display`."""
    return name != "display" or of is Photo


def text(path: str, value: Any) -> str:
    """Return a document that must be a string."""
    if not isinstance(value, str):
        raise Invalid(f"The attribute {path} must be a string")
    return value


def records(path: str, of: type[R], value: Any) -> tuple[R, ...]:
    """Return a document that must be a list of records, and not an empty one: null is what removes an attribute."""
    if not isinstance(value, list) or not value:
        raise Invalid(f"The attribute {path} must be a list with at least one element")
    return tuple(record(path, of, each) for each in value)


def record(path: str, of: type[R], value: Any) -> R:
    """Return a document that must be an object; a member that is null counts as not there."""
    if not isinstance(value, dict):
        raise Invalid(f"The attribute {path} must be an object")
    known = _SPELLINGS[of]
    found: dict[str, Any] = {}
    for member, content in value.items():
        name = known.get(member.lower().lstrip("$"))
        if name is None:
            raise Invalid(f"The attribute {path} has no sub-attribute {member[:_LONGEST_ECHO]!r}")
        if content is not None:
            found[name] = _content(f"{path}.{member}", of, name, content)
    try:
        return of(**found)
    except TypeError:
        raise Invalid(f"The attribute {path} lacks a required sub-attribute") from None


def extensions(value: Mapping[str, Any]) -> Enterprise | None:
    """Return the one extension that the directory knows; None where it is null, or not among them."""
    unknown = next((name for name in value if name != ENTERPRISE), None)
    if unknown is not None:
        raise Invalid(f"The extension {unknown} is not supported")
    enterprise = value.get(ENTERPRISE)
    return None if enterprise is None else record(ENTERPRISE, Enterprise, enterprise)


def require_extensions(names: list[str] | None) -> bool:
    """Say whether the answer shall hold the extension; raise Invalid for one that there is not."""
    unknown = next((name for name in names or () if name != ENTERPRISE), None)
    if unknown is not None:
        raise Invalid(f"The extension {unknown} is not supported")
    return bool(names)


def _content(path: str, of: type[Any], name: str, content: Any) -> Any:
    if name == "manager":
        return record(path, Manager, content)
    if name != "primary":
        return text(path, content)
    if not isinstance(content, bool):
        raise Invalid(f"The attribute {path} must be true or false")
    return content


_SPELLINGS: dict[type[Any], dict[str, str]] = {
    kind: {field.name.replace("_", ""): field.name for field in fields(kind) if is_member(kind, field.name)}
    for kind in (*LISTS.values(), PersonName, Enterprise, Manager)
}
