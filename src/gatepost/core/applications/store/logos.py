"""The table of applications' logos and its statements."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, bindparam, delete, insert, select

from gatepost.core.applications.model import Logo
from gatepost.store.columns import Instant, Name, Text, metadata
from gatepost.store.database import Transaction

application_logos = Table(
    "application_logos",
    metadata,
    Column("application_id", Name(20), ForeignKey("applications.application_id", ondelete="CASCADE"), primary_key=True),
    Column("picture", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

_OF_APPLICATION = application_logos.c.application_id == bindparam("id")
_FIND = select(application_logos).where(_OF_APPLICATION)
_INSERT = insert(application_logos)
_DELETE = delete(application_logos).where(_OF_APPLICATION)


def find_logo(tx: Transaction, application_id: str) -> Logo | None:
    """Return an application's logo, if it has one."""
    row = tx.first(_FIND, {"id": application_id})
    return None if row is None else Logo(row.picture, row.changed_at)


def put_logo(tx: Transaction, application_id: str, picture: str, now: datetime) -> None:
    """Give an application a logo in place of the one before; its row must be locked."""
    tx.change(_DELETE, {"id": application_id})
    tx.change(_INSERT, {"application_id": application_id, "picture": picture, "changed_at": now})


def delete_logo(tx: Transaction, application_id: str) -> bool:
    """Take an application's logo away; False where it has none."""
    return tx.change(_DELETE, {"id": application_id}) == 1
