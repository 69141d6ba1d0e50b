"""The index of external ids: by which issuers outside know users or groups, whose own rows tell it too."""

from collections.abc import Iterable

from sqlalchemy import (
    Column,
    ForeignKey,
    PrimaryKeyConstraint,
    Table,
    bindparam,
    delete,
    insert,
    select,
)

from gatepost.core.directory.model import ExternalId
from gatepost.store.columns import Name, metadata
from gatepost.store.database import Transaction


class ExternalIds:
    """The external ids of what stands in one table; an issuer has each of them once in an identity store."""

    def __init__(self, name: str, owners: Table) -> None:
        """Index the rows of `owners`, which have one primary key, in a table of this name."""
        [key] = owners.primary_key.columns
        self._key = key.name
        self.table = Table(
            name,
            metadata,
            Column("identity_store_id", Name(36), nullable=False),
            Column("external_id", Name(256), nullable=False),
            Column("issuer", Name(256), nullable=False),
            Column(key.name, Name(47), ForeignKey(key, ondelete="CASCADE"), nullable=False, index=True),
            PrimaryKeyConstraint("identity_store_id", "external_id", "issuer"),
        )
        its = self.table.c
        self.of_any_issuer = (
            select(owners)
            .join(self.table, its[key.name] == key)
            .where(its.identity_store_id == bindparam("store"), its.external_id == bindparam("external"))
        )
        self.of_issuer = self.of_any_issuer.where(its.issuer == bindparam("issued_by"))
        self._insert = insert(self.table)
        self._delete = delete(self.table).where(its[key.name] == bindparam("owner"))

    def add(self, tx: Transaction, identity_store_id: str, owner_id: str, external_ids: Iterable[ExternalId]) -> None:
        """Index the ids of somebody new; raise Duplicate where one is taken."""
        rows = [
            {
                "identity_store_id": identity_store_id,
                "external_id": each.id,
                "issuer": each.issuer,
                self._key: owner_id,
            }
            for each in external_ids
        ]
        if rows:
            tx.change(self._insert, rows)

    def replace(
        self, tx: Transaction, identity_store_id: str, owner_id: str, external_ids: Iterable[ExternalId]
    ) -> None:
        """Index these ids in the place of those that were there; raise Duplicate where one is taken."""
        tx.change(self._delete, {"owner": owner_id})
        self.add(tx, identity_store_id, owner_id, external_ids)
