"""Use cases of groups: create, find, list, change, delete."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from gatepost.core.audit.model import Resource
from gatepost.core.call import Call
from gatepost.core.directory import identity_stores, members, quotas, store
from gatepost.core.directory.authorship import author
from gatepost.core.directory.conflicts import duplicate, require_revision
from gatepost.core.directory.constraints import check_group
from gatepost.core.directory.criteria import Found, Search
from gatepost.core.directory.members import MembersChange
from gatepost.core.directory.model import Group, GroupAttributes, GroupChange, Member, MemberGroup
from gatepost.kit import ids
from gatepost.kit.errors import NotFound
from gatepost.kit.paging import Page, PageRequest, Window, WindowRequest
from gatepost.store.database import Duplicate

FilterName = Literal["display_name", "external_id"]


def create(
    call: Call, *, identity_store_id: str, attributes: GroupAttributes, provisioned_by: str | None = None
) -> Group:
    """Make a group without members (identitystore CreateGroup)."""
    identity_stores.require_there(call, identity_store_id)
    check_group(attributes)
    quotas.require_room_for_group(call, identity_store_id)
    group = Group(
        group_id=ids.new_directory_id(call.entropy, identity_store_id),
        identity_store_id=identity_store_id,
        display_name=attributes.display_name or "",
        attributes=attributes,
        revision=1,
        created_at=call.now,
        created_by=author(call),
        updated_at=call.now,
        updated_by=author(call),
        provisioned_by=provisioned_by,
    )
    try:
        store.insert_group(call.tx, group)
    except Duplicate as error:
        raise duplicate(error) from None
    call.event.resources.append(Resource("AWS::IdentityStore::Group", group.arn))
    return group


def get(call: Call, identity_store_id: str, group_id: str) -> Group:
    """Return a group, or raise NotFound."""
    group = store.find_group(call.tx, identity_store_id, group_id)
    if group is None:
        raise _no_group(call, identity_store_id, group_id)
    return group


def get_by_name(call: Call, identity_store_id: str, display_name: str) -> Group:
    """Return the group of this name, whatever its case, or raise NotFound."""
    return _found(call, identity_store_id, store.find_group_by_name(call.tx, identity_store_id, display_name))


def get_by_external_id(call: Call, identity_store_id: str, issuer: str, external_id: str) -> Group:
    """Return the group that `issuer` knows by this id, or raise NotFound."""
    found = store.find_group_by_external_id(call.tx, identity_store_id, issuer, external_id)
    return _found(call, identity_store_id, found)


def list_all(call: Call, identity_store_id: str, page: PageRequest) -> Page[Group]:
    """List a store's groups, the oldest first."""
    return _known_store(call, identity_store_id, store.list_groups(call.tx, identity_store_id, page))


def list_matching(call: Call, identity_store_id: str, by: FilterName, value: str, page: PageRequest) -> Page[Group]:
    """List the groups whose name or external id this is."""
    found: Page[Group]
    match by:
        case "display_name":
            group = store.find_group_by_name(call.tx, identity_store_id, value)
            found = Page([] if group is None else [group])
        case "external_id":
            found = store.list_groups_by_external_id(call.tx, identity_store_id, value, page)
    return _known_store(call, identity_store_id, found)


def search(call: Call, identity_store_id: str, wanted: Search[Group]) -> Found[Group]:
    """Return one page of the groups that fit, in order."""
    return store.search_groups(call.tx, identity_store_id, wanted)


def browse(call: Call, identity_store_id: str, prefix: str, request: WindowRequest) -> Window[Group]:
    """List by name the groups whose name begins so; all where it is empty."""
    identity_stores.require(call, identity_store_id)
    return store.browse_groups(call.tx, identity_store_id, prefix, request)


def list_these(call: Call, identity_store_id: str, group_ids: Sequence[str]) -> Sequence[Group]:
    """List by name those of the groups with these ids that are there."""
    return store.list_these_groups(call.tx, identity_store_id, group_ids)


def list_of_user(call: Call, identity_store_id: str, user_id: str, request: WindowRequest) -> Window[MemberGroup]:
    """List by name the groups that a user is in, each with the membership."""
    return store.list_groups_of_user(call.tx, identity_store_id, user_id, request)


def list_members(call: Call, identity_store_id: str, group_id: str, request: WindowRequest) -> Window[Member]:
    """List by user name the users who are in a group, each with the membership."""
    return store.list_members(call.tx, identity_store_id, group_id, request)


def count(call: Call, identity_store_id: str) -> int:
    """Return how many groups a store holds."""
    return store.count_groups(call.tx, identity_store_id)


def update(
    call: Call,
    *,
    identity_store_id: str,
    group_id: str,
    change: GroupChange,
    revision: int | None = None,
    provisioned_by: str | None = None,
) -> Group:
    """Change a group's attributes; with a revision, only where it is still the current one (identitystore UpdateGroup).

    A tenant that changes a group has taken it over: `provisioned_by` stays what it was where none is given.
    """
    before = _locked(call, identity_store_id, group_id, revision)
    attributes = change(before.attributes)
    check_group(attributes)
    after = replace(
        before,
        display_name=attributes.display_name or "",
        attributes=attributes,
        revision=before.revision + 1,
        updated_at=call.now,
        updated_by=author(call),
        provisioned_by=provisioned_by or before.provisioned_by,
    )
    try:
        store.update_group(call.tx, before, after)
    except Duplicate as error:
        raise duplicate(error) from None
    return after


def hold(call: Call, identity_store_id: str, group_id: str) -> Group:
    """Return a group that nobody else changes until this call ends, or raise NotFound."""
    return _locked(call, identity_store_id, group_id, None)


def apply(
    call: Call,
    *,
    identity_store_id: str,
    group_id: str,
    change: GroupChange,
    members_changes: Sequence[MembersChange] = (),
    provisioned_by: str | None = None,
) -> Group:
    """Change a group's attributes and members as one: what it costs depends on how much changes, not on how many are in it."""
    group = _locked(call, identity_store_id, group_id, None)
    if change(group.attributes) != group.attributes or provisioned_by != group.provisioned_by:
        group = update(
            call,
            identity_store_id=identity_store_id,
            group_id=group_id,
            change=change,
            provisioned_by=provisioned_by,
        )
    if members_changes and members.change(call, group, members_changes):
        return replace(group, members_revision=group.members_revision + 1, updated_at=call.now)
    return group


def delete(call: Call, *, identity_store_id: str, group_id: str, revision: int | None = None) -> None:
    """Delete a group with its memberships (identitystore DeleteGroup)."""
    group = _locked(call, identity_store_id, group_id, revision)
    store.delete_group(call.tx, group.group_id)


def _locked(call: Call, identity_store_id: str, group_id: str, revision: int | None) -> Group:
    group = store.lock_group(call.tx, identity_store_id, group_id)
    if group is None:
        raise _no_group(call, identity_store_id, group_id)
    require_revision(group, revision)
    return group


def _found(call: Call, identity_store_id: str, group: Group | None) -> Group:
    if group is None:
        raise _no_group(call, identity_store_id)
    return group


def _known_store(call: Call, identity_store_id: str, page: Page[Group]) -> Page[Group]:
    if not page.items:
        identity_stores.require(call, identity_store_id)
    return page


def _no_group(call: Call, identity_store_id: str, group_id: str | None = None) -> NotFound:
    return identity_stores.not_found(call, "GROUP", identity_store_id, group_id)
