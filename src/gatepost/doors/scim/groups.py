"""/Groups: create, read, list, replace, patch, delete; the members come and go without the rest of them being read."""

import dataclasses
from collections.abc import Sequence

from gatepost.core.call import Call
from gatepost.core.directory import groups, members
from gatepost.core.directory.criteria import Search
from gatepost.core.directory.members import Labels, MembersChange
from gatepost.core.directory.model import Group, GroupAttributes, GroupChange
from gatepost.doors.scim import listing, patch, persons, projection, versions, views
from gatepost.doors.scim import members as scim_members
from gatepost.doors.scim.criteria import GROUP_ATTRIBUTES
from gatepost.doors.scim.exchange import Answer, Exchange
from gatepost.doors.scim.operations import read_operations
from gatepost.doors.scim.paths import Document
from gatepost.doors.scim.projection import Projection
from gatepost.doors.scim.reading import read_resource
from gatepost.doors.scim.schemas import GROUPS

_MOST_OPERATIONS = 20_000
"""Some providers send an operation for each member."""
MOST_MEMBERS = 20_000
"""So many members the groups of a page have together; more make the page shorter, and the next one goes on."""


def create(exchange: Exchange) -> Answer:
    """Make a group with its members."""
    document, shown = read_resource(GROUPS, exchange.request.body), projection.asked_by(exchange, GROUPS)
    users = scim_members.labels_of(document.pop("members", None))

    def do(call: Call) -> Answer:
        made = groups.create(
            call,
            identity_store_id=exchange.identity_store_id,
            attributes=_attributes(document, GroupAttributes(), exchange.issuer),
            provisioned_by=exchange.tenant_id,
        )
        if users:
            made = groups.apply(
                call,
                identity_store_id=exchange.identity_store_id,
                group_id=made.group_id,
                change=_nothing,
                members_changes=[MembersChange("add", users)],
                provisioned_by=exchange.tenant_id,
            )
        return _answer(exchange, made, users, shown, status=201)

    return exchange.write("CreateGroup", do)


def get(exchange: Exchange) -> Answer:
    """Return a group, or 304 where the client has this version."""
    group_id, shown = exchange.resource_id("group"), projection.asked_by(exchange, GROUPS)

    def do(call: Call) -> Answer:
        found = groups.get(call, exchange.identity_store_id, group_id)
        version = views.group_version(found)
        if versions.is_known(exchange.request.if_none_match, version):
            return Answer(304, headers={"ETag": version})
        if exchange.is_aws:
            return Answer(200, _without_members(exchange, found))
        return _answer(exchange, found, _members_of(call, found, shown), shown)

    return exchange.read("GetGroup", do)


def search(exchange: Exchange) -> Answer:
    """List the groups that fit a filter, a page at a time."""
    asked, shown = listing.asked_by(exchange), projection.asked_by(exchange, GROUPS)
    wanted: Search[Group] = listing.search(
        exchange, asked, GROUPS, GROUP_ATTRIBUTES, lambda each: views.group(exchange, each)
    )

    def do(call: Call) -> Answer:
        found = groups.search(call, exchange.identity_store_id, wanted)
        page = documents(exchange, call, found.items, shown)
        if len(page) < len(found.items):
            found = groups.search(call, exchange.identity_store_id, dataclasses.replace(wanted, size=len(page)))
        return listing.answer(exchange, asked, found, page, GROUPS)

    return exchange.read("ListGroups", do)


def documents(exchange: Exchange, call: Call, found: Sequence[Group], shown: Projection) -> list[Document]:
    """Return groups as resources: all, or those whose members together fill a page, and the first however many it has."""
    if exchange.is_aws:
        return [_without_members(exchange, each) for each in found]
    page: list[Document] = []
    room = MOST_MEMBERS
    for each in found:
        users = _members_of(call, each, shown)
        room -= len(users)
        if page and room < 0:
            break
        page.append(shown.apply(views.group(exchange, each, users)))
    return page


def replace(exchange: Exchange) -> Answer:
    """Give a group the attributes and the members of the body, and no others."""
    document = read_resource(GROUPS, exchange.request.body)
    users = scim_members.labels_of(document.pop("members", None))
    return _change(
        exchange,
        "PutGroup",
        lambda before: _attributes(document, before, exchange.issuer),
        [MembersChange("replace", users)],
        is_whole=True,
    )


def modify(exchange: Exchange) -> Answer:
    """Apply the operations of a PATCH, all or none; 204, since the group may be large, unless attributes are asked for."""
    operations = read_operations(GROUPS, exchange.request.body, _MOST_OPERATIONS)
    about_members = [each for each in operations if scim_members.is_about_members(each)]
    others = [each for each in operations if not scim_members.is_about_members(each)]

    def change(before: GroupAttributes) -> GroupAttributes:
        return _attributes(patch.apply(GROUPS, _document(before, exchange.issuer), others), before, exchange.issuer)

    return _change(exchange, "PatchGroup", change, scim_members.changes_of(about_members), is_whole=False)


def delete(exchange: Exchange) -> Answer:
    """Delete a group; its members stay users."""
    group_id = exchange.resource_id("group")

    def do(call: Call) -> Answer:
        _require_match(call, exchange, group_id)
        groups.delete(call, identity_store_id=exchange.identity_store_id, group_id=group_id)
        return Answer(204)

    return exchange.write("DeleteGroup", do)


def _change(
    exchange: Exchange, name: str, change: GroupChange, changes: Sequence[MembersChange], *, is_whole: bool
) -> Answer:
    group_id, shown = exchange.resource_id("group"), projection.asked_by(exchange, GROUPS)

    def do(call: Call) -> Answer:
        _require_match(call, exchange, group_id)
        changed = groups.apply(
            call,
            identity_store_id=exchange.identity_store_id,
            group_id=group_id,
            change=change,
            members_changes=changes,
            provisioned_by=exchange.tenant_id,
        )
        if not is_whole and shown is projection.ALL:
            return Answer(204, headers={"ETag": views.group_version(changed)})
        return _answer(exchange, changed, _members_of(call, changed, shown), shown)

    return exchange.write(name, do)


def _require_match(call: Call, exchange: Exchange, group_id: str) -> None:
    if exchange.request.if_match is not None:
        before = groups.hold(call, exchange.identity_store_id, group_id)
        versions.require_match(exchange.request.if_match, views.group_version(before))


def _members_of(call: Call, group: Group, shown: Projection) -> Labels:
    return members.list_all(call, group.group_id) if shown.wants("members") else {}


def _without_members(exchange: Exchange, group: Group) -> Document:
    """Return a group as AWS does: "GetGroup and ListGroups return an empty member list"."""
    return views.group(exchange, group) | {"members": []}


def _answer(exchange: Exchange, group: Group, users: Labels, shown: Projection, status: int = 200) -> Answer:
    return views.answer(views.group(exchange, group, users), shown, status)


def _attributes(document: Document, before: GroupAttributes, issuer: str) -> GroupAttributes:
    external_ids = persons.external_ids_of(document, before.external_ids, issuer)
    return GroupAttributes(document["displayName"], before.description, external_ids)


def _document(attributes: GroupAttributes, issuer: str) -> Document:
    external_id = persons.external_id_of(attributes.external_ids, issuer)
    found = {"displayName": attributes.display_name, "externalId": external_id}
    return {name: value for name, value in found.items() if value is not None}


def _nothing(attributes: GroupAttributes) -> GroupAttributes:
    return attributes
