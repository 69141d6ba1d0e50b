"""The table of organisational units, the root among them, and its statements."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from gatepost.core.organization.model import OrganizationalUnit
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Instant, Json, Name, metadata
from gatepost.store.database import Transaction

organizational_units = Table(
    "organizational_units",
    metadata,
    Column("unit_id", Name(68), primary_key=True),
    Column("parent_id", Name(68), ForeignKey("organizational_units.unit_id")),
    Column("name", Name(128), nullable=False),
    Column("path", Name(512), nullable=False),
    Column("tags", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("parent_id", "name"),
)


_FIND_UNIT = select(organizational_units).where(organizational_units.c.unit_id == bindparam("id"))
_UNITS = (
    select(organizational_units)
    .where(organizational_units.c.parent_id == bindparam("parent"), organizational_units.c.unit_id > bindparam("after"))
    .order_by(organizational_units.c.unit_id)
    .limit(bindparam("size"))
)
_ALL_UNITS = select(organizational_units).order_by(organizational_units.c.path)
_INSERT_UNIT = insert(organizational_units)
_RENAME_UNIT = (
    update(organizational_units)
    .where(organizational_units.c.unit_id == bindparam("id"))
    .values(name=bindparam("new_name"))
)
_DELETE_UNIT = delete(organizational_units).where(organizational_units.c.unit_id == bindparam("id"))


def find_unit(tx: Transaction, unit_id: str) -> OrganizationalUnit | None:
    """Return a unit or the root."""
    row = tx.first(_FIND_UNIT, {"id": unit_id})
    return None if row is None else OrganizationalUnit(*row)


def list_units(tx: Transaction, parent_id: str, request: PageRequest) -> Page[OrganizationalUnit]:
    """Return the units directly below a parent."""
    rows = tx.all(_UNITS, {"parent": parent_id, **_window(request)})
    return page_of([OrganizationalUnit(*row) for row in rows], request, lambda unit: (unit.unit_id,))


def list_all_units(tx: Transaction) -> Sequence[OrganizationalUnit]:
    """Return the root and every unit, each before those below it."""
    return [OrganizationalUnit(*row) for row in tx.all(_ALL_UNITS)]


def insert_unit(tx: Transaction, unit: OrganizationalUnit) -> None:
    """Add a unit; raise Duplicate where its parent has one of that name."""
    tx.change(
        _INSERT_UNIT,
        {
            "unit_id": unit.unit_id,
            "parent_id": unit.parent_id,
            "name": unit.name,
            "path": unit.path,
            "tags": unit.tags,
            "created_at": unit.created_at,
        },
    )


def rename_unit(tx: Transaction, unit_id: str, name: str) -> None:
    """Change a unit's name; raise Duplicate where its parent has one of that name."""
    tx.change(_RENAME_UNIT, {"id": unit_id, "new_name": name})


def delete_unit(tx: Transaction, unit_id: str) -> None:
    """Remove an empty unit."""
    tx.change(_DELETE_UNIT, {"id": unit_id})


def _window(request: PageRequest) -> dict[str, Any]:
    return {"after": "" if request.after is None else request.after[0], "size": request.size + 1}
