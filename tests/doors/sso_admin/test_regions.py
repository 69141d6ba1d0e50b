"""boto3: the Regions of an instance, and what is answered where."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from gatepost import app
from gatepost.settings import Settings
from tests.doors.boto import MANAGEMENT
from tests.doors.installation import Installation
from tests.doors.sso_admin.conftest import Admin

IRELAND = "eu-west-1"
UNKNOWN = "arn:aws:sso:::instance/ssoins-0123456789abcdef"


def regions(admin: Admin) -> dict[str, str]:
    """Return the instance's Regions as they are listed, in pages of one."""
    pages = admin.sso.get_paginator("list_regions").paginate(
        InstanceArn=admin.instance_arn, PaginationConfig={"PageSize": 1}
    )
    return {each["RegionName"]: each["Status"] for page in pages for each in page["Regions"]}


def add(admin: Admin, region: str = IRELAND) -> None:
    admin.sso.add_region(InstanceArn=admin.instance_arn, RegionName=region)
    admin.work()


def test_a_region_is_added_and_removed(admin: Admin) -> None:
    assert regions(admin) == {"us-east-1": "ACTIVE"}
    assert admin.sso.add_region(InstanceArn=admin.instance_arn, RegionName=IRELAND)["Status"] == "ADDING"
    assert regions(admin) == {IRELAND: "ADDING", "us-east-1": "ACTIVE"}
    admin.work()
    added = admin.sso.describe_region(InstanceArn=admin.instance_arn, RegionName=IRELAND)
    assert (added["RegionName"], added["Status"], added["IsPrimaryRegion"]) == (IRELAND, "ACTIVE", False)
    assert isinstance(added["AddedDate"], datetime)
    described = admin.sso.describe_instance(InstanceArn=admin.instance_arn)
    assert described["PrimaryRegion"] == "us-east-1"
    assert {each["RegionName"]: each["IsPrimaryRegion"] for each in described["Regions"]} == {
        "us-east-1": True,
        IRELAND: False,
    }

    assert admin.sso.remove_region(InstanceArn=admin.instance_arn, RegionName=IRELAND)["Status"] == "REMOVING"
    assert regions(admin)[IRELAND] == "REMOVING"
    admin.work()
    assert regions(admin) == {"us-east-1": "ACTIVE"}
    with pytest.raises(admin.sso.exceptions.ResourceNotFoundException, match=IRELAND):
        admin.sso.describe_region(InstanceArn=admin.instance_arn, RegionName=IRELAND)


def test_the_primary_region_is_as_old_as_the_instance(admin: Admin) -> None:
    primary = admin.sso.describe_region(InstanceArn=admin.instance_arn, RegionName="us-east-1")
    created = admin.sso.describe_instance(InstanceArn=admin.instance_arn)["CreatedDate"]
    assert (primary["AddedDate"], primary["IsPrimaryRegion"]) == (created, True)


def test_one_region_at_a_time_is_on_its_way(admin: Admin) -> None:
    conflict = admin.sso.exceptions.ConflictException
    admin.sso.add_region(InstanceArn=admin.instance_arn, RegionName=IRELAND)
    with pytest.raises(conflict, match="ADDING"):
        admin.sso.add_region(InstanceArn=admin.instance_arn, RegionName="eu-north-1")
    with pytest.raises(conflict, match="ADDING"):
        admin.sso.remove_region(InstanceArn=admin.instance_arn, RegionName=IRELAND)
    admin.work()
    with pytest.raises(conflict, match="already"):
        admin.sso.add_region(InstanceArn=admin.instance_arn, RegionName=IRELAND)
    with pytest.raises(conflict, match="already"):
        admin.sso.add_region(InstanceArn=admin.instance_arn, RegionName="us-east-1")


def test_what_cannot_be_is_refused(admin: Admin) -> None:
    refused, not_found = admin.sso.exceptions.ValidationException, admin.sso.exceptions.ResourceNotFoundException
    with pytest.raises(refused, match="primary"):
        admin.sso.remove_region(InstanceArn=admin.instance_arn, RegionName="us-east-1")
    with pytest.raises(refused):
        admin.sso.add_region(InstanceArn=admin.instance_arn, RegionName="Dublin")
    with pytest.raises(not_found, match=IRELAND):
        admin.sso.remove_region(InstanceArn=admin.instance_arn, RegionName=IRELAND)
    denied = admin.sso.exceptions.AccessDeniedException
    with pytest.raises(denied):
        admin.sso.add_region(InstanceArn=UNKNOWN, RegionName=IRELAND)
    with pytest.raises(denied):
        admin.sso.list_regions(InstanceArn=UNKNOWN)
    with pytest.raises(not_found):
        admin.sso.describe_region(InstanceArn=UNKNOWN, RegionName=IRELAND)


def test_an_account_instance_has_one_region(admin: Admin) -> None:
    member = admin.member(admin.account("sandbox"))
    own = member.instance()["InstanceArn"]
    with pytest.raises(member.sso.exceptions.ValidationException, match="account instances"):
        member.sso.add_region(InstanceArn=own, RegionName=IRELAND)


def test_regions_have_a_quota(sqlite_url: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=sqlite_url, log_level="error", quota_additional_regions=1)
    admin = Admin(Installation(app.make_runtime(settings)))
    add(admin)
    with pytest.raises(admin.sso.exceptions.ServiceQuotaExceededException):
        admin.sso.add_region(InstanceArn=admin.instance_arn, RegionName="eu-north-1")
    admin.installation.runtime.events.flush()
    admin.installation.runtime.database.close()


