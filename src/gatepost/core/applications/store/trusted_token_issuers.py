"""The table of trusted token issuers and its statements."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Row,
    Select,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from gatepost.core.applications.model import OidcJwtConfiguration, TrustedTokenIssuer
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Name, Text, metadata
from gatepost.store.database import Transaction

trusted_token_issuers = Table(
    "trusted_token_issuers",
    metadata,
    Column("issuer_id", Name(40), primary_key=True),
    Column("instance_id", Name(32), ForeignKey("instances.instance_id", ondelete="CASCADE"), nullable=False),
    Column("account_id", Name(12), nullable=False),
    Column("name", Name(255), nullable=False),
    Column("issuer_type", Name(16), nullable=False),
    Column("issuer_url", Text, nullable=False),
    Column("claim_attribute_path", Text, nullable=False),
    Column("identity_store_attribute_path", Text, nullable=False),
    Column("jwks_retrieval_option", Name(32), nullable=False),
    UniqueConstraint("instance_id", "name"),
    Index("ix_trusted_token_issuers_instance_id", "instance_id", "issuer_id"),
)

_ISSUERS = trusted_token_issuers
_INSERT = insert(_ISSUERS)
_FIND = select(_ISSUERS).where(_ISSUERS.c.issuer_id == bindparam("id"))
_LOCK = _FIND.with_for_update()
_UPDATE = (
    update(_ISSUERS)
    .where(_ISSUERS.c.issuer_id == bindparam("id"))
    .values(
        name=bindparam("new_name"),
        claim_attribute_path=bindparam("new_claim_attribute_path"),
        identity_store_attribute_path=bindparam("new_identity_store_attribute_path"),
        jwks_retrieval_option=bindparam("new_jwks_retrieval_option"),
    )
)
_DELETE = delete(_ISSUERS).where(_ISSUERS.c.issuer_id == bindparam("id"))
_PAGE = (
    select(_ISSUERS)
    .where(_ISSUERS.c.instance_id == bindparam("instance"), _ISSUERS.c.issuer_id > bindparam("after"))
    .order_by(_ISSUERS.c.issuer_id)
    .limit(bindparam("size"))
)
_AMONG = select(_ISSUERS).where(_ISSUERS.c.issuer_id.in_(bindparam("ids", expanding=True)))


def insert_issuer(tx: Transaction, issuer: TrustedTokenIssuer) -> None:
    """Add a trusted token issuer; raise Duplicate where the instance has one of that name."""
    tx.change(
        _INSERT,
        {
            "issuer_id": issuer.issuer_id,
            "instance_id": issuer.instance_id,
            "account_id": issuer.account_id,
            "name": issuer.name,
            "issuer_type": issuer.type,
            "issuer_url": issuer.configuration.issuer_url,
            "claim_attribute_path": issuer.configuration.claim_attribute_path,
            "identity_store_attribute_path": issuer.configuration.identity_store_attribute_path,
            "jwks_retrieval_option": issuer.configuration.jwks_retrieval_option,
        },
    )


def find_issuer(tx: Transaction, issuer_id: str) -> TrustedTokenIssuer | None:
    """Return the trusted token issuer with this id (`tti-…`)."""
    return _one(tx, _FIND, issuer_id)


def lock_issuer(tx: Transaction, issuer_id: str) -> TrustedTokenIssuer | None:
    """Do as `find_issuer`; until this transaction ends nobody else changes the issuer or its tags."""
    return _one(tx, _LOCK, issuer_id)


def find_issuers(tx: Transaction, issuer_ids: Sequence[str]) -> Sequence[TrustedTokenIssuer]:
    """Return those of the trusted token issuers that exist."""
    return [_issuer(row) for row in tx.all(_AMONG, {"ids": issuer_ids})]


def update_issuer(tx: Transaction, issuer: TrustedTokenIssuer) -> None:
    """Replace what may change of an issuer, its URL not being part of that; raise Duplicate as `insert_issuer` does."""
    tx.change(
        _UPDATE,
        {
            "id": issuer.issuer_id,
            "new_name": issuer.name,
            "new_claim_attribute_path": issuer.configuration.claim_attribute_path,
            "new_identity_store_attribute_path": issuer.configuration.identity_store_attribute_path,
            "new_jwks_retrieval_option": issuer.configuration.jwks_retrieval_option,
        },
    )


def delete_issuer(tx: Transaction, issuer_id: str) -> None:
    """Remove a trusted token issuer."""
    tx.change(_DELETE, {"id": issuer_id})


def list_issuers(tx: Transaction, instance_id: str, request: PageRequest) -> Page[TrustedTokenIssuer]:
    """Return a page of an instance's trusted token issuers."""
    after = request.after[0] if request.after else ""
    rows = tx.all(_PAGE, {"instance": instance_id, "after": after, "size": request.size + 1})
    return page_of([_issuer(row) for row in rows], request, lambda each: (each.issuer_id,))


def _one(tx: Transaction, statement: Select[Any], issuer_id: str) -> TrustedTokenIssuer | None:
    row = tx.first(statement, {"id": issuer_id})
    return None if row is None else _issuer(row)


def _issuer(row: Row[Any]) -> TrustedTokenIssuer:
    return TrustedTokenIssuer(
        issuer_id=row.issuer_id,
        instance_id=row.instance_id,
        account_id=row.account_id,
        name=row.name,
        type=row.issuer_type,
        configuration=OidcJwtConfiguration(
            issuer_url=row.issuer_url,
            claim_attribute_path=row.claim_attribute_path,
            identity_store_attribute_path=row.identity_store_attribute_path,
            jwks_retrieval_option=row.jwks_retrieval_option,
        ),
    )
