"""Use cases of instances: create, find, rename."""

from gatepost.core.call import Call
from gatepost.core.instances import store
from gatepost.core.instances.model import Instance
from gatepost.kit import arns, ids
from gatepost.kit.errors import NotFound, Unavailable
from gatepost.kit.paging import Page, PageRequest, page_of_all


def create(call: Call, *, account_id: str, region: str, name: str | None = None) -> Instance:
    """Make an instance and the id of its identity store; `account_id` owns both."""
    instance = Instance(
        instance_id=ids.new_instance_id(call.entropy),
        identity_store_id=ids.new_identity_store_id(call.entropy),
        owner_account_id=account_id,
        name=name,
        region=region,
        status="ACTIVE",
        created_at=call.now,
    )
    store.insert_instance(call.tx, instance)
    return instance


def require(call: Call, instance_arn: str) -> Instance:
    """Return the instance that an ARN names, or raise NotFound."""
    instance_id = arns.instance_id(instance_arn)
    instance = store.find_instance(call.tx, instance_id)
    if instance is None:
        raise NotFound(f"Could not find Instance with id {instance_id}")
    return instance


def require_primary(call: Call) -> Instance:
    """Return the organisation's instance, or raise Unavailable before the first start has made one."""
    instance = store.find_primary(call.tx)
    if instance is None:
        raise Unavailable("Gatepost is not set up yet: run gatepost bootstrap.")
    return instance


def list_visible(call: Call, *, region: str | None, page: PageRequest) -> Page[Instance]:
    """List the organisation's instances, all or those of one Region (sso-admin ListInstances)."""
    found = [each for each in store.list_instances(call.tx) if region in {None, each.region}]
    return page_of_all(found, page, lambda instance: (instance.instance_id,))


def rename(call: Call, *, instance_id: str, name: str) -> None:
    """Give an instance another name (sso-admin UpdateInstance)."""
    store.rename(call.tx, instance_id, name)
