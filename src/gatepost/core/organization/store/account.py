"""The table of accounts and its statements."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Select,
    Table,
    bindparam,
    select,
    update,
)

from gatepost.core.organization.model import Account, email_key
from gatepost.core.organization.store.unit import organizational_units
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Instant, Json, Name, metadata
from gatepost.store.database import Transaction, upsert

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


each_account = select(
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
_FIND_ACCOUNT = each_account.where(accounts.c.account_id == bindparam("id"))
_ACCOUNT_PAGE = (
    each_account.where(accounts.c.account_id > bindparam("after"))
    .order_by(accounts.c.account_id)
    .limit(bindparam("size"))
)
_ACCOUNT_PAGE_OF_PARENT = _ACCOUNT_PAGE.where(accounts.c.parent_id == bindparam("parent"))
_ALL_ACCOUNTS = each_account.order_by(accounts.c.name, accounts.c.account_id)
_INSERT_ACCOUNT = upsert(accounts, key=["email_key"])
_MOVE_ACCOUNT = (
    update(accounts)
    .where(accounts.c.account_id == bindparam("id"), accounts.c.parent_id == bindparam("source"))
    .values(parent_id=bindparam("destination"))
)


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


def list_all_accounts(tx: Transaction) -> Sequence[Account]:
    """Return every account of the organisation, by name."""
    return [Account(*row) for row in tx.all(_ALL_ACCOUNTS)]


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


def _account_page(
    tx: Transaction, statement: Select[Any], parameters: Mapping[str, Any], request: PageRequest
) -> Page[Account]:
    rows = tx.all(statement, {**parameters, **_window(request)})
    return page_of([Account(*row) for row in rows], request, lambda account: (account.account_id,))


def _window(request: PageRequest) -> dict[str, Any]:
    return {"after": "" if request.after is None else request.after[0], "size": request.size + 1}
