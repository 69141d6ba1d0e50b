"""Runs jobs: rows leased in the database, so that they survive a crash and run on whichever server is free."""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from gatepost.core.ask import Ask
from gatepost.core.call import Call, Runtime, run_inside
from gatepost.core.queue import store as queue
from gatepost.core.queue.model import Job, delay_after
from gatepost.store.database import Transaction

IDLE_SECONDS = 1.0
BATCH = 50
LEASE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Inside:
    """Work that is all database: it commits together with the deletion of its row, so it happens exactly once."""

    kind: str
    ask: Callable[[Runtime], Ask]
    run: Callable[[Call, Mapping[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Outside:
    """Work with an effect elsewhere, such as a mail: it is leased, done and then deleted, so a crash may repeat it."""

    kind: str
    run: Callable[[Runtime, Mapping[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Periodic:
    """Work that is due again and again, such as sweeping; each server may do it, since doing it twice changes nothing."""

    name: str
    every: timedelta
    run: Callable[[Runtime], object]


Handler = Inside | Outside | Periodic


class Bells:
    """One event per waiting thread: a commit that enqueued work rings, so that work starts at once."""

    def __init__(self) -> None:
        self._events: dict[str, threading.Event] = {}

    def event(self, kind: str) -> threading.Event:
        """Return the event that rings for jobs of a kind."""
        return self._events.setdefault(kind, threading.Event())

    def ring(self, kind: str) -> None:
        """Wake the thread that waits for this kind, if it runs in this process."""
        self.event(kind).set()


class Runner:
    """A thread per handler: one that hangs holds up nobody else's work."""

    def __init__(self, runtime: Runtime, bells: Bells, handlers: Iterable[Handler]) -> None:
        self._runtime = runtime
        self._bells = bells
        self._handlers = tuple(handlers)
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to work."""
        for handler in self._handlers:
            name = handler.name if isinstance(handler, Periodic) else handler.kind
            thread = threading.Thread(target=self._loop, args=(handler, name), name=f"gatepost-{name}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self, timeout_seconds: float = 5.0) -> None:
        """Finish what is in hand; a job that takes longer is found again by the next start, once its lease has ended."""
        self._stopping.set()
        for handler in self._handlers:
            self._bells.ring(handler.name if isinstance(handler, Periodic) else handler.kind)
        for thread in self._threads:
            thread.join(timeout_seconds)

    def drain(self) -> None:
        """Run every job that is due until none is left, in this thread: for commands that end, and for tests."""
        while any(work_once(self._runtime, each) for each in self._handlers if not isinstance(each, Periodic)):
            pass

    def _loop(self, handler: Handler, name: str) -> None:
        bell = self._bells.event(name)
        while not self._stopping.is_set():
            try:
                busy = self._step(handler)
            except Exception as error:  # noqa: BLE001 - a database that is away must not end the thread
                self._runtime.log.warning("jobs_unavailable", kind=name, error=repr(error))
                busy = False
            if not busy:
                bell.wait(handler.every.total_seconds() if isinstance(handler, Periodic) else IDLE_SECONDS)
                bell.clear()

    def _step(self, handler: Handler) -> bool:
        if isinstance(handler, Periodic):
            handler.run(self._runtime)
            return False
        return work_once(self._runtime, handler)


def work_once(runtime: Runtime, handler: Inside | Outside) -> bool:
    """Run the jobs of one kind that are due now; False where there was none."""
    return _work_inside(runtime, handler) if isinstance(handler, Inside) else _work_outside(runtime, handler)


def _work_inside(runtime: Runtime, handler: Inside) -> bool:
    """Run due jobs, oldest first: together while all goes well, each by itself where one fails, so that it holds up no other."""
    due = _due(runtime, handler.kind)
    if not due:
        return False
    try:
        _run_together(runtime, handler, due)
    except Exception as error:  # noqa: BLE001 - whatever it is, the row keeps the reason and the work is tried again
        if len(due) == 1:
            _fail(runtime, due[0], error)
        else:
            for job in due:
                _run_alone(runtime, handler, job)
    return True


def _run_alone(runtime: Runtime, handler: Inside, job: Job) -> None:
    try:
        _run_together(runtime, handler, [job])
    except Exception as error:  # noqa: BLE001 - as above
        _fail(runtime, job, error)


def _run_together(runtime: Runtime, handler: Inside, jobs: list[Job]) -> None:
    """Run jobs in one transaction: its commit costs more than the work of most of them."""

    def run(tx: Transaction) -> set[str]:
        rings: set[str] = set()
        for job in jobs:
            # The deletion comes first: it locks the row, so of two servers that found the same job one finds it gone.
            if queue.delete_job(tx, job.job_id):
                rings |= run_inside(runtime, handler.ask(runtime), tx, _body(handler, job))
        return rings

    for kind in runtime.database.write(run):
        runtime.bell.ring(kind)


def _body(handler: Inside, job: Job) -> Callable[[Call], object]:
    return lambda call: handler.run(call, job.payload)


def _work_outside(runtime: Runtime, handler: Outside) -> bool:
    job = runtime.database.write(lambda tx: _lease_one(runtime, tx, handler.kind))
    if job is None:
        return False
    try:
        handler.run(runtime, job.payload)
    except Exception as error:  # noqa: BLE001 - whatever it is, the row keeps the reason and the work is tried again
        _fail(runtime, job, error)
    else:
        runtime.database.write(lambda tx: queue.delete_job(tx, job.job_id))
    return True


def _due(runtime: Runtime, kind: str) -> list[Job]:
    return runtime.database.read(lambda tx: list(queue.due_jobs(tx, kind, runtime.clock.now(), BATCH)))


def _lease_one(runtime: Runtime, tx: Transaction, kind: str) -> Job | None:
    now = runtime.clock.now()
    for job in queue.lock_due_jobs(tx, kind, now, 1):
        queue.lease(tx, job.job_id, now + LEASE)
        return job
    return None


def _fail(runtime: Runtime, job: Job, error: Exception) -> None:
    attempts = job.attempts + 1
    due_at = runtime.clock.now() + delay_after(attempts)
    runtime.log.warning("job_failed", kind=job.kind, job_id=job.job_id, attempts=attempts, error=repr(error))
    runtime.database.write(lambda tx: queue.delay(tx, job.job_id, due_at, attempts, repr(error)))
