"""organizations operations on organisational units, and the walks up and down the tree."""

from collections.abc import Mapping, Sequence
from typing import Any

from gatepost.core.call import Call
from gatepost.core.organization import accounts, organizations, units
from gatepost.doors.aws.organizations import views
from gatepost.doors.aws.service import reads, writes
from gatepost.kit.paging import Page, PageRequest


@writes(on="ParentId")
def create_organizational_unit(
    call: Call, *, parent_id: str, name: str, tags: Sequence[Mapping[str, str]] | None = None
) -> dict[str, Any]:
    """Make a unit below a root or unit."""
    unit = units.create_unit(call, parent_id=parent_id, name=name, tags=views.tags(tags))
    return {"OrganizationalUnit": views.unit(organizations.get(call), unit)}


@reads(on="OrganizationalUnitId")
def describe_organizational_unit(call: Call, *, organizational_unit_id: str) -> dict[str, Any]:
    """Return a unit."""
    unit = units.get_unit(call, organizational_unit_id)
    return {"OrganizationalUnit": views.unit(organizations.get(call), unit)}


@writes(on="OrganizationalUnitId")
def update_organizational_unit(call: Call, *, organizational_unit_id: str, name: str | None = None) -> dict[str, Any]:
    """Rename a unit."""
    unit = units.get_unit(call, organizational_unit_id)
    if name is not None:
        unit = units.rename_unit(call, organizational_unit_id, name)
    return {"OrganizationalUnit": views.unit(organizations.get(call), unit)}


@writes(on="OrganizationalUnitId", serializable=True)
def delete_organizational_unit(call: Call, *, organizational_unit_id: str) -> dict[str, Any]:
    """Remove an empty unit."""
    units.delete_unit(call, organizational_unit_id)
    return {}


@reads(on="ParentId")
def list_organizational_units_for_parent(call: Call, *, page: PageRequest, parent_id: str) -> Page[dict[str, Any]]:
    """Return the units directly below a root or unit."""
    organization = organizations.get(call)
    return units.list_units(call, parent_id, page).map(lambda unit: views.unit(organization, unit))


@reads(on="ChildId")
def list_parents(call: Call, *, page: PageRequest, child_id: str) -> Page[dict[str, Any]]:
    """Return the root or unit that holds an account or unit, of which there is one."""
    return Page([views.parent(accounts.find_parent(call, child_id))])


@reads(on="ParentId")
def list_children(call: Call, *, page: PageRequest, parent_id: str, child_type: str) -> Page[dict[str, Any]]:
    """Return the ids of the accounts or of the units directly below a root or unit."""
    if child_type == "ACCOUNT":
        accounts_below = units.list_accounts(call, parent_id, page)
        return accounts_below.map(lambda account: {"Id": account.account_id, "Type": child_type})
    return units.list_units(call, parent_id, page).map(lambda unit: {"Id": unit.unit_id, "Type": child_type})
