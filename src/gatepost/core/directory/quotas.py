"""How much an identity store may hold: settings of the installation, 0 where there is no end.

Counting takes its time in a large store, so without a quota nothing is counted. Of two calls at once that count together both
may pass: a quota keeps a store from growing without anybody's noticing, to the last row it need not be exact.
"""

from collections.abc import Callable, Iterable

from gatepost.core.call import Call
from gatepost.core.directory import store
from gatepost.kit.errors import QuotaExceeded


def require_room_for_user(call: Call, identity_store_id: str) -> None:
    """Raise QuotaExceeded where the store holds as many users as it may."""
    _require(call.settings.quota_users, lambda: store.count_users(call.tx, identity_store_id), "users")


def require_room_for_group(call: Call, identity_store_id: str) -> None:
    """Raise QuotaExceeded where the store holds as many groups as it may."""
    _require(call.settings.quota_groups, lambda: store.count_groups(call.tx, identity_store_id), "groups")


def require_room_in_groups(call: Call, user_id: str) -> None:
    """Raise QuotaExceeded where the user is in as many groups as one may be."""
    count = call.settings.quota_groups_of_user
    _require(count, lambda: store.count_groups_of_user(call.tx, user_id), "groups that one user is in")


def require_room_in_groups_of_all(call: Call, user_ids: Iterable[str]) -> None:
    """Raise QuotaExceeded where one of these users is in as many groups as one may be."""
    quota = call.settings.quota_groups_of_user
    if quota and store.find_full(call.tx, user_ids, quota) is not None:
        raise QuotaExceeded(f"The request would exceed the quota of {quota} groups that one user is in.")


class Room:
    """What a store has room for when many come at once: counted once, and only where there is a quota."""

    def __init__(self, call: Call, identity_store_id: str) -> None:
        self._call = call
        self._store_id = identity_store_id
        self._settings = call.settings
        self._users = store.count_users(call.tx, identity_store_id) if self._settings.quota_users else 0

    def take_user(self) -> None:
        """Count one more user; raise QuotaExceeded where there is no room for them."""
        _require(self._settings.quota_users, lambda: self._users, "users")
        self._users += 1

    def require_groups(self, count: int) -> None:
        """Raise QuotaExceeded unless there is room for so many more groups."""
        if count:
            _require(self._settings.quota_groups, lambda: self._groups() + count - 1, "groups")

    def require_memberships(self, count: int) -> None:
        """Raise QuotaExceeded where a new user may not be in so many groups."""
        _require(self._settings.quota_groups_of_user, lambda: count - 1, "groups that one user is in")

    def _groups(self) -> int:
        return store.count_groups(self._call.tx, self._store_id)


def _require(quota: int, count: Callable[[], int], of_what: str) -> None:
    if quota and count() >= quota:
        raise QuotaExceeded(f"The request would exceed the quota of {quota} {of_what}.")
