"""Users and groups as the resources that SCIM answers with."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from gatepost.core.directory.members import Labels
from gatepost.core.directory.model import Group, User
from gatepost.doors.scim import persons
from gatepost.doors.scim.exchange import Answer, Exchange
from gatepost.doors.scim.paths import Document
from gatepost.doors.scim.projection import Projection
from gatepost.doors.scim.schemas import ENTERPRISE, GROUP, USER

Membership = tuple[str, str]
"""A group's id and its display name."""

_NOBODY: Final[Labels] = {}
_USER_SCHEMAS: Final = (USER,)
_ENTERPRISE_SCHEMAS: Final = (USER, ENTERPRISE)


def user(exchange: Exchange, user: User, groups: Sequence[Membership] = ()) -> Document:
    """Return a user with the groups that they are in."""
    attributes = persons.document_of(user.attributes, exchange.issuer)
    schemas = _ENTERPRISE_SCHEMAS if ENTERPRISE in attributes else _USER_SCHEMAS
    document = {"schemas": list(schemas), "id": user.user_id, **attributes}
    if groups:
        document["groups"] = [_group_of(exchange, *each) for each in groups]
    document["meta"] = _meta(exchange, "User", user, user_version(user, groups))
    return document


def group(exchange: Exchange, group: Group, members: Labels = _NOBODY) -> Document:
    """Return a group with its members."""
    document: Document = {"schemas": [GROUP], "id": group.group_id}
    external_id = persons.external_id_of(group.attributes.external_ids, exchange.issuer)
    if external_id is not None:
        document["externalId"] = external_id
    document["displayName"] = group.display_name
    if members:
        users = f"{exchange.base_url}/Users/"
        document["members"] = [_member(users, *each) for each in members.items()]
    document["meta"] = _meta(exchange, "Group", group, group_version(group))
    return document


def answer(document: Document, shown: Projection, status: int = 200) -> Answer:
    """Return the answer that shows a user or a group, with where it is and which version this is."""
    headers = {"Location": document["meta"]["location"], "ETag": document["meta"]["version"]}
    return Answer(status, shown.apply(document), headers)


def user_version(user: User, groups: Sequence[Membership] = ()) -> str:
    """Return a user's entity tag: the revision, and what stands for the groups, which change without the user."""
    if not groups:
        return f'W/"{user.revision}"'
    names = "\n".join(sorted(f"{group_id} {name}" for group_id, name in groups))
    return f'W/"{user.revision}-{sha256(names.encode()).hexdigest()[:12]}"'


def group_version(group: Group) -> str:
    """Return a group's entity tag: the revisions of its attributes and of its members."""
    return f'W/"{group.revision}.{group.members_revision}"'


def instant(moment: datetime) -> str:
    """Return an instant as SCIM writes it, an xsd:dateTime in UTC."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _member(users: str, user_id: str, label: str | None) -> Document:
    member = {"value": user_id, "$ref": users + user_id, "type": "User"}
    return member if label is None else member | {"display": label}


def _group_of(exchange: Exchange, group_id: str, display_name: str) -> Document:
    return {
        "value": group_id,
        "$ref": f"{exchange.base_url}/Groups/{group_id}",
        "display": display_name,
        "type": "direct",
    }


def _meta(exchange: Exchange, kind: str, resource: User | Group, version: str) -> dict[str, Any]:
    resource_id = resource.user_id if isinstance(resource, User) else resource.group_id
    return {
        "resourceType": kind,
        "created": instant(resource.created_at),
        "lastModified": instant(resource.updated_at),
        "location": f"{exchange.base_url}/{kind}s/{resource_id}",
        "version": version,
    }
