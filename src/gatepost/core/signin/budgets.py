"""Budgets of failures: how many guesses are free, and how long each further one must wait. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Budget:
    """How many failures in a row are free; each further one doubles the wait, from `first_wait` up to `longest_wait`.

    A wait always ends: whoever is refused for the failures of others gets in later. Failures older than `memory` are forgotten.
    """

    free: int
    first_wait: timedelta = timedelta(seconds=30)
    longest_wait: timedelta = timedelta(minutes=15)
    memory: timedelta = timedelta(hours=24)

    def wait(self, failures: int, last_failed_at: datetime, now: datetime) -> timedelta:
        """Return how long the next try must wait from now; nothing where it may be made."""
        age = now - last_failed_at
        if failures < self.free or age >= self.memory:
            return timedelta()
        needed = self.first_wait * (1 << min(failures - self.free, 16))
        # A clock that was set back makes nobody wait for the difference.
        return max(min(needed, self.longest_wait) - max(age, timedelta()), timedelta())


@dataclass(frozen=True, slots=True)
class Counter:
    """Failures in a row of one subject: a name at a place, a name anywhere, or an address."""

    subject: str
    budget: Budget
    failures: int
    changed_at: datetime

    def wait(self, now: datetime) -> timedelta:
        """Return how long the subject must wait from now."""
        return self.budget.wait(self.failures, self.changed_at, now)

    def after_failure(self, now: datetime) -> "Counter":
        """Return the counter with one failure more, begun anew where the earlier ones are forgotten."""
        forgotten = now - self.changed_at >= self.budget.memory
        return replace(self, failures=1 if forgotten else self.failures + 1, changed_at=now)


def longest_wait(counters: Sequence[Counter], now: datetime) -> timedelta:
    """Return how long a try must wait that falls under all of these."""
    return max((counter.wait(now) for counter in counters), default=timedelta())
