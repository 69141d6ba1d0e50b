"""Attributes as the JSON documents they are kept as: no column is queried that only lies in here."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from gatepost.core.directory.model import (
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
    UserAttributes,
    UserStatus,
)

Document = dict[str, Any]

Make = Callable[[Any], Any]

_OWN_COLUMNS = frozenset({"user_name", "display_name", "status"})


def document_of_user(user: UserAttributes) -> Document:
    """Return all attributes that have no column of their own."""
    return {name: value for name, value in _document(user).items() if name not in _OWN_COLUMNS}


def user_of_document(
    user_name: str, display_name: str | None, status: UserStatus, document: Mapping[str, Any]
) -> UserAttributes:
    """Put a user's attributes together again."""
    # Only from what is there: most users have a few of two dozen attributes, and a page has fifty users.
    given: dict[str, Any] = {
        name: _RECORDS[name](value) if name in _RECORDS else value for name, value in document.items()
    }
    return UserAttributes(user_name=user_name, display_name=display_name, status=status, **given)


def document_of_external_ids(external_ids: Iterable[ExternalId]) -> list[Document]:
    """Return external ids as they are kept."""
    return [_document(each) for each in external_ids]


def external_ids_of(documents: Iterable[Mapping[str, str]]) -> tuple[ExternalId, ...]:
    """Read external ids back."""
    return tuple(ExternalId(**each) for each in documents)


def _enterprise(document: Mapping[str, Any] | None) -> Enterprise | None:
    if document is None:
        return None
    manager = document.get("manager")
    return Enterprise(**{**document, "manager": None if manager is None else Manager(**manager)})


def _document(record: Any) -> Document:
    """Return a record's fields by name, leaving out what is not there."""
    return {
        name: _plain(value) for name in record.__slots__ if (value := getattr(record, name)) is not None and value != ()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, str | bool):
        return value
    return [_document(each) for each in value] if isinstance(value, tuple) else _document(value)


def _each(kind: Callable[..., object]) -> Make:
    return lambda documents: tuple([kind(**each) for each in documents])


# How each attribute that is more than a text is read back.
_RECORDS: Mapping[str, Make] = {
    "name": lambda document: PersonName(**document),
    "emails": _each(Email),
    "addresses": _each(Address),
    "phone_numbers": _each(PhoneNumber),
    "photos": _each(Photo),
    "roles": _each(Role),
    "instant_messages": _each(InstantMessage),
    "entitlements": _each(Entitlement),
    "certificates": _each(Certificate),
    "external_ids": external_ids_of,
    "enterprise": _enterprise,
}
