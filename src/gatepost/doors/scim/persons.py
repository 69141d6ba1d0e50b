"""A user's attributes as a SCIM document, and a document as attributes."""

from collections.abc import Mapping
from typing import Any, Final

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
)
from gatepost.doors.scim.attributes import Attribute
from gatepost.doors.scim.paths import Document
from gatepost.doors.scim.schemas import ENTERPRISE, ENTERPRISE_SCHEMA, USER_SCHEMA

_RECORDS: Final[Mapping[str, type[Any]]] = {
    "emails": Email,
    "phoneNumbers": PhoneNumber,
    "ims": InstantMessage,
    "photos": Photo,
    "addresses": Address,
    "entitlements": Entitlement,
    "roles": Role,
    "x509Certificates": Certificate,
}
_TEXTS: Final = tuple(
    each
    for each in USER_SCHEMA.attributes
    if each.type in {"string", "reference"} and not each.multi_valued and each.returned != "never"
)
_LISTS: Final = tuple(each for each in USER_SCHEMA.attributes if each.name in _RECORDS)
_NAME: Final = USER_SCHEMA.by_name["name"]
_MANAGER: Final = ENTERPRISE_SCHEMA.by_name["manager"]
_EMPLOYMENT: Final = tuple(each for each in ENTERPRISE_SCHEMA.attributes if each is not _MANAGER)


def attributes_of(document: Document, before: UserAttributes, issuer: str) -> UserAttributes:
    """Return what a document says of a user. What SCIM knows nothing of, and other issuers' ids, stay as they were before."""
    given: dict[str, Any] = {each.key: document.get(each.name) for each in _TEXTS}
    given |= {each.key: _records(each, document.get(each.name)) for each in _LISTS}
    return UserAttributes(
        **given,
        name=PersonName(**_fields(_NAME.parts, document.get("name") or {})),
        status="DISABLED" if document.get("active") is False else "ENABLED",
        is_status_unsaid=None if "active" in document else True,
        enterprise=_enterprise(document.get(ENTERPRISE)),
        external_ids=external_ids_of(document, before.external_ids, issuer),
        website=before.website,
        birthdate=before.birthdate,
    )


def external_ids_of(document: Document, before: tuple[ExternalId, ...], issuer: str) -> tuple[ExternalId, ...]:
    """Return external ids with the issuer's own as a document gives it, or without."""
    others = tuple(each for each in before if each.issuer != issuer)
    own = document.get("externalId")
    return others if own is None else (*others, ExternalId(issuer, own))


def document_of(user: UserAttributes, issuer: str) -> Document:
    """Return all that SCIM can say of a user's attributes, in the order of the schema."""
    document: Document = {}
    external_id = external_id_of(user.external_ids, issuer)
    if external_id is not None:
        document["externalId"] = external_id
    for each in _TEXTS:
        if (value := getattr(user, each.key)) is not None:
            document[each.name] = value
    if name := _document(_NAME.parts, user.name):
        document["name"] = name
    if not user.is_status_unsaid:
        document["active"] = user.status == "ENABLED"
    for each in _LISTS:
        if values := getattr(user, each.key):
            document[each.name] = [_document(each.parts, value) for value in values]
    if user.enterprise is not None and (employment := _employment(user.enterprise)):
        document[ENTERPRISE] = employment
    return document


def external_id_of(external_ids: tuple[ExternalId, ...], issuer: str) -> str | None:
    """Return the id under which the issuer knows the resource."""
    return next((each.id for each in external_ids if each.issuer == issuer), None)


def _records(attribute: Attribute, values: list[Document] | None) -> tuple[Any, ...]:
    record = _RECORDS[attribute.name]
    return tuple([record(**_fields(attribute.parts, value)) for value in values or ()])


def _enterprise(document: Document | None) -> Enterprise | None:
    if not document:
        return None
    manager = document.get("manager")
    return Enterprise(
        **_fields(_EMPLOYMENT, document),
        manager=Manager(**_fields(_MANAGER.parts, manager)) if manager else None,
    )


def _employment(enterprise: Enterprise) -> Document:
    document = _document(_EMPLOYMENT, enterprise)
    if enterprise.manager is not None and (manager := _document(_MANAGER.parts, enterprise.manager)):
        document["manager"] = manager
    return document


def _fields(parts: tuple[Attribute, ...], document: Document) -> dict[str, Any]:
    return {part.key: document[part.name] for part in parts if part.name in document}


def _document(parts: tuple[Attribute, ...], record: Any) -> Document:
    return {part.name: value for part in parts if (value := getattr(record, part.key)) is not None}
