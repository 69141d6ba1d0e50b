"""The tables of the organisation and their statements."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Select,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from gatepost.core.organization.model import (
    Account,
    CreateAccountStatus,
    Organization,
    OrganizationalUnit,
    email_key,
)
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Instant, Json, Name, metadata
from gatepost.store.database import Transaction, upsert

organizations = Table(
    "organizations",
    metadata,
    Column("organization_id", Name(34), primary_key=True),
    Column("management_account_id", Name(12), nullable=False),
    Column("root_id", Name(34), nullable=False),
    Column("created_at", Instant, nullable=False),
)

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

accounts = Table(
    "accounts",
    metadata,
    Column("account_id", Name(12), primary_key=True),
    Column("name", Name(128), nullable=False),
    Column("email", Name(64), nullable=False),
    Column("email_key", Name(64), nullable=False, unique=True),
    Column("status", Name(16), nullable=False),
    Column("parent_id", Name(68), ForeignKey("organizational_units.unit_id"), nullable=False),
    Column("joined_method", Name(16), nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("tags", Json, nullable=False),
    Index("ix_accounts_parent_id", "parent_id", "account_id"),
)

account_requests = Table(
    "account_requests",
    metadata,
    Column("request_id", Name(36), primary_key=True),
    Column("account_name", Name(128), nullable=False),
    Column("email", Name(64), nullable=False),
    Column("role_name", Name(64), nullable=False),
    Column("tags", Json, nullable=False),
    Column("state", Name(16), nullable=False),
    Column("requested_at", Instant, nullable=False),
    Column("completed_at", Instant),
    Column("account_id", Name(12)),
    Column("failure_reason", Name(64)),
)

_FIND_ORGANIZATION = select(organizations).limit(1)
_INSERT_ORGANIZATION = insert(organizations)

_FIND_UNIT = select(organizational_units).where(organizational_units.c.unit_id == bindparam("id"))
_UNITS = (
    select(organizational_units)
    .where(organizational_units.c.parent_id == bindparam("parent"), organizational_units.c.unit_id > bindparam("after"))
    .order_by(organizational_units.c.unit_id)
    .limit(bindparam("size"))
)
_INSERT_UNIT = insert(organizational_units)
_RENAME_UNIT = (
    update(organizational_units)
    .where(organizational_units.c.unit_id == bindparam("id"))
    .values(name=bindparam("new_name"))
)
_DELETE_UNIT = delete(organizational_units).where(organizational_units.c.unit_id == bindparam("id"))

_ACCOUNTS = select(
    accounts.c.account_id,
    accounts.c.name,
    accounts.c.email,
    accounts.c.status,
    accounts.c.parent_id,
    accounts.c.joined_method,
    accounts.c.joined_at,
    accounts.c.tags,
    organizational_units.c.path,
).join(organizational_units, accounts.c.parent_id == organizational_units.c.unit_id)
_FIND_ACCOUNT = _ACCOUNTS.where(accounts.c.account_id == bindparam("id"))
_ACCOUNT_PAGE = (
    _ACCOUNTS.where(accounts.c.account_id > bindparam("after")).order_by(accounts.c.account_id).limit(bindparam("size"))
)
_ACCOUNT_PAGE_OF_PARENT = _ACCOUNT_PAGE.where(accounts.c.parent_id == bindparam("parent"))
_INSERT_ACCOUNT = upsert(accounts, key=["email_key"])
_MOVE_ACCOUNT = (
    update(accounts)
    .where(accounts.c.account_id == bindparam("id"), accounts.c.parent_id == bindparam("source"))
    .values(parent_id=bindparam("destination"))
)

_FIND_REQUEST = select(account_requests).where(account_requests.c.request_id == bindparam("id"))
_REQUEST_PAGE = (
    select(account_requests)
    .where(
        account_requests.c.request_id > bindparam("after"),
        account_requests.c.state.in_(bindparam("states", expanding=True)),
    )
    .order_by(account_requests.c.request_id)
    .limit(bindparam("size"))
)
_INSERT_REQUEST = insert(account_requests)
_COMPLETE_REQUEST = (
    update(account_requests)
    .where(account_requests.c.request_id == bindparam("id"), account_requests.c.state == "IN_PROGRESS")
    .values(
        state=bindparam("new_state"),
        completed_at=bindparam("now"),
        account_id=bindparam("new_account_id"),
        failure_reason=bindparam("reason"),
    )
)


def find_organization(tx: Transaction) -> Organization | None:
    """Return the organisation; None before bootstrap."""
    row = tx.first(_FIND_ORGANIZATION)
    return None if row is None else Organization(*row)


def insert_organization(tx: Transaction, organization: Organization) -> None:
    """Add the organisation."""
    tx.change(
        _INSERT_ORGANIZATION,
        {
            "organization_id": organization.organization_id,
            "management_account_id": organization.management_account_id,
            "root_id": organization.root_id,
            "created_at": organization.created_at,
        },
    )


def find_unit(tx: Transaction, unit_id: str) -> OrganizationalUnit | None:
    """Return a unit or the root."""
    row = tx.first(_FIND_UNIT, {"id": unit_id})
    return None if row is None else OrganizationalUnit(*row)


def list_units(tx: Transaction, parent_id: str, request: PageRequest) -> Page[OrganizationalUnit]:
    """Return the units directly below a parent."""
    rows = tx.all(_UNITS, {"parent": parent_id, **_window(request)})
    return page_of([OrganizationalUnit(*row) for row in rows], request, lambda unit: (unit.unit_id,))


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


def find_account(tx: Transaction, account_id: str) -> Account | None:
    """Return a member account."""
    row = tx.first(_FIND_ACCOUNT, {"id": account_id})
    return None if row is None else Account(*row)


def list_accounts(tx: Transaction, request: PageRequest) -> Page[Account]:
    """Return every account of the organisation."""
    return _account_page(tx, _ACCOUNT_PAGE, {}, request)


def list_accounts_of_parent(tx: Transaction, parent_id: str, request: PageRequest) -> Page[Account]:
    """Return the accounts directly in a unit."""
    return _account_page(tx, _ACCOUNT_PAGE_OF_PARENT, {"parent": parent_id}, request)


def insert_account(tx: Transaction, account: Account) -> bool:
    """Add an account; False where another one has its e-mail address."""
    row = {
        "account_id": account.account_id,
        "name": account.name,
        "email": account.email,
        "email_key": email_key(account.email),
        "status": account.status,
        "parent_id": account.parent_id,
        "joined_method": account.joined_method,
        "joined_at": account.joined_at,
        "tags": account.tags,
    }
    return tx.change(_INSERT_ACCOUNT, row) == 1


def move_account(tx: Transaction, account_id: str, source_id: str, destination_id: str) -> bool:
    """Put an account under another parent; False where it is no longer under the source."""
    return tx.change(_MOVE_ACCOUNT, {"id": account_id, "source": source_id, "destination": destination_id}) == 1


def find_request(tx: Transaction, request_id: str) -> CreateAccountStatus | None:
    """Return a request for an account."""
    row = tx.first(_FIND_REQUEST, {"id": request_id})
    return None if row is None else CreateAccountStatus(*row)


def list_requests(tx: Transaction, states: Sequence[str], request: PageRequest) -> Page[CreateAccountStatus]:
    """Return the requests for accounts that are in one of the states."""
    rows = tx.all(_REQUEST_PAGE, {"states": states, **_window(request)})
    return page_of([CreateAccountStatus(*row) for row in rows], request, lambda status: (status.request_id,))


def insert_request(tx: Transaction, status: CreateAccountStatus) -> None:
    """Add a request for an account."""
    tx.change(
        _INSERT_REQUEST,
        {
            "request_id": status.request_id,
            "account_name": status.account_name,
            "email": status.email,
            "role_name": status.role_name,
            "tags": status.tags,
            "state": status.state,
            "requested_at": status.requested_at,
            "completed_at": status.completed_at,
            "account_id": status.account_id,
            "failure_reason": status.failure_reason,
        },
    )


def complete_request(tx: Transaction, status: CreateAccountStatus) -> None:
    """Write down how a request for an account ended."""
    tx.change(
        _COMPLETE_REQUEST,
        {
            "id": status.request_id,
            "new_state": status.state,
            "now": status.completed_at,
            "new_account_id": status.account_id,
            "reason": status.failure_reason,
        },
    )


def _account_page(
    tx: Transaction, statement: Select[Any], parameters: Mapping[str, Any], request: PageRequest
) -> Page[Account]:
    rows = tx.all(statement, {**parameters, **_window(request)})
    return page_of([Account(*row) for row in rows], request, lambda account: (account.account_id,))


def _window(request: PageRequest) -> dict[str, Any]:
    return {"after": "" if request.after is None else request.after[0], "size": request.size + 1}
