"""Operations on groups."""

from typing import Any

from gatepost.core.call import Call
from gatepost.core.directory import groups
from gatepost.core.directory.model import GroupAttributes
from gatepost.doors.aws.identitystore import attribute_paths, identifiers, views
from gatepost.doors.aws.service import reads, writes
from gatepost.kit.errors import Invalid
from gatepost.kit.paging import Page, PageRequest

_FILTERS: dict[str, groups.FilterName] = {
    "displayname": "display_name",
    "externalid": "external_id",
    "externalids.id": "external_id",
}


@writes(on="IdentityStoreId")
def create_group(
    call: Call, *, identity_store_id: str, display_name: str | None = None, description: str | None = None
) -> dict[str, Any]:
    group = groups.create(
        call,
        identity_store_id=identifiers.identity_store_id(call, identity_store_id),
        attributes=GroupAttributes(display_name, description),
    )
    return views.created_group(group)


@reads(on="IdentityStoreId GroupId")
def describe_group(call: Call, *, identity_store_id: str, group_id: str) -> dict[str, Any]:
    group = groups.get(call, identifiers.identity_store_id(call, identity_store_id), identifiers.group_id(group_id))
    return views.group(group)


@reads(on="IdentityStoreId")
def list_groups(
    call: Call, *, page: PageRequest, identity_store_id: str, filters: list[dict[str, str]] | None = None
) -> Page[dict[str, Any]]:
    store_id = identifiers.identity_store_id(call, identity_store_id)
    if filters:
        path = filters[0]["AttributePath"]
        by = _FILTERS.get(path.lower())
        if by is None:
            raise Invalid(f"The attribute path {path} is not supported for filtering")
        found = groups.list_matching(call, store_id, by, filters[0]["AttributeValue"], page)
    else:
        found = groups.list_all(call, store_id, page)
    return found.map(views.group)


@reads(on="IdentityStoreId")
def get_group_id(call: Call, *, identity_store_id: str, alternate_identifier: dict[str, Any]) -> dict[str, Any]:
    store_id = identifiers.identity_store_id(call, identity_store_id)
    key = identifiers.alternate(alternate_identifier, paths=("displayName",))
    match key:
        case identifiers.Issued(issuer, external_id):
            group = groups.get_by_external_id(call, store_id, issuer, external_id)
        case identifiers.Unique(_, value):
            group = groups.get_by_name(call, store_id, value)
    return views.group_key(group)


@writes(on="IdentityStoreId GroupId")
def update_group(
    call: Call,
    *,
    identity_store_id: str,
    group_id: str,
    operations: list[dict[str, Any]],
    revision: str | None = None,
) -> dict[str, Any]:
    group = groups.update(
        call,
        identity_store_id=identifiers.identity_store_id(call, identity_store_id),
        group_id=identifiers.group_id(group_id),
        change=attribute_paths.change_of_group(operations),
        revision=identifiers.revision(revision),
    )
    return views.created_group(group)


@writes(on="IdentityStoreId GroupId")
def delete_group(call: Call, *, identity_store_id: str, group_id: str, revision: str | None = None) -> dict[str, Any]:
    groups.delete(
        call,
        identity_store_id=identifiers.identity_store_id(call, identity_store_id),
        group_id=identifiers.group_id(group_id),
        revision=identifiers.revision(revision),
    )
    return {}
