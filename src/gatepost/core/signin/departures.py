"""People who leave: what they opened elsewhere ends with them."""

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.federation import back_channel
from gatepost.core.signin import store


def delete_user(call: Call, *, identity_store_id: str, user_id: str, revision: int | None = None) -> None:
    """Delete a user (identitystore DeleteUser) and have the applications that they are signed in to told of it."""
    back_channel.tell(call, store.sessions.open_ids_of(call.tx, user_id, call.now))
    users.delete(call, identity_store_id=identity_store_id, user_id=user_id, revision=revision)
