"""Who may not sign devices in by a code: a switch of each group.

The device grant is what phishers use: the page that they send people to is the real one (RFC 8628 section 5.4). Whoever never
needs it is safest without it. One group that forbids it is enough.
"""

from gatepost.core.call import Call
from gatepost.core.directory import groups
from gatepost.core.tokens import store


def is_allowed_to_group(call: Call, identity_store_id: str, group_id: str) -> bool:
    """Say whether a group leaves the device grant to its members, or raise NotFound."""
    group = groups.get(call, identity_store_id, group_id)
    return not store.device_grant_bans.is_of_group(call.tx, group.group_id)


def set_for_group(call: Call, identity_store_id: str, group_id: str, *, allowed: bool) -> None:
    """Leave the device grant to a group's members or forbid it, from their next approval on; NotFound without such a group.

    What they have allowed before goes on: who wants it to end ends their sessions.
    """
    group = groups.get(call, identity_store_id, group_id)
    if allowed:
        store.device_grant_bans.remove(call.tx, group.group_id)
    else:
        store.device_grant_bans.put(call.tx, group.group_id, call.now)


def is_forbidden_to(call: Call, user_id: str) -> bool:
    """Say whether one of a user's groups forbids them the device grant."""
    return store.device_grant_bans.is_of_user(call.tx, user_id)
