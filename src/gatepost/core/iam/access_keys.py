"""Access keys of IAM users: a secret that is shown once, and at most two keys a user."""

from collections.abc import Sequence

from gatepost.core.call import Call
from gatepost.core.iam import store, users
from gatepost.core.iam.model import ACCESS_KEYS_PER_USER, AccessKey, IamUser, KeyStatus
from gatepost.kit import ids
from gatepost.kit.errors import Invalid, NotFound, QuotaExceeded
from gatepost.kit.secret import Secret
from gatepost.kit.vault import Vault

_PURPOSE = "access-key"


def create(call: Call, account_id: str, user_name: str) -> tuple[AccessKey, Secret]:
    """Make a key for a user (IAM CreateAccessKey); the secret is to be had here and never again."""
    return create_for(call, users.get(call, account_id, user_name))


def create_for(call: Call, user: IamUser) -> tuple[AccessKey, Secret]:
    """Do as `create`. The count before the insert needs a serialisable transaction."""
    if len(store.list_keys(call.tx, user.user_id)) >= ACCESS_KEYS_PER_USER:
        raise QuotaExceeded(
            f"Cannot exceed quota for AccessKeysPerUser: {ACCESS_KEYS_PER_USER}", reason="LimitExceeded"
        )
    key = AccessKey(ids.new_access_key_id(call.entropy), user.user_id, "Active", call.now)
    secret = Secret(ids.new_secret_access_key(call.entropy))
    store.insert_key(call.tx, key, seal(call.vault, key.access_key_id, secret))
    return key, secret


def list_keys(call: Call, user: IamUser) -> Sequence[AccessKey]:
    """Return a user's keys, without their secrets (IAM ListAccessKeys)."""
    return store.list_keys(call.tx, user.user_id)


def set_status(call: Call, user: IamUser, access_key_id: str, status: str) -> None:
    """Let a key work again, or no longer (IAM UpdateAccessKey)."""
    if not store.update_key(call.tx, user.user_id, access_key_id, _settable(status)):
        raise _not_found(access_key_id)


def delete(call: Call, user: IamUser, access_key_id: str) -> None:
    """Remove a key (IAM DeleteAccessKey)."""
    if not store.delete_key(call.tx, user.user_id, access_key_id):
        raise _not_found(access_key_id)


def seal(vault: Vault, access_key_id: str, secret: Secret) -> str:
    """Seal a key's secret for its row: the server needs it in clear again, to check signatures."""
    return vault.seal(_PURPOSE, secret.reveal().encode(), access_key_id.encode())


def open_sealed(vault: Vault, access_key_id: str, sealed: str) -> Secret:
    """Return the secret of a key's row."""
    return Secret(vault.open(_PURPOSE, sealed, access_key_id.encode()).decode())


def _settable(status: str) -> KeyStatus:
    if status == "Active":
        return "Active"
    if status == "Inactive":
        return "Inactive"
    raise Invalid("The status of an access key can be set to Active or Inactive.", reason="InvalidInput")


def _not_found(access_key_id: str) -> NotFound:
    return NotFound(f"The Access Key with id {access_key_id} cannot be found.", reason="NoSuchEntity")
