"""Operations on users."""

from typing import Any

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.directory.model import Address, Email, PersonName, PhoneNumber, Photo, Role, UserAttributes
from gatepost.core.signin import departures
from gatepost.doors.aws.identitystore import attribute_paths, documents, identifiers, views
from gatepost.doors.aws.service import reads, writes
from gatepost.kit.errors import Invalid
from gatepost.kit.paging import Page, PageRequest

_FILTERS: dict[str, users.FilterName] = {
    "username": "user_name",
    "displayname": "display_name",
    "emails.value": "email",
    "externalid": "external_id",
    "externalids.id": "external_id",
}


@writes(on="IdentityStoreId")
def create_user(
    call: Call,
    *,
    identity_store_id: str,
    user_name: str | None = None,
    name: dict[str, Any] | None = None,
    display_name: str | None = None,
    nick_name: str | None = None,
    profile_url: str | None = None,
    emails: list[dict[str, Any]] | None = None,
    addresses: list[dict[str, Any]] | None = None,
    phone_numbers: list[dict[str, Any]] | None = None,
    user_type: str | None = None,
    title: str | None = None,
    preferred_language: str | None = None,
    locale: str | None = None,
    timezone: str | None = None,
    photos: list[dict[str, Any]] | None = None,
    website: str | None = None,
    birthdate: str | None = None,
    roles: list[dict[str, Any]] | None = None,
    extensions: dict[str, Any] | None = None,
) -> dict[str, Any]:
    attributes = UserAttributes(
        user_name=user_name,
        display_name=display_name,
        name=documents.record("name", PersonName, name or {}),
        nick_name=nick_name,
        profile_url=profile_url,
        emails=_list("emails", Email, emails),
        addresses=_list("addresses", Address, addresses),
        phone_numbers=_list("phoneNumbers", PhoneNumber, phone_numbers),
        user_type=user_type,
        title=title,
        preferred_language=preferred_language,
        locale=locale,
        timezone=timezone,
        photos=_list("photos", Photo, photos),
        website=website,
        birthdate=birthdate,
        roles=_list("roles", Role, roles),
        enterprise=None if extensions is None else documents.extensions(extensions),
    )
    store_id = identifiers.identity_store_id(call, identity_store_id)
    return views.created_user(users.create(call, identity_store_id=store_id, attributes=attributes))


@reads(on="IdentityStoreId UserId")
def describe_user(
    call: Call, *, identity_store_id: str, user_id: str, extensions: list[str] | None = None
) -> dict[str, Any]:
    with_extensions = documents.require_extensions(extensions)
    user = users.get(call, identifiers.identity_store_id(call, identity_store_id), identifiers.user_id(user_id))
    return views.user(user, extensions=with_extensions)


@reads(on="IdentityStoreId")
def list_users(
    call: Call,
    *,
    page: PageRequest,
    identity_store_id: str,
    extensions: list[str] | None = None,
    filters: list[dict[str, str]] | None = None,
) -> Page[dict[str, Any]]:
    with_extensions = documents.require_extensions(extensions)
    store_id = identifiers.identity_store_id(call, identity_store_id)
    if filters:
        path = filters[0]["AttributePath"]
        by = _FILTERS.get(path.lower())
        if by is None:
            raise Invalid(f"The attribute path {path} is not supported for filtering")
        found = users.list_matching(call, store_id, by, filters[0]["AttributeValue"], page)
    else:
        found = users.list_all(call, store_id, page)
    return found.map(lambda user: views.user(user, extensions=with_extensions))


@reads(on="IdentityStoreId")
def get_user_id(call: Call, *, identity_store_id: str, alternate_identifier: dict[str, Any]) -> dict[str, Any]:
    store_id = identifiers.identity_store_id(call, identity_store_id)
    key = identifiers.alternate(alternate_identifier, paths=("userName", "emails.value"))
    match key:
        case identifiers.Issued(issuer, external_id):
            user = users.get_by_external_id(call, store_id, issuer, external_id)
        case identifiers.Unique("userName", value):
            user = users.get_by_name(call, store_id, value)
        case identifiers.Unique(_, value):
            user = users.get_by_email(call, store_id, value)
    return views.user_key(user)


@writes(on="IdentityStoreId UserId")
def update_user(
    call: Call,
    *,
    identity_store_id: str,
    user_id: str,
    operations: list[dict[str, Any]],
    revision: str | None = None,
) -> dict[str, Any]:
    user = users.update(
        call,
        identity_store_id=identifiers.identity_store_id(call, identity_store_id),
        user_id=identifiers.user_id(user_id),
        change=attribute_paths.change_of_user(operations),
        revision=identifiers.revision(revision),
    )
    return views.created_user(user)


@writes(on="IdentityStoreId UserId")
def delete_user(call: Call, *, identity_store_id: str, user_id: str, revision: str | None = None) -> dict[str, Any]:
    departures.delete_user(
        call,
        identity_store_id=identifiers.identity_store_id(call, identity_store_id),
        user_id=identifiers.user_id(user_id),
        revision=identifiers.revision(revision),
    )
    return {}


def _list(path: str, of: type[Any], value: list[dict[str, Any]] | None) -> tuple[Any, ...]:
    return () if value is None else documents.records(path, of, value)
