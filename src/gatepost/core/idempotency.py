"""Answers that are remembered under the caller's token, so that a repeated request does nothing twice."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Table, bindparam, delete, insert, select

from gatepost.store.columns import Instant, Json, Name, metadata
from gatepost.store.database import Transaction

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

_FIND = select(remembered_answers.c.fingerprint, remembered_answers.c.answer).where(
    remembered_answers.c.actor_arn == bindparam("actor"),
    remembered_answers.c.action == bindparam("name"),
    remembered_answers.c.token == bindparam("client_token"),
)
_INSERT = insert(remembered_answers)
_SWEEP = delete(remembered_answers).where(remembered_answers.c.created_at < bindparam("before"))


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was answered, and the fingerprint of what was asked."""

    fingerprint: str
    answer: Any


def find(tx: Transaction, key: tuple[str, str, str]) -> Remembered | None:
    """Return the answer under (actor, action, token), if there is one."""
    row = tx.first(_FIND, {"actor": key[0], "name": key[1], "client_token": key[2]})
    return None if row is None else Remembered(row.fingerprint, row.answer)


def remember(tx: Transaction, key: tuple[str, str, str], fingerprint: str, answer: Any, now: datetime) -> None:
    """Keep an answer under (actor, action, token)."""
    actor_arn, action, token = key
    tx.change(
        _INSERT,
        {
            "actor_arn": actor_arn,
            "action": action,
            "token": token,
            "fingerprint": fingerprint,
            "answer": answer,
            "created_at": now,
        },
    )


def sweep(tx: Transaction, before: datetime) -> int:
    """Forget answers older than `before`."""
    return tx.change(_SWEEP, {"before": before})
