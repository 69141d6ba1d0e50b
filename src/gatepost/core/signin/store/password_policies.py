"""The table of each instance's password policy and its statements; an instance without a row has the defaults."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Column, ForeignKey, Table, bindparam, select

from gatepost.core.signin.model import PasswordPolicy
from gatepost.store.columns import Json, Name, metadata
from gatepost.store.database import Transaction, upsert

password_policies = Table(
    "password_policies",
    metadata,
    Column("instance_id", Name(32), ForeignKey("instances.instance_id", ondelete="CASCADE"), primary_key=True),
    Column("document", Json, nullable=False),
)

_FIND_POLICY = select(password_policies.c.document).where(password_policies.c.instance_id == bindparam("instance"))
_LOCK_POLICY = _FIND_POLICY.with_for_update()
_OPEN_POLICY = upsert(password_policies, key=["instance_id"])
_PUT_POLICY = upsert(password_policies, key=["instance_id"], update=["document"])


def read(tx: Transaction, instance_id: str) -> PasswordPolicy:
    """Return what an instance asks of new passwords."""
    row = tx.first(_FIND_POLICY, {"instance": instance_id})
    return PasswordPolicy() if row is None else _policy(row.document)


def lock(tx: Transaction, instance_id: str) -> PasswordPolicy:
    """Do as `read`; until this transaction ends nobody else changes it."""
    tx.change(_OPEN_POLICY, {"instance_id": instance_id, "document": {}})
    row = tx.first(_LOCK_POLICY, {"instance": instance_id})
    return PasswordPolicy() if row is None else _policy(row.document)


def put(tx: Transaction, instance_id: str, policy: PasswordPolicy) -> None:
    """Replace an instance's policy."""
    tx.change(_PUT_POLICY, {"instance_id": instance_id, "document": asdict(policy)})


def _policy(document: dict[str, Any]) -> PasswordPolicy:
    """Read a document; what it does not name, because it is of an earlier version, is as by default."""
    fields = dict(document)
    if "blocked_words" in fields:
        fields["blocked_words"] = tuple(fields["blocked_words"])
    return PasswordPolicy(**fields)