def test_an_additional_region_answers_reads_and_refuses_writes(admin: Admin) -> None:
    permission_set_arn = admin.permission_set("Auditors")
    user_id = admin.user("ada")
    add(admin)
    sso, directory = (admin.installation.client(name, IRELAND) for name in ("sso-admin", "identitystore"))
    named = {"IdentityStoreId": admin.identity_store_id}

    assert [each["InstanceArn"] for each in sso.list_instances()["Instances"]] == [admin.instance_arn]
    assert sso.describe_instance(InstanceArn=admin.instance_arn)["Status"] == "ACTIVE"
    assert permission_set_arn in sso.list_permission_sets(InstanceArn=admin.instance_arn)["PermissionSets"]
    assert len(sso.list_regions(InstanceArn=admin.instance_arn)["Regions"]) == 2
    assert directory.describe_user(**named, UserId=user_id)["UserName"] == "ada"
    assert len(directory.list_identity_stores()["IdentityStores"]) == 1

    def refused(call: Any, *args: str, **members: Any) -> None:
        client = sso if call.__self__ is sso else directory
        with pytest.raises(client.exceptions.AccessDeniedException, match="primary Region of the instance, us-east-1"):
            call(*args, **members)

    refused(sso.create_permission_set, InstanceArn=admin.instance_arn, Name="Other")
    refused(sso.update_instance, InstanceArn=admin.instance_arn, Name="other")
    refused(sso.add_region, InstanceArn=admin.instance_arn, RegionName="eu-north-1")
    refused(sso.remove_region, InstanceArn=admin.instance_arn, RegionName=IRELAND)
    refused(sso.create_account_assignment, **admin.named(permission_set_arn, user_id))
    refused(directory.create_group, **named, DisplayName="Analysts")
    refused(directory.delete_user, **named, UserId=user_id)
    refused(directory.update_identity_store, **named)


def test_applications_are_managed_in_every_region(admin: Admin) -> None:
    """ "Application management read/write operations" are what an additional Region supports of writing."""
    add(admin)
    sso = admin.installation.client("sso-admin", IRELAND)
    made = sso.create_application(
        InstanceArn=admin.instance_arn,
        ApplicationProviderArn="arn:aws:sso::aws:applicationProvider/custom",
        Name="Reports",
    )
    assert sso.describe_application(ApplicationArn=made["ApplicationArn"])["Name"] == "Reports"


def test_a_region_without_the_instance_does_not_know_it(admin: Admin) -> None:
    sso, directory = (admin.installation.client(name, IRELAND) for name in ("sso-admin", "identitystore"))

    def check() -> None:
        assert sso.list_instances()["Instances"] == []
        assert directory.list_identity_stores()["IdentityStores"] == []
        with pytest.raises(sso.exceptions.AccessDeniedException):
            sso.describe_instance(InstanceArn=admin.instance_arn)
        with pytest.raises(sso.exceptions.ResourceNotFoundException):
            sso.list_permission_sets(InstanceArn=admin.instance_arn)
        with pytest.raises(directory.exceptions.ResourceNotFoundException) as caught:
            directory.list_users(IdentityStoreId=admin.identity_store_id)
        assert caught.value.response["ResourceType"] == "IDENTITY_STORE"

    check()
    admin.sso.add_region(InstanceArn=admin.instance_arn, RegionName=IRELAND)
    check()
    admin.work()
    assert sso.list_permission_sets(InstanceArn=admin.instance_arn)["PermissionSets"]
    admin.sso.remove_region(InstanceArn=admin.instance_arn, RegionName=IRELAND)
    check()
    admin.work()
    check()


def test_other_services_answer_in_every_region(admin: Admin) -> None:
    assert admin.installation.client("sts", "ap-south-1").get_caller_identity()["Account"] == MANAGEMENT
    assert admin.installation.client("organizations", "ap-south-1").list_accounts()["Accounts"]


def test_each_region_has_a_start_url(admin: Admin) -> None:
    oidc = admin.installation.client("sso-oidc")
    client = oidc.register_client(clientName="cli", clientType="public", scopes=["sso:account:access"])

    def begin(region: str) -> dict[str, Any]:
        instance_id = admin.instance_arn.rpartition("/")[2]
        begun: dict[str, Any] = oidc.start_device_authorization(
            clientId=client["clientId"],
            clientSecret=client["clientSecret"],
            startUrl=f"https://{instance_id}.portal.{region}.app.aws",
        )
        return begun

    assert begin("us-east-1")["deviceCode"]
    with pytest.raises(oidc.exceptions.InvalidRequestException):
        begin(IRELAND)
    add(admin)
    assert begin(IRELAND)["deviceCode"]


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("http://localhost:8080", "us-east-1"),
        ("http://oidc.eu-west-1.sso.example.com", IRELAND),
        ("http://oidc.eu-north-1.sso.example.com", "us-east-1"),
        ("http://my-sso-1.example.com", "us-east-1"),
    ],
)
def test_the_region_of_an_unsigned_call_is_in_its_host(admin: Admin, host: str, region: str) -> None:
    add(admin)
    oidc = admin.installation.client("sso-oidc", IRELAND, host=host)
    oidc.register_client(clientName="cli", clientType="public")
    admin.installation.runtime.events.flush()
    [event] = admin.installation.client("cloudtrail").lookup_events(
        LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "RegisterClient"}]
    )["Events"]
    assert f'"awsRegion":"{region}"' in event["CloudTrailEvent"].replace(": ", ":")
