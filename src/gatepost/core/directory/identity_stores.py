"""The identity store as such: whether it is there, and what to say where something in it is not."""

from typing import Literal

from gatepost.core.call import Call
from gatepost.core.instances import store as instances_store
from gatepost.core.instances.model import Instance
from gatepost.kit.errors import NotFound

ResourceType = Literal["IDENTITY_STORE", "USER", "GROUP", "GROUP_MEMBERSHIP"]


def require(call: Call, identity_store_id: str) -> Instance:
    """Return the instance whose identity store this is, or raise NotFound."""
    instance = instances_store.find_by_identity_store(call.tx, identity_store_id)
    if instance is None:
        raise _absent("IDENTITY_STORE", identity_store_id)
    return instance


def require_there(call: Call, identity_store_id: str) -> None:
    """Raise NotFound unless there is such an identity store; its instance is not read."""
    if not instances_store.has_identity_store(call.tx, identity_store_id):
        raise _absent("IDENTITY_STORE", identity_store_id)


def require_arn(call: Call, identity_store_arn: str) -> Instance:
    """Return the instance whose identity store has this ARN, or raise NotFound, also where only the account is another."""
    identity_store_id = identity_store_arn.rpartition("/")[2]
    instance = require(call, identity_store_id)
    if instance.identity_store_arn != identity_store_arn:
        raise _absent("IDENTITY_STORE", identity_store_id)
    return instance


def not_found(
    call: Call, resource_type: ResourceType, identity_store_id: str, resource_id: str | None = None
) -> NotFound:
    """Return the error for a resource that is not in its store, or for the store where even that is not there."""
    if instances_store.find_by_identity_store(call.tx, identity_store_id) is None:
        return _absent("IDENTITY_STORE", identity_store_id)
    return _absent(resource_type, resource_id)


def _absent(resource_type: ResourceType, resource_id: str | None) -> NotFound:
    details = {"resource_type": resource_type} | ({} if resource_id is None else {"resource_id": resource_id})
    return NotFound(f"{resource_type} not found.", details=details)
