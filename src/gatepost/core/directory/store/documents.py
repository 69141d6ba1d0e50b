"""Attributes as the JSON documents they are kept as: no column is queried that only lies in here."""

from collections.abc import Iterable, Mapping
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

_OWN_COLUMNS = frozenset({"user_name", "display_name", "status"})


def document_of_user(user: UserAttributes) -> Document:
    """Return all attributes that have no column of their own."""
    return {name: value for name, value in _document(user).items() if name not in _OWN_COLUMNS}


def user_of_document(
    user_name: str, display_name: str | None, status: UserStatus, document: Mapping[str, Any]
) -> UserAttributes:
    """Put a user's attributes together again."""
    texts = {name: value for name, value in document.items() if isinstance(value, str)}
    return UserAttributes(
        user_name=user_name,
        display_name=display_name,
        status=status,
        is_status_unsaid=document.get("is_status_unsaid"),
        name=PersonName(**document.get("name", {})),
        emails=tuple(Email(**each) for each in document.get("emails", ())),
        addresses=tuple(Address(**each) for each in document.get("addresses", ())),
        phone_numbers=tuple(PhoneNumber(**each) for each in document.get("phone_numbers", ())),
        photos=tuple(Photo(**each) for each in document.get("photos", ())),
        roles=tuple(Role(**each) for each in document.get("roles", ())),
        instant_messages=tuple(InstantMessage(**each) for each in document.get("instant_messages", ())),
        entitlements=tuple(Entitlement(**each) for each in document.get("entitlements", ())),
        certificates=tuple(Certificate(**each) for each in document.get("certificates", ())),
        external_ids=external_ids_of(document.get("external_ids", ())),
        enterprise=_enterprise(document.get("enterprise")),
        **texts,
    )


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
