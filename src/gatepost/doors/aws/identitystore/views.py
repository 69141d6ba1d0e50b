"""Identity stores, users, groups and memberships as the structures of the model."""

from dataclasses import fields
from typing import Any

from gatepost.core.directory.model import (
    Address,
    Email,
    Enterprise,
    ExternalId,
    Group,
    Manager,
    Membership,
    PersonName,
    PhoneNumber,
    Photo,
    Role,
    User,
)
from gatepost.core.instances.model import Instance
from gatepost.doors.aws.identitystore.documents import ENTERPRISE, is_member

Structure = dict[str, Any]


def identity_store_key(instance: Instance) -> Structure:
    """Return what names an identity store: an item of ListIdentityStores, and what UpdateIdentityStore answers."""
    return {"IdentityStoreId": instance.identity_store_id, "IdentityStoreArn": instance.identity_store_arn}


def identity_store(instance: Instance) -> Structure:
    """Return an identity store."""
    network = instance.identity_store_network
    if network is None:
        return identity_store_key(instance)
    lists = {
        "ApiRestrictSourceVpcs": list(network.api_restrict_source_vpcs),
        "ApiAllowSourceIps": list(network.api_allow_source_ips),
        "ScimAllowSourceIps": list(network.scim_allow_source_ips),
    }
    configuration = {"VpceAccessRequired": network.vpce_access_required, **_present(lists)}
    return {**identity_store_key(instance), "NetworkConfiguration": configuration}


def created_user(user: User) -> Structure:
    """Return what CreateUser and UpdateUser answer."""
    return {
        "IdentityStoreId": user.identity_store_id,
        "UserId": user.user_id,
        "UserArn": user.arn,
        "Revision": str(user.revision),
    }


def user_key(user: User) -> Structure:
    """Return what GetUserId answers."""
    return {"IdentityStoreId": user.identity_store_id, "UserId": user.user_id, "UserArn": user.arn}


def user(user: User, *, extensions: bool) -> Structure:
    """Return a user; its extension only where the caller asked for it."""
    attributes = user.attributes
    structure = {
        **created_user(user),
        "Name": _structure(attributes.name),
        "UserStatus": user.status,
        "CreatedAt": user.created_at,
        "CreatedBy": user.created_by,
        "UpdatedAt": user.updated_at,
        "UpdatedBy": user.updated_by,
    }
    # Member by member and only what is there: a page has fifty users.
    for name, member in _USER_TEXTS:
        if (text := getattr(attributes, name)) is not None:
            structure[member] = text
    for name, member in _USER_LISTS:
        if records := getattr(attributes, name):
            structure[member] = [_structure(each) for each in records]
    if extensions and attributes.enterprise is not None:
        structure["Extensions"] = {ENTERPRISE: _document(attributes.enterprise)}
    return _present(structure)


def created_group(group: Group) -> Structure:
    """Return what CreateGroup and UpdateGroup answer."""
    return {**group_key(group), "Revision": str(group.revision)}


def group_key(group: Group) -> Structure:
    """Return what GetGroupId answers."""
    return {"IdentityStoreId": group.identity_store_id, "GroupId": group.group_id, "GroupArn": group.arn}


def group(group: Group) -> Structure:
    """Return a group."""
    return _present(
        {
            **created_group(group),
            "DisplayName": group.display_name,
            "Description": group.attributes.description,
            "ExternalIds": [_structure(each) for each in group.attributes.external_ids],
            "CreatedAt": group.created_at,
            "CreatedBy": group.created_by,
            "UpdatedAt": group.updated_at,
            "UpdatedBy": group.updated_by,
        }
    )


def membership_key(membership: Membership) -> Structure:
    """Return what CreateGroupMembership and GetGroupMembershipId answer."""
    return {
        "IdentityStoreId": membership.identity_store_id,
        "MembershipId": membership.membership_id,
        "MembershipArn": membership.arn,
    }


def membership(membership: Membership) -> Structure:
    """Return a membership; it never changes, so it was last updated when it was made."""
    return {
        **membership_key(membership),
        "GroupId": membership.group_id,
        "MemberId": {"UserId": membership.user_id},
        "CreatedAt": membership.created_at,
        "CreatedBy": membership.created_by,
        "UpdatedAt": membership.created_at,
        "UpdatedBy": membership.created_by,
    }


def _structure(record: Any) -> Structure:
    """Return a record under the names of the model: `StreetAddress`."""
    return {member: value for name, member in _MEMBERS[type(record)] if (value := getattr(record, name)) is not None}


def _document(record: Any) -> Structure:
    """Return a record as a document under the names of SCIM: `costCenter`."""
    found = {member[0].lower() + member[1:]: getattr(record, name) for name, member in _MEMBERS[type(record)]}
    if isinstance(record, Manager):
        return _present({"value": record.value, "$ref": record.ref})
    return _present({name: _document(value) if isinstance(value, Manager) else value for name, value in found.items()})


def _present(structure: Structure) -> Structure:
    return {member: value for member, value in structure.items() if value is not None and value not in ([], {})}


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


_MEMBERS = {
    kind: tuple((field.name, _pascal(field.name)) for field in fields(kind) if is_member(kind, field.name))
    for kind in (PersonName, Email, PhoneNumber, Role, Address, Photo, ExternalId, Enterprise, Manager)
}
_USER_TEXTS = tuple(
    (name, _pascal(name))
    for name in (
        "user_name",
        "display_name",
        "nick_name",
        "profile_url",
        "user_type",
        "title",
        "preferred_language",
        "locale",
        "timezone",
        "website",
        "birthdate",
    )
)
_USER_LISTS = tuple(
    (name, _pascal(name)) for name in ("emails", "addresses", "phone_numbers", "photos", "roles", "external_ids")
)
