"""The tables of which managed policies users and roles have, AWS's and customers' alike, by ARN."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Join,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
)

from gatepost.core.iam.store.managed_policy import iam_policies
from gatepost.store.columns import Name, metadata
from gatepost.store.database import Transaction

# In no ARN and no reference is there a blank. Written into the statement, because SQLAlchemy would bind it anew for each run.
_BLANK: Any = literal_column("' '")
_SLASH = literal_column("'/'", String)


class Attachments:
    """Who of one kind of entity has which managed policies; `entity_id` is the column that the kind is known by.

    Nothing but locks keeps a customer managed policy from going while it is attached: an AWS managed policy has no row.
    """

    def __init__(self, name: str, entity_id: Column[str]) -> None:
        entity = entity_id.name
        self.table = Table(
            name,
            metadata,
            Column(entity, Name(32), ForeignKey(entity_id, ondelete="CASCADE"), primary_key=True),
            Column("policy_arn", Name(700), primary_key=True),
            Column("account_id", Name(12), nullable=False),
            Index(f"ix_{name}_account_id", "account_id", "policy_arn"),
        )
        self._entity = entity
        of_entity = self.table.c[entity] == bindparam("entity")
        self._insert = insert(self.table)
        self._delete = delete(self.table).where(of_entity, self.table.c.policy_arn == bindparam("arn"))
        self._clear = delete(self.table).where(of_entity)
        self.arns: ColumnElement[str | None] = self._of_row(self.table, self.table.c.policy_arn, entity_id)
        """The policies of the entity in the row at hand, as `texts_of` reads them."""
        self.references: ColumnElement[str | None] = self._of_row(
            self.table.outerjoin(iam_policies, iam_policies.c.arn == self.table.c.policy_arn),
            reference(iam_policies, self.table.c.policy_arn),
            entity_id,
        )
        """The same, but of a customer managed policy the version that is in force (`reference`)."""

    def insert(self, tx: Transaction, entity_id: str, account_id: str, arns: Iterable[str]) -> None:
        """Give policies to an entity; raise Duplicate where it has one of them."""
        rows = [{self._entity: entity_id, "policy_arn": arn, "account_id": account_id} for arn in arns]
        tx.change(self._insert, rows)

    def delete(self, tx: Transaction, entity_id: str, arn: str) -> bool:
        """Take a policy from an entity; False where it does not have it."""
        return tx.change(self._delete, {"entity": entity_id, "arn": arn}) == 1

    def replace(self, tx: Transaction, entity_id: str, account_id: str, arns: Iterable[str]) -> None:
        """Give an entity these policies, and no others."""
        tx.change(self._clear, {"entity": entity_id})
        self.insert(tx, entity_id, account_id, arns)

    def _of_row(
        self, source: Table | Join, text: ColumnElement[str], entity_id: Column[str]
    ) -> ColumnElement[str | None]:
        return (
            select(joined_texts(text))
            .select_from(source)
            .where(self.table.c[self._entity] == entity_id)
            .correlate(entity_id.table)
            .scalar_subquery()
        )


def joined_texts(text: ColumnElement[str]) -> ColumnElement[Any]:
    """Return the texts of all rows in one, a blank between any two; NULL where there are no rows."""
    return func.aggregate_strings(text, _BLANK)


def reference(policy: Any, arn: ColumnElement[Any]) -> ColumnElement[str]:
    """Return what a policy compiles from: `ANPA…/v3` of the customer managed policy that is joined, else the ARN itself."""
    return func.coalesce(policy.c.policy_id + _SLASH + policy.c.default_version_id, arn)


def texts_of(joined: str | None) -> list[str]:
    """Return the texts in a column of `Attachments`, sorted."""
    return sorted(joined.split()) if joined else []
