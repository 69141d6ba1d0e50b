"""What people mark in their portal: favourite roles, and those that they used last."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from gatepost.core.access import entitlements
from gatepost.core.access.model import RoleMark
from gatepost.core.access.store import role_marks as store
from gatepost.core.call import Call
from gatepost.kit.errors import NotFound, QuotaExceeded
from gatepost.kit.sentences import Sentence

MOST_FAVOURITES: Final = 20
NOTED_AGAIN_AFTER: Final = timedelta(minutes=10)
"""How long a use stands for the next ones: what was used last is no clock."""


def list_of_user(call: Call, user_id: str) -> Sequence[RoleMark]:
    """Return a person's marks; some may be of roles that are theirs no more."""
    return store.list_marks(call.tx, user_id)


def add_favourite(call: Call, account_id: str, role_name: str) -> None:
    """Make a role of the signed-in person a favourite; NotFound where it is not theirs."""
    user_id = call.actor.user_id or ""
    if entitlements.find_entitlement(call.tx, user_id, account_id, role_name) is None:
        raise NotFound(Sentence("You have no such role. It may have been taken from you."))
    if sum(mark.is_favourite for mark in list_of_user(call, user_id)) >= MOST_FAVOURITES:
        raise QuotaExceeded(
            Sentence("You have %(count)s favourites, which is the limit. Take one away first.", count=MOST_FAVOURITES)
        )
    store.put_favourite(call.tx, user_id, account_id, role_name)


def remove_favourite(call: Call, account_id: str, role_name: str) -> None:
    """Make a role no favourite of the signed-in person any more."""
    store.take_favourite(call.tx, call.actor.user_id or "", account_id, role_name)


def is_noted(call: Call, user_id: str, account_id: str, role_name: str) -> bool:
    """Say whether a use of this role was written down a moment ago."""
    used = {(mark.account_id, mark.role_name): mark.used_at for mark in list_of_user(call, user_id)}
    last = used.get((account_id, role_name))
    return last is not None and call.now - last < NOTED_AGAIN_AFTER


def note_use(call: Call, account_id: str, role_name: str) -> None:
    """Write down that the signed-in person has just used a role of theirs."""
    store.put_use(call.tx, call.actor.user_id or "", account_id, role_name, call.now)
