"""The tables of tenants and of their tokens, by digest, and the statements on both."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, LargeBinary, Row, Table, bindparam, delete, insert, select

from gatepost.core.instances.store import instances
from gatepost.core.provisioning.model import Bearer, BearerToken, Tenant
from gatepost.store.columns import Instant, Name, Text, metadata
from gatepost.store.database import Transaction
from gatepost.store.rows import values

provisioning_tenants = Table(
    "provisioning_tenants",
    metadata,
    Column("tenant_id", Name(36), primary_key=True),
    Column(
        "identity_store_id",
        Name(36),
        ForeignKey("instances.identity_store_id", ondelete="CASCADE"),
        nullable=False,
        unique=True,
    ),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Text, nullable=False),
)
provisioning_tokens = Table(
    "provisioning_tokens",
    metadata,
    Column("token_id", Name(32), primary_key=True),
    Column(
        "tenant_id",
        Name(36),
        ForeignKey("provisioning_tenants.tenant_id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("token_digest", LargeBinary(32), nullable=False, unique=True),
    Column("profile", Name(8), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

_LISTED = [column for column in provisioning_tokens.c if column.name != "token_digest"]
_OF_TENANT = provisioning_tokens.c.tenant_id == bindparam("tenant")

_INSERT_TENANT = insert(provisioning_tenants)
_LOCK_TENANT = (
    select(provisioning_tenants).where(provisioning_tenants.c.identity_store_id == bindparam("store")).with_for_update()
)
_FIND_TENANT = select(provisioning_tenants).where(provisioning_tenants.c.identity_store_id == bindparam("store"))
_INSERT = insert(provisioning_tokens)
_LIST = (
    select(*_LISTED)
    .where(_OF_TENANT, provisioning_tokens.c.expires_at > bindparam("now"))
    .order_by(provisioning_tokens.c.created_at, provisioning_tokens.c.token_id)
)
_FIND = select(*_LISTED).where(provisioning_tokens.c.token_id == bindparam("id"))
_DELETE = delete(provisioning_tokens).where(_OF_TENANT, provisioning_tokens.c.token_id == bindparam("id"))
_OWNER = (
    select(instances.c.identity_store_id, instances.c.owner_account_id)
    .join(provisioning_tenants, provisioning_tenants.c.identity_store_id == instances.c.identity_store_id)
    .where(provisioning_tenants.c.tenant_id == bindparam("tenant"))
)
_SWEEP = delete(provisioning_tokens).where(provisioning_tokens.c.expires_at <= bindparam("before"))
_BEARER = (
    select(
        provisioning_tokens.c.token_id,
        provisioning_tokens.c.profile,
        *provisioning_tenants.c,
        instances.c.owner_account_id,
        instances.c.region,
    )
    .join(provisioning_tenants, provisioning_tenants.c.tenant_id == provisioning_tokens.c.tenant_id)
    .join(instances, instances.c.identity_store_id == provisioning_tenants.c.identity_store_id)
    .where(
        provisioning_tokens.c.token_digest == bindparam("digest"),
        provisioning_tokens.c.expires_at > bindparam("now"),
        instances.c.status == "ACTIVE",
    )
)


def insert_tenant(tx: Transaction, tenant: Tenant) -> None:
    """Add a tenant; raise Duplicate where its identity store has one."""
    tx.change(_INSERT_TENANT, values(tenant))


def find_tenant(tx: Transaction, identity_store_id: str) -> Tenant | None:
    """Return the tenant of an identity store."""
    row = tx.first(_FIND_TENANT, {"store": identity_store_id})
    return None if row is None else Tenant(*row)


def lock_tenant(tx: Transaction, identity_store_id: str) -> Tenant | None:
    """Do as `find_tenant`; until this transaction ends nobody else makes a token of it."""
    row = tx.first(_LOCK_TENANT, {"store": identity_store_id})
    return None if row is None else Tenant(*row)


def insert_token(tx: Transaction, token: BearerToken, digest: bytes) -> None:
    """Add a token."""
    tx.change(_INSERT, values(token) | {"token_digest": digest})


def list_tokens(tx: Transaction, tenant_id: str, now: datetime) -> list[BearerToken]:
    """Return a tenant's tokens that have not expired, the oldest first."""
    return [_token(row) for row in tx.all(_LIST, {"tenant": tenant_id, "now": now})]


def find_token(tx: Transaction, token_id: str) -> BearerToken | None:
    """Return a token by its id."""
    row = tx.first(_FIND, {"id": token_id})
    return None if row is None else _token(row)


def find_owner(tx: Transaction, tenant_id: str) -> tuple[str, str] | None:
    """Return a tenant's identity store, and the account that owns the instance of it."""
    row = tx.first(_OWNER, {"tenant": tenant_id})
    return None if row is None else (row[0], row[1])


def delete_token(tx: Transaction, tenant_id: str, token_id: str) -> bool:
    """Forget a token; False where the tenant has none with this id."""
    return tx.change(_DELETE, {"tenant": tenant_id, "id": token_id}) == 1


def find_bearer(tx: Transaction, digest: bytes, now: datetime) -> Bearer | None:
    """Return who comes with a token that is valid now, its instance active, in one statement."""
    row = tx.first(_BEARER, {"digest": digest, "now": now})
    return None if row is None else Bearer(row[0], row[1], Tenant(*row[2:6]), row[6], row[7])


def sweep(tx: Transaction, before: datetime) -> int:
    """Forget tokens that expired before a moment."""
    return tx.change(_SWEEP, {"before": before})


def _token(row: Row[Any]) -> BearerToken:
    return BearerToken(
        token_id=row.token_id,
        tenant_id=row.tenant_id,
        profile=row.profile,
        created_at=row.created_at,
        created_by=row.created_by,
        expires_at=row.expires_at,
    )
