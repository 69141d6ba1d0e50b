"""The table of jobs and its statements."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, Index, Integer, Table, bindparam, delete, func, insert, or_, select, update

from gatepost.core.queue.model import Job
from gatepost.store.columns import Instant, Json, Name, Text, metadata
from gatepost.store.database import Transaction
from gatepost.store.rows import values

jobs = Table(
    "jobs",
    metadata,
    Column("job_id", Name(36), primary_key=True),
    Column("kind", Name(64), nullable=False),
    Column("payload", Json, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("leased_until", Instant),
    Column("last_error", Text),
    Index("ix_jobs_kind_due_at", "kind", "due_at"),
)

_INSERT = insert(jobs)
_DUE = (
    select(jobs)
    .where(
        jobs.c.kind == bindparam("kind"),
        jobs.c.due_at <= bindparam("now"),
        or_(jobs.c.leased_until.is_(None), jobs.c.leased_until <= bindparam("now")),
    )
    .order_by(jobs.c.due_at, jobs.c.job_id)
    .limit(bindparam("size"))
)
_LOCK_DUE = _DUE.with_for_update(skip_locked=True)
_LEASE = (
    update(jobs)
    .where(jobs.c.job_id == bindparam("id"))
    .values(leased_until=bindparam("until"), attempts=jobs.c.attempts + 1)
)
_DELETE = delete(jobs).where(jobs.c.job_id == bindparam("id"))
_DELAY = (
    update(jobs)
    .where(jobs.c.job_id == bindparam("id"))
    .values(
        due_at=bindparam("next_due_at"),
        leased_until=None,
        attempts=bindparam("failed_attempts"),
        last_error=bindparam("error"),
    )
)
_NEXT_DUE = select(func.min(jobs.c.due_at)).where(jobs.c.kind == bindparam("kind"))
_COUNT = select(jobs.c.kind, func.count()).group_by(jobs.c.kind)


def insert_jobs(tx: Transaction, made: Sequence[Job]) -> None:
    """Add jobs."""
    tx.change(_INSERT, [values(job) for job in made])


def due_jobs(tx: Transaction, kind: str, now: datetime, size: int) -> Sequence[Job]:
    """Return the oldest due jobs of a kind that nobody has leased."""
    return [Job(*row) for row in tx.all(_DUE, {"kind": kind, "now": now, "size": size})]


def lock_due_jobs(tx: Transaction, kind: str, now: datetime, size: int) -> Sequence[Job]:
    """Do as `due_jobs` and lock the rows; those that another server holds are passed over."""
    return [Job(*row) for row in tx.all(_LOCK_DUE, {"kind": kind, "now": now, "size": size})]


def lease(tx: Transaction, job_id: str, until: datetime) -> None:
    """Keep other servers off a job until the lease ends, and count the attempt."""
    tx.change(_LEASE, {"id": job_id, "until": until})


def delete_job(tx: Transaction, job_id: str) -> bool:
    """Forget a job that is done; False where it is gone already."""
    return tx.change(_DELETE, {"id": job_id}) == 1


def delay(tx: Transaction, job_id: str, due_at: datetime, attempts: int, error: str) -> None:
    """Put a job that failed back, to be tried again later."""
    tx.change(_DELAY, {"id": job_id, "next_due_at": due_at, "failed_attempts": attempts, "error": error[:2000]})


def next_due_at(tx: Transaction, kind: str) -> datetime | None:
    """Return when the next job of a kind is due; None where there is none."""
    due: datetime | None = tx.scalar(_NEXT_DUE, {"kind": kind})
    return due


def count_by_kind(tx: Transaction) -> dict[str, int]:
    """Return how many jobs wait, by kind."""
    return dict(map(tuple, tx.all(_COUNT)))
