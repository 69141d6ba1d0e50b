"""boto3: the organisation's instance."""

import pytest
from botocore.exceptions import ClientError

from tests.doors.boto import MANAGEMENT
from tests.doors.sso_admin.conftest import Admin

KEY = "arn:aws:kms:us-east-1:111122223333:key/mrk-0123456789abcdef0123456789abcdef"
UNKNOWN = "arn:aws:sso:::instance/ssoins-0123456789abcdef"


def test_the_instance_is_listed_and_described(admin: Admin) -> None:
    [listed] = admin.sso.list_instances()["Instances"]
    assert listed["InstanceArn"] == admin.instance_arn
    assert listed["IdentityStoreId"] == admin.identity_store_id
    assert listed["IdentityStoreArn"] == f"arn:aws:identitystore::{MANAGEMENT}:identitystore/{admin.identity_store_id}"
    assert listed["OwnerAccountId"] == MANAGEMENT
    assert (listed["Status"], listed["PrimaryRegion"]) == ("ACTIVE", "us-east-1")
    described = admin.sso.describe_instance(InstanceArn=admin.instance_arn)
    assert {name: described[name] for name in listed} == listed
    assert described["PermissionSetsEnabled"] is True
    assert described["EncryptionConfigurationDetails"] == {
        "KeyType": "AWS_OWNED_KMS_KEY",
        "EncryptionStatus": "ENABLED",
    }
    assert "NetworkConfigurationDetails" not in described


def test_another_region_shows_it_only_among_all_regions(admin: Admin) -> None:
    elsewhere = admin.installation.client("sso-admin", "eu-west-1")
    assert elsewhere.list_instances()["Instances"] == []
    assert elsewhere.list_instances(RegionScope="CURRENT_REGION")["Instances"] == []
    assert len(elsewhere.list_instances(RegionScope="ALL_REGIONS")["Instances"]) == 1


def test_it_is_renamed(admin: Admin) -> None:
    admin.sso.update_instance(InstanceArn=admin.instance_arn, Name="acme")
    assert admin.sso.describe_instance(InstanceArn=admin.instance_arn)["Name"] == "acme"
    admin.sso.update_instance(InstanceArn=admin.instance_arn)
    assert admin.sso.describe_instance(InstanceArn=admin.instance_arn)["Name"] == "acme"


def test_a_key_is_kept_and_given_up(admin: Admin) -> None:
    def encryption() -> dict[str, str]:
        details: dict[str, str] = admin.sso.describe_instance(InstanceArn=admin.instance_arn)[
            "EncryptionConfigurationDetails"
        ]
        return details

    managed = {"KeyType": "CUSTOMER_MANAGED_KEY", "KmsKeyArn": KEY}
    admin.sso.update_instance(InstanceArn=admin.instance_arn, EncryptionConfiguration=managed, Name="acme")
    assert managed.items() < encryption().items()
    assert encryption()["EncryptionStatus"] == "ENABLED"
    assert "master key" in encryption()["EncryptionStatusReason"]
    assert admin.sso.describe_instance(InstanceArn=admin.instance_arn)["Name"] == "acme"
    admin.sso.update_instance(InstanceArn=admin.instance_arn, EncryptionConfiguration={"KeyType": "AWS_OWNED_KMS_KEY"})
    assert encryption() == {"KeyType": "AWS_OWNED_KMS_KEY", "EncryptionStatus": "ENABLED"}


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"EncryptionConfiguration": {"KeyType": "CUSTOMER_MANAGED_KEY"}}, "KmsKeyArn is required"),
        ({"EncryptionConfiguration": {"KeyType": "AWS_OWNED_KMS_KEY", "KmsKeyArn": KEY}}, "KmsKeyArn cannot"),
        ({"EncryptionConfiguration": {"KeyType": "MINE"}}, "enum"),
        ({"PermissionSetsEnabled": False}, "cannot be disabled"),
        ({"NetworkConfiguration": {"VpceAccessRequired": True, "AllowSourceIps": ["1:2:3:4:5:6::7:8:9"]}}, "."),
        (
            {"EncryptionConfiguration": {"KeyType": "AWS_OWNED_KMS_KEY"}, "PermissionSetsEnabled": True},
            "Only one of",
        ),
        ({"NetworkConfiguration": {"VpceAccessRequired": False}, "PermissionSetsEnabled": True}, "Only one of"),
    ],
)
def test_bad_settings_are_refused_and_nothing_changes(admin: Admin, settings: dict[str, object], told: str) -> None:
    before = admin.sso.describe_instance(InstanceArn=admin.instance_arn)
    with pytest.raises(admin.sso.exceptions.ValidationException, match=told):
        admin.sso.update_instance(InstanceArn=admin.instance_arn, Name="renamed", **settings)
    after = admin.sso.describe_instance(InstanceArn=admin.instance_arn)
    assert {**after, "ResponseMetadata": None} == {**before, "ResponseMetadata": None}


def test_an_unknown_instance_answers_as_aws_does(admin: Admin) -> None:
    denied, not_found = admin.sso.exceptions.AccessDeniedException, admin.sso.exceptions.ResourceNotFoundException
    with pytest.raises(denied):
        admin.sso.describe_instance(InstanceArn=UNKNOWN)
    with pytest.raises(denied):
        admin.sso.delete_instance(InstanceArn=UNKNOWN)
    with pytest.raises(not_found):
        admin.sso.update_instance(InstanceArn=UNKNOWN, Name="acme")
    with pytest.raises(not_found):
        admin.sso.list_permission_sets(InstanceArn=UNKNOWN)


def test_it_has_one_arn(admin: Admin) -> None:
    """A policy that denies the instance by its ARN would not see another spelling."""
    spelt = admin.instance_arn.replace("arn:aws:", "arn:aws-cn:")
    with pytest.raises(admin.sso.exceptions.ValidationException, match="partition"):
        admin.sso.update_instance(InstanceArn=spelt, Name="acme")


def test_it_is_not_deleted(admin: Admin) -> None:
    with pytest.raises(admin.sso.exceptions.AccessDeniedException, match="organization instance"):
        admin.sso.delete_instance(InstanceArn=admin.instance_arn)


def test_the_management_account_has_no_second_one(admin: Admin) -> None:
    with pytest.raises(ClientError, match="Organization management account is not allowed to perform") as caught:
        admin.sso.create_instance()
    assert caught.value.response["Error"]["Code"] == "AccessDeniedException"
