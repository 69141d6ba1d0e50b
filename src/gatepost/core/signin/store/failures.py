"""The table of failed tries, counted by subject, and its statements."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Integer, Select, Table, bindparam, delete, select, update

from gatepost.core.signin.budgets import Budget, Counter
from gatepost.store.columns import Instant, Name, metadata
from gatepost.store.database import Transaction, upsert

signin_failures = Table(
    "signin_failures",
    metadata,
    Column("subject", Name(80), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False, index=True),
)

_FAILURES = select(signin_failures).where(signin_failures.c.subject.in_(bindparam("subjects", expanding=True)))
_LOCK_FAILURES = _FAILURES.order_by(signin_failures.c.subject).with_for_update()
_OPEN_FAILURES = upsert(signin_failures, key=["subject"])
_PUT_FAILURES = (
    update(signin_failures)
    .where(signin_failures.c.subject == bindparam("of"))
    .values(failures=bindparam("new_failures"), changed_at=bindparam("now"))
)
_CLEAR_FAILURES = (
    update(signin_failures)
    .where(signin_failures.c.subject.in_(bindparam("subjects", expanding=True)))
    .values(failures=0, changed_at=bindparam("now"))
)
_SWEEP = delete(signin_failures).where(signin_failures.c.changed_at < bindparam("before"))


def read(tx: Transaction, budgets: Mapping[str, Budget], now: datetime) -> list[Counter]:
    """Return the counter of each subject."""
    return _counters(tx, _FAILURES, budgets, now)


def lock(tx: Transaction, budgets: Mapping[str, Budget], now: datetime) -> list[Counter]:
    """Do as `read` and hold them until the transaction ends: tries at the same moment are counted one by one."""
    rows = [{"subject": subject, "failures": 0, "changed_at": now} for subject in sorted(budgets)]
    tx.change(_OPEN_FAILURES, rows)
    return _counters(tx, _LOCK_FAILURES, budgets, now)


def put(tx: Transaction, counters: Iterable[Counter]) -> None:
    """Write counters down that `lock` gave."""
    for each in counters:
        tx.change(_PUT_FAILURES, {"of": each.subject, "new_failures": each.failures, "now": each.changed_at})


def clear(tx: Transaction, subjects: Iterable[str], now: datetime) -> None:
    """Begin to count anew. The rows stay: whoever waits for one of them must find it."""
    tx.change(_CLEAR_FAILURES, {"subjects": list(subjects), "now": now})


def _counters(tx: Transaction, statement: Select[Any], budgets: Mapping[str, Budget], now: datetime) -> list[Counter]:
    rows = {row.subject: (row.failures, row.changed_at) for row in tx.all(statement, {"subjects": list(budgets)})}
    return [Counter(subject, budget, *rows.get(subject, (0, now))) for subject, budget in budgets.items()]


def sweep(tx: Transaction, before: datetime) -> int:
    """Forget failures that are older before this moment; return how many there were."""
    return tx.change(_SWEEP, {"before": before})
