"""The table of sign-ins under way and its statements."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, bindparam, delete, select

from gatepost.core.signin.model import Factor, Flow
from gatepost.store.columns import Flag, Instant, Json, Name, Text, metadata
from gatepost.store.database import Transaction, upsert

signin_flows = Table(
    "signin_flows",
    metadata,
    Column("flow_id", Name(36), primary_key=True),
    Column("visit_digest", Name(64), nullable=False, unique=True),
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), index=True),
    Column("proven", Json, nullable=False),
    Column("return_to", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("is_fresh_wanted", Flag, nullable=False),
)

_FIND_FLOW = select(signin_flows).where(signin_flows.c.visit_digest == bindparam("visit"))
_PUT_FLOW = upsert(
    signin_flows,
    key=["visit_digest"],
    update=["flow_id", "user_id", "proven", "return_to", "created_at", "expires_at", "is_fresh_wanted"],
)
_DELETE_FLOW = delete(signin_flows).where(signin_flows.c.visit_digest == bindparam("visit"))
_SWEEP = delete(signin_flows).where(signin_flows.c.expires_at < bindparam("before"))


def find(tx: Transaction, visit_digest: str) -> Flow | None:
    """Return the flow of a browser's visit, even if it has expired."""
    row = tx.first(_FIND_FLOW, {"visit": visit_digest})
    if row is None:
        return None
    return Flow(
        flow_id=row.flow_id,
        visit_digest=row.visit_digest,
        user_id=row.user_id,
        proven=tuple(Factor(name) for name in row.proven),
        return_to=row.return_to,
        created_at=row.created_at,
        expires_at=row.expires_at,
        is_fresh_wanted=row.is_fresh_wanted,
    )


def put(tx: Transaction, flow: Flow) -> None:
    """Keep a flow; its browser's earlier one is gone."""
    tx.change(
        _PUT_FLOW,
        {
            "flow_id": flow.flow_id,
            "visit_digest": flow.visit_digest,
            "user_id": flow.user_id,
            "proven": list(flow.proven),
            "return_to": flow.return_to,
            "created_at": flow.created_at,
            "expires_at": flow.expires_at,
            "is_fresh_wanted": flow.is_fresh_wanted,
        },
    )


def remove(tx: Transaction, visit_digest: str) -> None:
    """Forget a flow that has come to its end."""
    tx.change(_DELETE_FLOW, {"visit": visit_digest})


def sweep(tx: Transaction, before: datetime) -> int:
    """Forget flows that expired before this moment; return how many there were."""
    return tx.change(_SWEEP, {"before": before})
