"""sso-admin AddRegion, RemoveRegion, DescribeRegion and ListRegions."""

from typing import Any

from gatepost.core.call import Call
from gatepost.core.instances import regions
from gatepost.doors.aws.service import reads, writes
from gatepost.doors.aws.sso_admin import instance_views
from gatepost.kit.paging import Page, PageRequest


@writes(on="InstanceArn")
def add_region(call: Call, *, instance_arn: str, region_name: str) -> dict[str, Any]:
    """Begin to add a Region to an instance."""
    return {"Status": regions.add(call, instance_arn=instance_arn, region_name=region_name).status}


@writes(on="InstanceArn")
def remove_region(call: Call, *, instance_arn: str, region_name: str) -> dict[str, Any]:
    """Begin to remove an additional Region from an instance."""
    return {"Status": regions.remove(call, instance_arn=instance_arn, region_name=region_name).status}


@reads(on="InstanceArn")
def describe_region(call: Call, *, instance_arn: str, region_name: str) -> dict[str, Any]:
    """Tell how a Region of an instance is."""
    return instance_views.region(regions.get(call, instance_arn=instance_arn, region_name=region_name))


@reads(on="InstanceArn")
def list_regions(call: Call, *, page: PageRequest, instance_arn: str) -> Page[dict[str, Any]]:
    """List the Regions of an instance, and those that are being added or removed."""
    return regions.list_all(call, instance_arn, page).map(instance_views.region)
