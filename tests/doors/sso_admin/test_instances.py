"""boto3: the instance."""

import pytest
from botocore.exceptions import ClientError

from tests.doors.installation import MANAGEMENT
from tests.doors.sso_admin.conftest import Admin


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


def test_another_region_shows_it_only_among_all_regions(admin: Admin) -> None:
    elsewhere = admin.installation.client("sso-admin", "eu-west-1")
    assert elsewhere.list_instances()["Instances"] == []
    assert len(elsewhere.list_instances(RegionScope="ALL_REGIONS")["Instances"]) == 1


def test_it_is_renamed(admin: Admin) -> None:
    admin.sso.update_instance(InstanceArn=admin.instance_arn, Name="acme")
    assert admin.sso.describe_instance(InstanceArn=admin.instance_arn)["Name"] == "acme"


def test_its_other_settings_are_refused_in_plain_words(admin: Admin) -> None:
    with pytest.raises(ClientError, match="EncryptionConfiguration") as caught:
        admin.sso.update_instance(
            InstanceArn=admin.instance_arn, Name="acme", EncryptionConfiguration={"KeyType": "AWS_OWNED_KMS_KEY"}
        )
    assert caught.value.response["Error"]["Code"] == "NotImplementedException"
    assert admin.sso.describe_instance(InstanceArn=admin.instance_arn)["Name"] != "acme"
    with pytest.raises(admin.sso.exceptions.ValidationException, match="Only one of"):
        admin.sso.update_instance(
            InstanceArn=admin.instance_arn,
            EncryptionConfiguration={"KeyType": "AWS_OWNED_KMS_KEY"},
            PermissionSetsEnabled=True,
        )


def test_an_unknown_instance_answers_as_aws_does(admin: Admin) -> None:
    unknown = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
    with pytest.raises(admin.sso.exceptions.AccessDeniedException):
        admin.sso.describe_instance(InstanceArn=unknown)
    with pytest.raises(admin.sso.exceptions.ResourceNotFoundException):
        admin.sso.update_instance(InstanceArn=unknown, Name="acme")
    with pytest.raises(admin.sso.exceptions.ResourceNotFoundException):
        admin.sso.list_permission_sets(InstanceArn=unknown)
