"""Time and randomness that a test sets, the patience of those that wait for others, and small builders."""

import hashlib
import itertools
import threading
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)

PATIENCE_SECONDS = 60
"""How long to wait for what is sure to come, on a machine that has much else to do. What never comes costs the time once."""


class FakeClock:
    """A `gatepost.kit.clock.Clock` that stands still until a test moves it."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0) -> datetime:
        """Move on, or back by a negative amount, and return the new time."""
        self._now += timedelta(seconds=seconds, minutes=minutes, hours=hours, days=days)
        return self._now

    def set(self, now: datetime) -> None:
        self._now = now


class SeededEntropy:
    """A `gatepost.kit.entropy.Entropy` that gives the same bytes in every run, and never the same twice in one."""

    def __init__(self, seed: str = "gatepost") -> None:
        self._seed = seed
        self._draws = itertools.count()
        self._lock = threading.Lock()

    def token_bytes(self, size: int) -> bytes:
        with self._lock:
            draw = next(self._draws)
        return hashlib.shake_256(f"{self._seed}/{draw}".encode()).digest(size)
