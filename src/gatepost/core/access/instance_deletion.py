"""The end of an account's instance: asked for, then carried out by a job, with the roles that its permission sets have."""

from collections.abc import Mapping
from typing import Any, Final

from gatepost.core.access import store
from gatepost.core.call import Call
from gatepost.core.iam import roles
from gatepost.core.instances import instances
from gatepost.core.instances.model import Instance
from gatepost.kit import arns
from gatepost.kit.errors import NotFound
from gatepost.kit.paging import PageRequest

DELETE_INSTANCE: Final = "delete-instance"
_BATCH = PageRequest(100)


def request(call: Call, instance_arn: str) -> None:
    """Ask for the end of an instance (sso-admin DeleteInstance); raise as `instances.begin_deletion` does."""
    instance = instances.begin_deletion(call, instance_arn)
    call.enqueue(DELETE_INSTANCE, {"instance_id": instance.instance_id})


def carry_out(call: Call, payload: Mapping[str, Any]) -> None:
    """Remove the instance that a job of kind "delete-instance" names: its roles first, then all that is in it."""
    try:
        instance = instances.lock(call, arns.instance(payload["instance_id"]))
    except NotFound:
        return
    while _remove_roles(call, instance):
        pass
    instances.finish_deletion(call, instance)


def _remove_roles(call: Call, instance: Instance) -> bool:
    """Remove some of the instance's roles, all of which are in its owner's account; False where there is none left."""
    owner = instance.owner_account_id
    found = store.provisioning.list_permission_set_ids(call.tx, instance.instance_id, owner, None, _BATCH)
    for permission_set_id in found.items:
        role = store.provisioning.lock_role(call.tx, permission_set_id, owner)
        if role is not None:
            store.assignments.delete_of_role(call.tx, permission_set_id, owner)
            store.provisioning.delete_role(call.tx, permission_set_id, owner)
            roles.delete_role(call, owner, role.role_name)
    return bool(found.items)
