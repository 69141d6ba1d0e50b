"""Answers that are remembered under the caller's token, so that a repeated request does nothing twice."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Table, and_, bindparam, delete, select, update

from gatepost.store.columns import Instant, Json, Name, metadata
from gatepost.store.database import Transaction, upsert

remembered_answers = Table(
    "remembered_answers",
    metadata,
    Column("actor_arn", Name(2048), primary_key=True),
    Column("action", Name(), primary_key=True),
    Column("token", Name(256), primary_key=True),
    Column("fingerprint", Name(64), nullable=False),
    Column("answer", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("ix_remembered_answers_created_at", "created_at"),
)

_CLAIM = upsert(remembered_answers, key=("actor_arn", "action", "token"))
_OF_KEY = and_(
    remembered_answers.c.actor_arn == bindparam("actor"),
    remembered_answers.c.action == bindparam("name"),
    remembered_answers.c.token == bindparam("client_token"),
)
_KEEP = update(remembered_answers).where(_OF_KEY).values(answer=bindparam("given"))
_FORGET = delete(remembered_answers).where(_OF_KEY)
_FIND = select(remembered_answers.c.fingerprint, remembered_answers.c.answer).where(_OF_KEY)
_SWEEP = delete(remembered_answers).where(remembered_answers.c.created_at < bindparam("before"))


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was answered, and the fingerprint of what was asked."""

    fingerprint: str
    answer: Any


Key = tuple[str, str, str]
"""The actor's ARN, the action and the token."""


def claim(tx: Transaction, key: Key, fingerprint: str, now: datetime) -> bool:
    """Take a key for the request that is being done; False where another request has it, and has been done.

    One that is being done at the same time is waited for, so that it is known how it ended.
    """
    actor_arn, action, token = key
    row = {"actor_arn": actor_arn, "action": action, "token": token, "fingerprint": fingerprint}
    return tx.change(_CLAIM, {**row, "answer": {}, "created_at": now}) == 1


def find(tx: Transaction, key: Key) -> Remembered | None:
    """Return the answer under a key, if there is one."""
    row = tx.first(_FIND, _named(key))
    return None if row is None else Remembered(row.fingerprint, row.answer)


def keep(tx: Transaction, key: Key, answer: Any) -> None:
    """Keep the answer to the request that claimed a key."""
    tx.change(_KEEP, {**_named(key), "given": answer})


def forget(tx: Transaction, key: Key) -> None:
    """Give a key back: the request that claimed it was refused."""
    tx.change(_FORGET, _named(key))


def sweep(tx: Transaction, before: datetime) -> int:
    """Forget answers older than `before`."""
    return tx.change(_SWEEP, {"before": before})


def _named(key: Key) -> dict[str, str]:
    actor_arn, action, token = key
    return {"actor": actor_arn, "name": action, "client_token": token}
