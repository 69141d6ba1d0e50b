"""Terraform's whole round on SQLite: apply, an empty plan, drift found and mended, import, destroy."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest

from tests.servers.terraform import Report
from tests.terraform import estate as estates
from tests.terraform.estate import Estate, Workspaces
from tests.terraform.out_of_band import DRIFTS

OURS = ("aws_ssoadmin_", "aws_identitystore_")

# Each command loads 700 MB of provider, whose pauses are real ones. The last test takes away what the others look at.
pytestmark = [pytest.mark.timeout(400), pytest.mark.usefixtures("applied")]


@pytest.fixture(scope="module")
def estate(terraform: Workspaces, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    with estates.running(tmp_path_factory.mktemp("estate"), terraform) as estate:
        yield estate


def kinds(names: Iterable[str]) -> set[str]:
    """Return the types of Identity Center's resources among addresses or types."""
    return {kind for name in names if (kind := name.split(".")[0]).startswith(OURS)}


def given(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes that have a value: what is not there is null, or empty, as it came into the state."""
    return {name: value for name, value in attributes.items() if value not in (None, {}, [])}


def test_every_resource_and_data_source_of_the_provider_is_tried(estate: Estate) -> None:
    schema = estate.terraform.schema()
    assert kinds(estate.terraform.resources()) == kinds(DRIFTS) == kinds(schema["resource_schemas"])
    assert kinds(estate.terraform.data_sources()) == kinds(schema["data_source_schemas"])


def test_after_apply_there_is_nothing_to_do(estate: Estate, applied: Report) -> None:
    assert applied.summary == {"import": 0, "add": len(estate.terraform.resources()), "change": 0, "remove": 0}
    assert estate.terraform.plan().is_empty


@pytest.mark.parametrize(
    ("data_source", "resource"),
    [
        ("aws_identitystore_user.by_id", "aws_identitystore_user.ada"),
        ("aws_identitystore_user.by_name", "aws_identitystore_user.ada"),
        ("aws_identitystore_user.by_email", "aws_identitystore_user.ada"),
        ("aws_identitystore_group.by_id", "aws_identitystore_group.builders"),
        ("aws_identitystore_group.by_name", "aws_identitystore_group.builders"),
        ("aws_ssoadmin_permission_set.by_arn", "aws_ssoadmin_permission_set.builder"),
        ("aws_ssoadmin_permission_set.by_name", "aws_ssoadmin_permission_set.builder"),
        ("aws_ssoadmin_application.wiki", "aws_ssoadmin_application.wiki"),
    ],
)
def test_a_data_source_reads_what_the_resource_made(estate: Estate, data_source: str, resource: str) -> None:
    found, made = estate.terraform.data_sources()[data_source], estate.terraform.resources()[resource]
    shared = (found.keys() & made.keys()) - {"id"}
    assert shared
    assert {name: found[name] for name in shared} == {name: made[name] for name in shared}


def test_data_sources_list_what_is_there(estate: Estate) -> None:
    found, made = estate.terraform.data_sources(), estate.terraform.resources()
    ada, brian = made["aws_identitystore_user.ada"]["user_id"], made["aws_identitystore_user.brian"]["user_id"]
    builders, wiki = made["aws_identitystore_group.builders"]["group_id"], made["aws_ssoadmin_application.wiki"]

    def column(address: str, of: str, name: str) -> list[str]:
        return sorted(item[name] for item in found[address][of])

    assert found["aws_caller_identity.current"]["account_id"] == estate.facts["account_id"]
    assert found["aws_ssoadmin_instances.ours"]["arns"] == [estate.facts["instance_arn"]]
    assert found["aws_ssoadmin_instances.ours"]["identity_store_ids"] == [estate.facts["identity_store_id"]]
    there = estate.inventory()
    assert column("aws_identitystore_users.everybody", "users", "user_name") == there["users"]
    assert column("aws_identitystore_groups.all", "groups", "display_name") == there["groups"]
    memberships = found["aws_identitystore_group_memberships.builders"]["group_memberships"]
    assert [membership["member_id"] for membership in memberships] == [{"user_id": ada}]
    assert sorted(found["aws_ssoadmin_permission_sets.all"]["arns"]) == there["permission sets"]
    assigned = "aws_ssoadmin_application_assignments.wiki"
    assert column(assigned, "application_assignments", "principal_id") == sorted([brian, builders])
    assert found["aws_ssoadmin_principal_application_assignments.brian"]["application_assignments"] == [
        {"application_arn": wiki["application_arn"], "principal_id": brian, "principal_type": "USER"}
    ]
    providers = column("aws_ssoadmin_application_providers.all", "application_providers", "application_provider_arn")
    assert wiki["application_provider_arn"] in providers


def test_what_others_change_is_found_and_mended(estate: Estate) -> None:
    made = estate.terraform.resources()
    for address, drift in DRIFTS.items():
        drift.change(estate, made[address])
    mended = estate.terraform.apply()
    assert mended.planned == {address: drift.action for address, drift in DRIFTS.items()}
    assert mended.drifted.keys() >= DRIFTS.keys()


def test_what_is_there_is_imported_as_it_was_made(estate: Estate) -> None:
    """That nothing is changed says, too, that all is again as the configuration has it."""
    made = estate.terraform.resources()
    other = estate.workspace("second")
    blocks = [{"to": address, "id": attributes["id"]} for address, attributes in made.items()]
    (other.folder / "imports.tf.json").write_text(json.dumps({"import": blocks}))
    assert other.apply().summary == {"import": len(made), "add": 0, "change": 0, "remove": 0}
    imported = other.resources()
    assert imported.keys() == made.keys()
    for address, attributes in made.items():
        assert given(imported[address]) == given(attributes)


def test_destroy_leaves_what_there_was_before(estate: Estate, before: Mapping[str, list[str]]) -> None:
    made = estate.terraform.resources()
    assert estate.terraform.destroy().summary == {"import": 0, "add": 0, "change": 0, "remove": len(made)}
    assert estate.terraform.resources() == {}
    assert estate.inventory() == before
