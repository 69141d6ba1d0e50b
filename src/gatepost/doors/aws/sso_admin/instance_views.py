"""From an instance and its Regions to sso-admin's output structures."""

from typing import Any

from gatepost.core.instances.model import Instance, Region
from gatepost.core.instances.network import InstanceNetwork
from gatepost.doors.aws.sso_admin.views import present

_OWN_ENCRYPTION = "Gatepost encrypts secrets with its own master key. The KMS key is kept here and is not called."


def instance(known: Instance) -> dict[str, Any]:
    """Render InstanceMetadata."""
    return present(
        InstanceArn=known.arn,
        IdentityStoreId=known.identity_store_id,
        IdentityStoreArn=known.identity_store_arn,
        OwnerAccountId=known.owner_account_id,
        Name=known.name,
        CreatedDate=known.created_at,
        Status=known.status,
        StatusReason=known.status_reason,
        PrimaryRegion=known.region,
        Regions=[region(each) for each in known.regions],
    )


def described_instance(known: Instance) -> dict[str, Any]:
    """Render DescribeInstanceResponse."""
    return instance(known) | present(
        EncryptionConfigurationDetails=_encryption(known),
        PermissionSetsEnabled=known.permission_sets_enabled,
        NetworkConfigurationDetails=None if known.network is None else _network(known.network),
    )


def region(known: Region) -> dict[str, Any]:
    """Render RegionMetadata and DescribeRegionResponse."""
    return {
        "RegionName": known.name,
        "Status": known.status,
        "AddedDate": known.added_at,
        "IsPrimaryRegion": known.is_primary,
    }


def _encryption(known: Instance) -> dict[str, Any]:
    if known.kms_key_arn is None:
        return {"KeyType": "AWS_OWNED_KMS_KEY", "EncryptionStatus": "ENABLED"}
    return {
        "KeyType": "CUSTOMER_MANAGED_KEY",
        "KmsKeyArn": known.kms_key_arn,
        "EncryptionStatus": "ENABLED",
        "EncryptionStatusReason": _OWN_ENCRYPTION,
    }


def _network(known: InstanceNetwork) -> dict[str, Any]:
    lists = {
        "RestrictSourceVpcs": known.restrict_source_vpcs,
        "AllowSourceIps": known.allow_source_ips,
        "ExcludeApplicationArns": known.exclude_application_arns,
    }
    return {"VpceAccessRequired": known.vpce_access_required} | {
        name: list(values) for name, values in lists.items() if values
    }
