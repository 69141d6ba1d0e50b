"""boto3: the identity store itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gatepost import app
from gatepost.settings import Settings
from tests.doors.boto import MANAGEMENT
from tests.doors.installation import Installation

OFFICE, HOME = "203.0.113.9", "198.51.100.7"
VPC = "arn:aws:ec2:us-east-1:111122223333:vpc/vpc-0123456789abcdef0"
UNKNOWN = "d-0123456789"


class Store:
    """The organisation's identity store, as an administrator who may be anywhere."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.client = installation.client("identitystore")
        self.id = installation.instance.identity_store_id
        self.arn = f"arn:aws:identitystore::{MANAGEMENT}:identitystore/{self.id}"

    def update(self, **configuration: Any) -> Any:
        self.installation.address = OFFICE
        return self.client.update_identity_store(IdentityStoreId=self.id, NetworkConfiguration=configuration)

    def configuration(self) -> Any:
        return self.client.describe_identity_store(IdentityStoreId=self.id).get("NetworkConfiguration")

    def is_open(self, address: str) -> bool:
        self.installation.address = address
        try:
            self.client.list_users(IdentityStoreId=self.id)
        except self.client.exceptions.AccessDeniedException:
            return False
        return True


@pytest.fixture
def store(sqlite_url: str, tmp_path: Path) -> Iterator[Store]:
    runtime = app.make_runtime(Settings(data_dir=tmp_path, database_url=sqlite_url, log_level="error"))
    yield Store(Installation(runtime))
    runtime.events.flush()
    runtime.database.close()


def test_it_is_listed_and_described_by_id_and_by_arn(store: Store) -> None:
    key = {"IdentityStoreId": store.id, "IdentityStoreArn": store.arn}
    assert store.client.list_identity_stores()["IdentityStores"] == [key]
    pages = store.client.get_paginator("list_identity_stores").paginate(PaginationConfig={"PageSize": 1})
    assert [page["IdentityStores"] for page in pages] == [[key]]
    for named in (store.id, store.arn):
        described = store.client.describe_identity_store(IdentityStoreId=named)
        described.pop("ResponseMetadata")
        assert described == key


def test_one_that_is_not_there_is_not_found(store: Store) -> None:
    for call in (store.client.describe_identity_store, store.client.update_identity_store):
        with pytest.raises(store.client.exceptions.ResourceNotFoundException) as caught:
            call(IdentityStoreId=UNKNOWN)
        assert caught.value.response["ResourceType"] == "IDENTITY_STORE"
    with pytest.raises(store.client.exceptions.ResourceNotFoundException):
        store.client.describe_identity_store(IdentityStoreId=store.arn.replace(MANAGEMENT, "999999999999"))


def test_its_network_configuration_is_replaced_whole(store: Store) -> None:
    whole = {
        "VpceAccessRequired": True,
        "ApiRestrictSourceVpcs": [VPC, "vpc-01234567"],
        "ApiAllowSourceIps": ["203.0.113.0/24"],
        "ScimAllowSourceIps": ["0.0.0.0/0"],
    }
    answered = store.update(**whole)
    assert (answered["IdentityStoreId"], answered["IdentityStoreArn"]) == (store.id, store.arn)
    assert store.configuration() == whole
    store.client.update_identity_store(IdentityStoreId=store.id)
    assert store.configuration() == whole
    store.update(VpceAccessRequired=False)
    assert store.configuration() == {"VpceAccessRequired": False}


def test_bad_configurations_are_refused(store: Store) -> None:
    refused = store.client.exceptions.ValidationException
    with pytest.raises(refused):
        store.update(VpceAccessRequired=True, ApiAllowSourceIps=["203.0.113.0/33"])
    with pytest.raises(refused):
        store.update(VpceAccessRequired=True, ScimAllowSourceIps=["1:2:3:4:5:6::7:8:9"])
    assert store.configuration() is None


def test_an_address_outside_gets_nothing_of_the_api(store: Store) -> None:
    store.update(VpceAccessRequired=True, ApiAllowSourceIps=["203.0.113.0/24"])
    assert store.is_open(OFFICE)
    assert not store.is_open(HOME)
    # The instance's own operations follow the instance's own configuration.
    assert store.installation.client("sso-admin").list_instances()["Instances"]


def test_vpcs_alone_shut_out_whoever_is_not_allowed_beside(store: Store) -> None:
    store.update(VpceAccessRequired=False, ApiRestrictSourceVpcs=[VPC], ApiAllowSourceIps=[OFFICE])
    assert store.is_open(OFFICE)
    assert not store.is_open(HOME)
    store.update(VpceAccessRequired=False, ApiAllowSourceIps=[OFFICE])
    assert store.is_open(HOME)
