"""Use cases of permission sets: create, get, list, update, delete."""

from collections.abc import Sequence
from dataclasses import replace

from gatepost.core.access import delegation, store
from gatepost.core.access.model import DEFAULT_SESSION_DURATION, PermissionSet, session_seconds
from gatepost.core.call import Call
from gatepost.core.instances import instances
from gatepost.core.tagging import tags as tagging
from gatepost.core.tagging.model import Tags
from gatepost.kit import arns, ids
from gatepost.kit.errors import Conflict, NotFound
from gatepost.kit.paging import Page, PageRequest, Window, WindowRequest
from gatepost.store.database import Duplicate


def create(
    call: Call,
    *,
    instance_arn: str,
    name: str,
    description: str | None = None,
    session_duration: str | None = None,
    relay_state: str | None = None,
    tags: Tags | None = None,
) -> PermissionSet:
    """Make a permission set without policies (sso-admin CreatePermissionSet). Its name is unique in the instance."""
    instance = instances.require_permission_sets(call, instance_arn)
    duration = session_duration or DEFAULT_SESSION_DURATION
    session_seconds(duration)
    permission_set = PermissionSet(
        instance_id=instance.instance_id,
        permission_set_id=ids.new_permission_set_id(call.entropy),
        name=name,
        description=description,
        session_duration=duration,
        relay_state=relay_state,
        inline_policy=None,
        permissions_boundary=None,
        revision=1,
        created_at=call.now,
    )
    try:
        store.permission_sets.insert_permission_set(call.tx, permission_set)
    except Duplicate:
        raise Conflict(f"PermissionSet with name {name} already exists.") from None
    tagging.put(call, permission_set.arn, tags or {})
    return permission_set


def get(call: Call, instance_arn: str, permission_set_arn: str) -> PermissionSet:
    """Return a permission set of an instance (sso-admin DescribePermissionSet), or raise NotFound."""
    instance_id, permission_set_id = ids_of(instance_arn, permission_set_arn)
    found = store.permission_sets.find_permission_set(call.tx, instance_id, permission_set_id)
    if found is None:
        raise not_found(call, instance_arn, permission_set_arn)
    return found


def list_arns(call: Call, instance_arn: str, page: PageRequest) -> Page[str]:
    """List the ARNs of an instance's permission sets (sso-admin ListPermissionSets)."""
    instance_id = instances.require_permission_sets(call, instance_arn).instance_id
    found = store.permission_sets.list_permission_set_ids(call.tx, instance_id, page)
    return found.map(lambda permission_set_id: arns.permission_set(instance_id, permission_set_id))


def browse(call: Call, instance_arn: str, prefix: str, request: WindowRequest) -> Window[PermissionSet]:
    """List by name the permission sets whose name begins so, case counting; all where it is empty."""
    instance_id = instances.require_permission_sets(call, instance_arn).instance_id
    return store.permission_sets.browse_permission_sets(call.tx, instance_id, prefix, request)


def list_these(call: Call, instance_arn: str, permission_set_ids: Sequence[str]) -> Sequence[PermissionSet]:
    """List by name those of the permission sets with these ids that are there."""
    return store.permission_sets.list_these(call.tx, arns.instance_id(instance_arn), permission_set_ids)


def count(call: Call, instance_arn: str) -> int:
    """Return how many permission sets an instance has."""
    return store.permission_sets.count_permission_sets(call.tx, arns.instance_id(instance_arn))


def update(
    call: Call,
    *,
    instance_arn: str,
    permission_set_arn: str,
    description: str | None = None,
    session_duration: str | None = None,
    relay_state: str | None = None,
) -> None:
    """Change what is given (sso-admin UpdatePermissionSet); roles take it over when the set is provisioned.

    As in AWS, a relay state that is not given is cleared (hashicorp/terraform-provider-aws#17411); the others stay.
    """
    before = lock(call, instance_arn, permission_set_arn)
    after = replace(
        before,
        description=description or before.description,
        session_duration=session_duration or before.session_duration,
        relay_state=relay_state,
    )
    session_seconds(after.session_duration)
    # The relay state belongs to the portal's links, not to the role.
    reaches_roles = replace(after, relay_state=before.relay_state) != before
    store.permission_sets.update_permission_set(call.tx, after, reaches_roles=reaches_roles)


def delete(call: Call, instance_arn: str, permission_set_arn: str) -> None:
    """Remove a permission set that has no role in any account (sso-admin DeletePermissionSet)."""
    permission_set = lock(call, instance_arn, permission_set_arn)
    if store.provisioning.is_provisioned(call.tx, permission_set.permission_set_id):
        # AWS's own sentence: clients look for it.
        raise Conflict("Could not delete because PermissionSet has ApplicationProfile associated with it.")
    store.permission_sets.delete_permission_set(call.tx, permission_set.instance_id, permission_set.permission_set_id)
    tagging.remove_all(call, permission_set.arn)


def begin_change(call: Call, instance_arn: str, permission_set_arn: str) -> tuple[str, str]:
    """Begin a change that roles must take over, alone until the call ends; return the ids of instance and permission set."""
    instance_id, permission_set_id = ids_of(instance_arn, permission_set_arn)
    if not store.permission_sets.touch(call.tx, instance_id, permission_set_id):
        raise not_found(call, instance_arn, permission_set_arn)
    delegation.require_permission_set(call, instance_id, permission_set_id)
    return instance_id, permission_set_id


def ids_of(instance_arn: str, permission_set_arn: str) -> tuple[str, str]:
    """Return the ids of instance and permission set; raise NotFound where the set's ARN is of another instance."""
    instance_id = arns.instance_id(instance_arn)
    of_instance, permission_set_id = arns.permission_set_ids(permission_set_arn)
    if of_instance != instance_id:
        raise NotFound(f"Could not find PermissionSet with id {permission_set_id}")
    return instance_id, permission_set_id


def not_found(call: Call, instance_arn: str, permission_set_arn: str) -> NotFound:
    """Return the error that says what is missing: the instance, or the permission set in it."""
    instances.require(call, instance_arn)
    return NotFound(f"Could not find PermissionSet with id {arns.permission_set_ids(permission_set_arn)[1]}")


def lock(call: Call, instance_arn: str, permission_set_arn: str) -> PermissionSet:
    """Do as `get`; until this transaction ends nobody else changes the set, its tags or its roles."""
    instance_id, permission_set_id = ids_of(instance_arn, permission_set_arn)
    held = store.permission_sets.lock_permission_set(call.tx, instance_id, permission_set_id)
    if held is None:
        raise not_found(call, instance_arn, permission_set_arn)
    delegation.require_permission_set(call, instance_id, permission_set_id)
    return held
