"""Organisational units: the folders below the root, in which accounts lie."""

from collections.abc import Mapping
from dataclasses import replace

from gatepost.core.call import Call
from gatepost.core.organization import organizations, store
from gatepost.core.organization.model import MAX_UNIT_DEPTH, Account, OrganizationalUnit
from gatepost.kit import ids
from gatepost.kit.errors import Conflict, NotFound, QuotaExceeded
from gatepost.kit.paging import Page, PageRequest
from gatepost.store.database import Duplicate

_ONE = PageRequest(1)


def create_unit(call: Call, *, parent_id: str, name: str, tags: Mapping[str, str] | None = None) -> OrganizationalUnit:
    """Make a unit below the root or another unit (CreateOrganizationalUnit)."""
    parent = get_parent(call, parent_id)
    if parent.depth >= MAX_UNIT_DEPTH:
        raise QuotaExceeded(
            "You have exceeded the maximum organizational unit depth.",
            reason="OU_DEPTH_LIMIT_EXCEEDED",
        )
    unit_id = ids.new_organizational_unit_id(call.entropy, organizations.get(call).root_id)
    unit = OrganizationalUnit(unit_id, parent_id, name, f"{parent.path}{unit_id}/", tags or {}, call.now)
    try:
        store.insert_unit(call.tx, unit)
    except Duplicate:
        raise _duplicate() from None
    return unit


def get_unit(call: Call, unit_id: str) -> OrganizationalUnit:
    """Return a unit (DescribeOrganizationalUnit)."""
    unit = store.find_unit(call.tx, unit_id)
    if unit is None or unit.is_root:
        raise NotFound(
            "You specified an organizational unit that doesn't exist.", reason="OrganizationalUnitNotFoundException"
        )
    return unit


def get_parent(call: Call, parent_id: str, *, reason: str = "ParentNotFoundException") -> OrganizationalUnit:
    """Return the root or a unit, as what holds others."""
    parent = store.find_unit(call.tx, parent_id)
    if parent is None:
        raise NotFound("You specified parent that doesn't exist.", reason=reason)
    return parent


def list_units(call: Call, parent_id: str, page: PageRequest) -> Page[OrganizationalUnit]:
    """Return the units directly below a parent (ListOrganizationalUnitsForParent)."""
    get_parent(call, parent_id)
    return store.list_units(call.tx, parent_id, page)


def list_accounts(call: Call, parent_id: str, page: PageRequest) -> Page[Account]:
    """Return the accounts directly in a parent (ListAccountsForParent)."""
    get_parent(call, parent_id)
    return store.list_accounts_of_parent(call.tx, parent_id, page)


def rename_unit(call: Call, unit_id: str, name: str) -> OrganizationalUnit:
    """Give a unit another name (UpdateOrganizationalUnit)."""
    unit = get_unit(call, unit_id)
    try:
        store.rename_unit(call.tx, unit_id, name)
    except Duplicate:
        raise _duplicate() from None
    return replace(unit, name=name)


def delete_unit(call: Call, unit_id: str) -> None:
    """Remove a unit that holds nothing (DeleteOrganizationalUnit)."""
    get_unit(call, unit_id)
    units, accounts = store.list_units(call.tx, unit_id, _ONE), store.list_accounts_of_parent(call.tx, unit_id, _ONE)
    if units.items or accounts.items:
        raise Conflict("The organizational unit is not empty.", reason="OrganizationalUnitNotEmptyException")
    store.delete_unit(call.tx, unit_id)


def _duplicate() -> Conflict:
    return Conflict("An OU with the same name already exists.", reason="DuplicateOrganizationalUnitException")
