"""The table of account aliases, one for an account and one account for each, and its statements."""

from sqlalchemy import Column, ForeignKey, Table, bindparam, delete, select

from gatepost.store.columns import Name, metadata
from gatepost.store.database import Transaction, upsert

account_aliases = Table(
    "account_aliases",
    metadata,
    Column("account_id", Name(12), ForeignKey("accounts.account_id", ondelete="CASCADE"), primary_key=True),
    Column("alias", Name(63), nullable=False, unique=True),
)

_PUT = upsert(account_aliases, key=["account_id"], update=["alias"])
_FIND = select(account_aliases.c.alias).where(account_aliases.c.account_id == bindparam("account"))
_DELETE = delete(account_aliases).where(
    account_aliases.c.account_id == bindparam("account"), account_aliases.c.alias == bindparam("name")
)


def put_alias(tx: Transaction, account_id: str, alias: str) -> None:
    """Give an account an alias, in place of the one before; raise Duplicate where another account has it."""
    tx.change(_PUT, {"account_id": account_id, "alias": alias})


def find_alias(tx: Transaction, account_id: str) -> str | None:
    """Return an account's alias."""
    row = tx.first(_FIND, {"account": account_id})
    return None if row is None else str(row.alias)


def delete_alias(tx: Transaction, account_id: str, alias: str) -> bool:
    """Take its alias from an account; False where it has another one, or none."""
    return tx.change(_DELETE, {"account": account_id, "name": alias}) == 1
