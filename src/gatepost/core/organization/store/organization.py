"""The table of the organisation, in which there is one row, and its statements."""

from sqlalchemy import Column, Table, insert, select

from gatepost.core.organization.model import Organization
from gatepost.store.columns import Instant, Name, metadata
from gatepost.store.database import Transaction

organizations = Table(
    "organizations",
    metadata,
    Column("organization_id", Name(34), primary_key=True),
    Column("management_account_id", Name(12), nullable=False),
    Column("root_id", Name(34), nullable=False),
    Column("created_at", Instant, nullable=False),
)


_FIND_ORGANIZATION = select(organizations).limit(1)
_INSERT_ORGANIZATION = insert(organizations)


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
