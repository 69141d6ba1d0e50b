"""Use cases of an instance's Regions: add, remove, get, list. A job does the work (`instances.settle`).

One database holds what every Region reads, so there is nothing to copy: a Region is where the instance answers, under a start
URL of its own.
"""

from dataclasses import replace

from gatepost.core.call import Call
from gatepost.core.instances import instances, store
from gatepost.core.instances.model import Instance, Region
from gatepost.kit.errors import Conflict, Invalid, NotFound, QuotaExceeded
from gatepost.kit.paging import Page, PageRequest, page_of_all


def add(call: Call, *, instance_arn: str, region_name: str) -> Region:
    """Begin to add a Region to the organisation's instance (sso-admin AddRegion): it is ADDING, and soon ACTIVE.

    Conflict where the instance is there already or another Region is on its way; Invalid for an account's instance.
    """
    instance = instances.lock(call, instance_arn)
    if not instance.is_of_organization:
        raise Invalid("Multi-Region support is not available in account instances of IAM Identity Center.")
    if instance.find_region(region_name) is not None:
        raise Conflict(f"The Region {region_name} is already enabled for the instance.")
    _require_settled(instance)
    if len(instance.additional_regions) >= call.settings.quota_additional_regions:
        raise QuotaExceeded(
            f"The instance has {len(instance.additional_regions)} additional Regions, and may have no more."
        )
    region = Region(region_name, "ADDING", call.now)
    _put(call, instance, (*instance.additional_regions, region))
    return region


def remove(call: Call, *, instance_arn: str, region_name: str) -> Region:
    """Begin to remove an additional Region (sso-admin RemoveRegion): it is REMOVING, answers nothing more, and is soon gone."""
    instance = instances.lock(call, instance_arn)
    region = _require(instance, region_name)
    if region.is_primary:
        raise Invalid("The primary Region cannot be removed.")
    _require_settled(instance)
    removing = replace(region, status="REMOVING")
    _put(call, instance, tuple(removing if each == region else each for each in instance.additional_regions))
    return removing


def get(call: Call, *, instance_arn: str, region_name: str) -> Region:
    """Return a Region of an instance (sso-admin DescribeRegion), or raise NotFound."""
    return _require(instances.require(call, instance_arn), region_name)


def list_all(call: Call, instance_arn: str, page: PageRequest) -> Page[Region]:
    """List an instance's Regions by name (sso-admin ListRegions)."""
    found = sorted(instances.require(call, instance_arn).regions, key=lambda region: region.name)
    return page_of_all(found, page, lambda region: (region.name,))


def _require(instance: Instance, region_name: str) -> Region:
    region = instance.find_region(region_name)
    if region is None:
        raise NotFound(f"Could not find Region {region_name} of Instance with id {instance.instance_id}")
    return region


def _require_settled(instance: Instance) -> None:
    """Raise Conflict where "other add or remove Region workflows" are "in progress" (RemoveRegion)."""
    busy = next((region for region in instance.additional_regions if region.status != "ACTIVE"), None)
    if busy is not None:
        raise Conflict(f"The Region {busy.name} is {busy.status}: wait until that is done.")


def _put(call: Call, instance: Instance, additional_regions: tuple[Region, ...]) -> None:
    store.update_instance(call.tx, replace(instance, additional_regions=additional_regions))
    call.enqueue(instances.SETTLE_INSTANCE, {"instance_id": instance.instance_id})
