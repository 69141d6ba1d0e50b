"""iam operations on access keys; without a user name they are about the caller's own."""

from typing import Any

from gatepost.core.call import Call
from gatepost.core.iam import access_keys, users
from gatepost.doors.aws.iam import views
from gatepost.doors.aws.service import reads, writes
from gatepost.kit.paging import Page, PageRequest, page_of_all


@writes(on="UserName", serializable=True)
def create_access_key(call: Call, *, user_name: str | None = None) -> dict[str, Any]:
    """Make a key; its secret is in this answer and nowhere else."""
    user = users.get_named_or_own(call, user_name)
    key, secret = access_keys.create_for(call, user)
    return {"AccessKey": views.access_key(user, key, secret)}


@reads(on="UserName")
def list_access_keys(call: Call, *, page: PageRequest, user_name: str | None = None) -> Page[dict[str, Any]]:
    """Return a user's keys."""
    user = users.get_named_or_own(call, user_name)
    keys = page_of_all(access_keys.list_keys(call, user), page, lambda key: (key.access_key_id,))
    return keys.map(lambda key: views.access_key_metadata(user, key))


@writes(on="UserName")
def update_access_key(call: Call, *, access_key_id: str, status: str, user_name: str | None = None) -> dict[str, Any]:
    """Let a key work again, or no longer."""
    access_keys.set_status(call, users.get_named_or_own(call, user_name), access_key_id, status)
    return {}


@writes(on="UserName")
def delete_access_key(call: Call, *, access_key_id: str, user_name: str | None = None) -> dict[str, Any]:
    """Remove a key."""
    access_keys.delete(call, users.get_named_or_own(call, user_name), access_key_id)
    return {}
