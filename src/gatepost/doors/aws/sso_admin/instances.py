"""sso-admin ListInstances, CreateInstance, DescribeInstance, UpdateInstance and DeleteInstance."""

from collections.abc import Mapping, Sequence
from typing import Any

from gatepost.core.access import instance_deletion
from gatepost.core.call import Call
from gatepost.core.instances import instances
from gatepost.core.instances.instances import Encryption
from gatepost.core.instances.network import InstanceNetwork
from gatepost.doors.aws.service import reads, writes
from gatepost.doors.aws.sso_admin import instance_views, views
from gatepost.kit.errors import Invalid
from gatepost.kit.paging import Page, PageRequest


@reads()
def list_instances(call: Call, *, page: PageRequest, region_scope: str | None = None) -> Page[dict[str, Any]]:
    """List the instances of the Region that the request was signed for, or of all Regions."""
    region = None if region_scope == "ALL_REGIONS" else call.client.region
    return instances.list_visible(call, region=region, page=page).map(instance_views.instance)


@writes()
def create_instance(
    call: Call, *, name: str | None = None, tags: Sequence[Mapping[str, str]] | None = None
) -> dict[str, Any]:
    """Make the caller's account an instance of its own."""
    return {"InstanceArn": instances.create_of_account(call, name=name, tags=views.tags_given(tags)).arn}


@reads(on="InstanceArn")
def describe_instance(call: Call, *, instance_arn: str) -> dict[str, Any]:
    """Tell everything about an instance."""
    return instance_views.described_instance(instances.require(call, instance_arn))


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
    """Rename an instance, and change one of its settings."""
    instances.update(
        call,
        instance_arn=instance_arn,
        name=name,
        encryption=None if encryption_configuration is None else _encryption(encryption_configuration),
        permission_sets_enabled=permission_sets_enabled,
        allowed_networks=None if network_configuration is None else _network(network_configuration),
    )
    return {}


@writes(on="InstanceArn")
def delete_instance(call: Call, *, instance_arn: str) -> dict[str, Any]:
    """Begin to remove the caller's account's own instance."""
    instance_deletion.request(call, instance_arn)
    return {}


def _encryption(given: Mapping[str, Any]) -> Encryption:
    key_arn = given.get("KmsKeyArn")
    if given["KeyType"] == "AWS_OWNED_KMS_KEY" and key_arn is not None:
        raise Invalid("KmsKeyArn cannot be specified when KeyType is AWS_OWNED_KMS_KEY.")
    if given["KeyType"] == "CUSTOMER_MANAGED_KEY" and key_arn is None:
        raise Invalid("KmsKeyArn is required when KeyType is CUSTOMER_MANAGED_KEY.")
    return Encryption(key_arn)


def _network(given: Mapping[str, Any]) -> InstanceNetwork:
    return InstanceNetwork(
        vpce_access_required=given["VpceAccessRequired"],
        restrict_source_vpcs=tuple(given.get("RestrictSourceVpcs", ())),
        allow_source_ips=tuple(given.get("AllowSourceIps", ())),
        exclude_application_arns=tuple(given.get("ExcludeApplicationArns", ())),
    )
