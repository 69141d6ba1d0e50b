"""The batching writer of events that have no transaction of their own: reads, denials and failures."""

import threading
from collections.abc import Callable, Sequence

from gatepost.core.audit import store
from gatepost.core.audit.model import Event
from gatepost.kit.errors import Invalid
from gatepost.store.database import Database

FLUSH_SECONDS = 1.0
BATCH = 500
BACKLOG = 10_000


class EventWriter:
    """Gathers events and writes them each second; a full backlog makes the caller write it, so that none is dropped."""

    def __init__(
        self, database: Database, on_error: Callable[[Exception], None], on_lost: Callable[[Event], None]
    ) -> None:
        """Write to a database; `on_error` is told why events wait, `on_lost` of one that cannot be stored."""
        self._database = database
        self._on_error = on_error
        self._on_lost = on_lost
        self._pending: list[Event] = []
        self._guard = threading.Lock()
        self._flushing = threading.Lock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Flush from a thread of its own from now on."""
        self._thread = threading.Thread(target=self._run, name="gatepost-events", daemon=True)
        self._thread.start()

    def put(self, event: Event) -> None:
        """Take an event over; it is in the database a second later."""
        with self._guard:
            self._pending.append(event)
            full = len(self._pending) >= BACKLOG
        if full:
            self.flush()

    def flush(self) -> None:
        """Write all that is pending before returning."""
        with self._flushing:
            while batch := self._take():
                self._write(batch)

    def stop(self) -> None:
        """Write what is left and end the thread."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()
        self.flush()

    def _take(self) -> list[Event]:
        with self._guard:
            batch, self._pending = self._pending[:BATCH], self._pending[BATCH:]
        return batch

    def _write(self, batch: Sequence[Event]) -> None:
        """Write events together, or one by one where they cannot be stored so; what a database that is away missed is kept."""
        left = list(batch)
        try:
            if self._is_stored(left):
                return
            while left:
                if not self._is_stored(left[:1]):
                    self._on_lost(left[0])
                del left[0]
        except Exception:
            with self._guard:
                self._pending = [*left, *self._pending]
            raise

    def _is_stored(self, events: Sequence[Event]) -> bool:
        """Store events; False where one holds what no database takes, which must not keep the others waiting."""
        try:
            self._database.write(lambda tx: store.insert_events(tx, events))
        except Invalid:
            return False
        return True

    def _run(self) -> None:
        while not self._stopped.wait(FLUSH_SECONDS):
            try:
                self.flush()
            except Exception as error:  # noqa: BLE001 - the thread outlives a database that is away; the batch is kept
                self._on_error(error)
