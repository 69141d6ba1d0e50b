"""Settings of an instance that are kept as one document: the table, and the statements on it."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, ForeignKey, Table, bindparam, select

from gatepost.store.columns import Json, Name, metadata
from gatepost.store.database import Transaction, upsert

S = TypeVar("S")


class InstanceSettings(Generic[S]):
    """The settings `S`, a dataclass whose members all have defaults; an instance without a row has these.

    `of_document` makes them of a document, which may be of an earlier version and not name every member.
    """

    def __init__(self, table_name: str, of_document: Callable[[dict[str, Any]], S]) -> None:
        self.table = Table(
            table_name,
            metadata,
            Column("instance_id", Name(32), ForeignKey("instances.instance_id", ondelete="CASCADE"), primary_key=True),
            Column("document", Json, nullable=False),
        )
        self._of_document = of_document
        self._find = select(self.table.c.document).where(self.table.c.instance_id == bindparam("instance"))
        self._lock = self._find.with_for_update()
        self._open = upsert(self.table, key=["instance_id"])
        self._put = upsert(self.table, key=["instance_id"], update=["document"])

    def read(self, tx: Transaction, instance_id: str) -> S:
        """Return an instance's settings."""
        row = tx.first(self._find, {"instance": instance_id})
        return self._of_document({} if row is None else row.document)

    def lock(self, tx: Transaction, instance_id: str) -> S:
        """Do as `read`; until this transaction ends nobody else changes them."""
        tx.change(self._open, {"instance_id": instance_id, "document": {}})
        row = tx.first(self._lock, {"instance": instance_id})
        return self._of_document({} if row is None else row.document)

    def put(self, tx: Transaction, instance_id: str, settings: S) -> None:
        """Replace an instance's settings."""
        tx.change(self._put, {"instance_id": instance_id, "document": asdict(settings)})  # type: ignore[call-overload]
