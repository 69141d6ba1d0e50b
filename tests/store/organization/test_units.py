"""Organisational units: made, nested, renamed, removed."""

import pytest

from gatepost.core.organization import accounts, organizations, units
from gatepost.core.organization.model import Organization, OrganizationalUnit
from gatepost.kit.errors import Conflict, NotFound, QuotaExceeded
from gatepost.kit.paging import PageRequest
from tests.calls import Core
from tests.store.conftest import MANAGEMENT


def create(core: Core, parent_id: str, name: str) -> OrganizationalUnit:
    return core.write(lambda call: units.create_unit(call, parent_id=parent_id, name=name))


def test_the_root_is_the_only_one_at_first(core: Core, organization: Organization) -> None:
    root = core.read(organizations.get_root)
    assert (root.unit_id, root.name, root.is_root, root.depth) == (organization.root_id, "Root", True, 0)
    assert core.read(lambda call: units.list_units(call, root.unit_id, PageRequest(10))).items == []


def test_a_unit_lies_under_its_parent(core: Core, organization: Organization) -> None:
    outer = create(core, organization.root_id, "Workloads")
    inner = create(core, outer.unit_id, "Production")
    assert inner.unit_id.startswith(f"ou-{organization.root_id.removeprefix('r-')}-")
    assert inner.path == f"{organization.organization_id}/{organization.root_id}/{outer.unit_id}/{inner.unit_id}/"
    assert core.read(lambda call: accounts.find_parent(call, inner.unit_id)) == outer
    assert core.read(lambda call: units.list_units(call, organization.root_id, PageRequest(10))).items == [outer]


def test_names_are_unique_under_one_parent(core: Core, organization: Organization) -> None:
    first = create(core, organization.root_id, "Workloads")
    second = create(core, organization.root_id, "Sandbox")
    create(core, first.unit_id, "Workloads")
    with pytest.raises(Conflict) as raised:
        create(core, organization.root_id, "Workloads")
    assert raised.value.reason == "DuplicateOrganizationalUnitException"
    with pytest.raises(Conflict):
        core.write(lambda call: units.rename_unit(call, second.unit_id, "Workloads"))


def test_units_nest_five_deep(core: Core, organization: Organization) -> None:
    parent_id = organization.root_id
    for depth in range(1, 6):
        unit = create(core, parent_id, f"Level {depth}")
        assert unit.depth == depth
        parent_id = unit.unit_id
    with pytest.raises(QuotaExceeded) as raised:
        create(core, parent_id, "Level 6")
    assert raised.value.reason == "OU_DEPTH_LIMIT_EXCEEDED"


def test_a_unit_is_renamed(core: Core, organization: Organization) -> None:
    unit = create(core, organization.root_id, "Workloads")
    core.write(lambda call: units.rename_unit(call, unit.unit_id, "Production"))
    assert core.read(lambda call: units.get_unit(call, unit.unit_id)).name == "Production"


def test_only_an_empty_unit_is_removed(core: Core, organization: Organization) -> None:
    unit = create(core, organization.root_id, "Workloads")
    move = {"source_id": organization.root_id, "destination_id": unit.unit_id}
    core.write(lambda call: accounts.move_account(call, MANAGEMENT, **move))
    listed = core.read(lambda call: units.list_accounts(call, unit.unit_id, PageRequest(10)))
    assert [account.account_id for account in listed.items] == [MANAGEMENT]
    with pytest.raises(Conflict) as raised:
        core.write(lambda call: units.delete_unit(call, unit.unit_id))
    assert raised.value.reason == "OrganizationalUnitNotEmptyException"
    back = {"source_id": unit.unit_id, "destination_id": organization.root_id}
    core.write(lambda call: accounts.move_account(call, MANAGEMENT, **back))
    core.write(lambda call: units.delete_unit(call, unit.unit_id))
    with pytest.raises(NotFound):
        core.read(lambda call: units.get_unit(call, unit.unit_id))


def test_the_root_is_no_unit_and_has_no_parent(core: Core, organization: Organization) -> None:
    with pytest.raises(NotFound) as raised:
        core.read(lambda call: units.get_unit(call, organization.root_id))
    assert raised.value.reason == "OrganizationalUnitNotFoundException"
    with pytest.raises(NotFound) as raised:
        core.read(lambda call: accounts.find_parent(call, organization.root_id))
    assert raised.value.reason == "ChildNotFoundException"


@pytest.mark.usefixtures("organization")
def test_nothing_goes_under_a_parent_that_is_not_there(core: Core) -> None:
    with pytest.raises(NotFound) as raised:
        create(core, "ou-zzzz-zzzzzzzz", "Lost")
    assert raised.value.reason == "ParentNotFoundException"
