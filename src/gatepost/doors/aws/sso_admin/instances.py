"""sso-admin ListInstances, DescribeInstance and UpdateInstance."""

from collections.abc import Mapping
from typing import Any

from gatepost.core.call import Call
from gatepost.core.instances import instances
from gatepost.doors.aws.service import reads, writes
from gatepost.doors.aws.sso_admin import views
from gatepost.kit.errors import Denied, Invalid, NotFound, NotImplementedYet
from gatepost.kit.paging import Page, PageRequest


@reads()
def list_instances(call: Call, *, page: PageRequest, region_scope: str | None = None) -> Page[dict[str, Any]]:
    """List the instances of the Region that the request was signed for, or of all Regions."""
    region = None if region_scope == "ALL_REGIONS" else call.client.region
    return instances.list_visible(call, region=region, page=page).map(views.instance)


@reads(on="InstanceArn")
def describe_instance(call: Call, *, instance_arn: str) -> dict[str, Any]:
    """Tell everything about an instance."""
    try:
        return views.described_instance(instances.require(call, instance_arn))
    except NotFound:
        # The operation declares no ResourceNotFoundException: an instance that is not there is one that nobody may see.
        raise Denied(
            f"User: {call.actor.arn} is not authorized to perform: sso:DescribeInstance on resource: {instance_arn}"
        ) from None


@writes(on="InstanceArn")
def update_instance(
    call: Call,
    *,
    instance_arn: str,
    name: str | None = None,
    encryption_configuration: Mapping[str, Any] | None = None,
    permission_sets_enabled: bool | None = None,
    network_configuration: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Rename an instance."""
    settings = {
        "EncryptionConfiguration": encryption_configuration,
        "PermissionSetsEnabled": permission_sets_enabled,
        "NetworkConfiguration": network_configuration,
    }
    _refuse_settings([member for member, value in settings.items() if value is not None])
    known = instances.require(call, instance_arn)
    if name is not None:
        instances.rename(call, instance_id=known.instance_id, name=name)
    return {}


def _refuse_settings(members: list[str]) -> None:
    if len(members) > 1:
        raise Invalid(f"Only one of {', '.join(members)} can be updated in one request.")
    if members:
        raise NotImplementedYet(f"UpdateInstance does not support {members[0]} yet.")
