"""Use cases of memberships: put a user into a group, take them out, and look from either side."""

from collections.abc import Sequence

from gatepost.core.audit.model import Resource
from gatepost.core.call import Call
from gatepost.core.directory import identity_stores, quotas, store
from gatepost.core.directory.authorship import author
from gatepost.core.directory.conflicts import duplicate
from gatepost.core.directory.model import Membership
from gatepost.core.directory.store import group_ids_of
from gatepost.kit import ids
from gatepost.kit.errors import NotFound
from gatepost.kit.paging import Page, PageRequest
from gatepost.store.database import Duplicate

__all__ = [
    "create",
    "delete",
    "get",
    "get_between",
    "group_ids_of",
    "insert_all",
    "is_member",
    "list_of_group",
    "list_of_user",
    "new",
]


def create(call: Call, *, identity_store_id: str, group_id: str, user_id: str) -> Membership:
    """Put a user into a group (identitystore CreateGroupMembership)."""
    if not store.hold_user(call.tx, identity_store_id, user_id):
        raise _no_user(call, identity_store_id, user_id)
    if not store.hold_group(call.tx, identity_store_id, group_id):
        raise _no_group(call, identity_store_id, group_id)
    quotas.require_room_in_groups(call, user_id)
    membership = new(call, identity_store_id, group_id, user_id)
    try:
        store.insert_membership(call.tx, membership)
    except Duplicate as error:
        raise duplicate(error) from None
    store.touch_group(call.tx, group_id, call.now)
    call.event.resources.append(Resource("AWS::IdentityStore::GroupMembership", membership.arn))
    return membership


def new(call: Call, identity_store_id: str, group_id: str, user_id: str) -> Membership:
    """Return a membership that is in no store yet."""
    return Membership(
        membership_id=ids.new_directory_id(call.entropy, identity_store_id),
        identity_store_id=identity_store_id,
        group_id=group_id,
        user_id=user_id,
        created_at=call.now,
        created_by=author(call),
    )


def insert_all(call: Call, made: Sequence[Membership]) -> None:
    """Put users whom this call has made into groups, together: nobody else knows of them yet, and they are in none."""
    # In the order of their ids: of two who change the same groups at once none waits for the other crosswise.
    for group_id in sorted({membership.group_id for membership in made}):
        store.touch_group(call.tx, group_id, call.now)
    store.insert_memberships(call.tx, made)


def get(call: Call, identity_store_id: str, membership_id: str) -> Membership:
    """Return a membership, or raise NotFound."""
    membership = store.find_membership(call.tx, identity_store_id, membership_id)
    if membership is None:
        raise _no_membership(call, identity_store_id, membership_id)
    return membership


def get_between(call: Call, *, identity_store_id: str, group_id: str, user_id: str) -> Membership:
    """Return the membership of a user in a group, or raise NotFound."""
    membership = store.find_membership_between(call.tx, identity_store_id, group_id, user_id)
    if membership is None:
        raise _no_membership(call, identity_store_id)
    return membership


def list_of_group(call: Call, identity_store_id: str, group_id: str, page: PageRequest) -> Page[Membership]:
    """List a group's memberships, the oldest first."""
    found = store.list_memberships_of_group(call.tx, identity_store_id, group_id, page)
    if not found.items and not store.group_exists(call.tx, identity_store_id, group_id):
        raise _no_group(call, identity_store_id, group_id)
    return found


def list_of_user(call: Call, identity_store_id: str, user_id: str, page: PageRequest) -> Page[Membership]:
    """List a user's memberships, the oldest first."""
    found = store.list_memberships_of_user(call.tx, identity_store_id, user_id, page)
    if not found.items and not store.user_exists(call.tx, identity_store_id, user_id):
        raise _no_user(call, identity_store_id, user_id)
    return found


def is_member(call: Call, *, identity_store_id: str, user_id: str, group_ids: Sequence[str]) -> list[bool]:
    """Say of each group, in the order asked, whether the user is in it; raise NotFound for a group that is not there."""
    among = store.membership_among(call.tx, identity_store_id, user_id, group_ids)
    for group_id in group_ids:
        if group_id not in among:
            raise _no_group(call, identity_store_id, group_id)
    if not any(among.values()) and not store.user_exists(call.tx, identity_store_id, user_id):
        raise _no_user(call, identity_store_id, user_id)
    return [among[group_id] for group_id in group_ids]


def delete(call: Call, *, identity_store_id: str, membership_id: str) -> None:
    """Take a user out of a group (identitystore DeleteGroupMembership)."""
    membership = get(call, identity_store_id, membership_id)
    if not store.delete_membership(call.tx, identity_store_id, membership_id):
        raise _no_membership(call, identity_store_id, membership_id)
    store.touch_group(call.tx, membership.group_id, call.now)


def _no_user(call: Call, identity_store_id: str, user_id: str) -> NotFound:
    return identity_stores.not_found(call, "USER", identity_store_id, user_id)


def _no_group(call: Call, identity_store_id: str, group_id: str) -> NotFound:
    return identity_stores.not_found(call, "GROUP", identity_store_id, group_id)


def _no_membership(call: Call, identity_store_id: str, membership_id: str | None = None) -> NotFound:
    return identity_stores.not_found(call, "GROUP_MEMBERSHIP", identity_store_id, membership_id)
