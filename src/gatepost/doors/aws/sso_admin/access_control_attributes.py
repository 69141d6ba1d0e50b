"""sso-admin operations on the attributes for access control of an instance."""

from collections.abc import Mapping
from typing import Any

from gatepost.core.access import access_control_attributes
from gatepost.core.access.model import AccessControlAttribute
from gatepost.core.call import Call
from gatepost.doors.aws.service import reads, writes
from gatepost.doors.aws.sso_admin import views


@writes(on="InstanceArn")
def create_instance_access_control_attribute_configuration(
    call: Call, *, instance_arn: str, instance_access_control_attribute_configuration: Mapping[str, Any]
) -> dict[str, Any]:
    """Begin to pass attributes on."""
    attributes = _attributes(instance_access_control_attribute_configuration)
    access_control_attributes.create(call, instance_arn, attributes)
    return {}


@reads(on="InstanceArn")
def describe_instance_access_control_attribute_configuration(call: Call, *, instance_arn: str) -> dict[str, Any]:
    """Tell which attributes are passed on."""
    attributes = access_control_attributes.get(call, instance_arn)
    configuration = {"AccessControlAttributes": [views.access_control_attribute(each) for each in attributes]}
    return {"Status": "ENABLED", "InstanceAccessControlAttributeConfiguration": configuration}


@writes(on="InstanceArn")
def update_instance_access_control_attribute_configuration(
    call: Call, *, instance_arn: str, instance_access_control_attribute_configuration: Mapping[str, Any]
) -> dict[str, Any]:
    """Pass on these attributes and no others."""
    attributes = _attributes(instance_access_control_attribute_configuration)
    access_control_attributes.update(call, instance_arn, attributes)
    return {}


@writes(on="InstanceArn")
def delete_instance_access_control_attribute_configuration(call: Call, *, instance_arn: str) -> dict[str, Any]:
    """Pass on nothing any more."""
    access_control_attributes.delete(call, instance_arn)
    return {}


def _attributes(configuration: Mapping[str, Any]) -> list[AccessControlAttribute]:
    # The model lets a value have exactly one source.
    return [
        AccessControlAttribute(each["Key"], each["Value"]["Source"][0])
        for each in configuration["AccessControlAttributes"]
    ]
