"""A job: work that a call asked for and that runs after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

FIRST_DELAY = timedelta(seconds=2)
LONGEST_DELAY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Job:
    """A row of work. `kind` names its handler; `leased_until` keeps a second server off while one works on it."""

    job_id: str
    kind: str
    payload: Mapping[str, Any]
    due_at: datetime
    attempts: int
    leased_until: datetime | None
    last_error: str | None


def delay_after(attempts: int) -> timedelta:
    """Return how long to wait after the given number of failures: doubling, up to a quarter of an hour."""
    return min(FIRST_DELAY * (1 << min(attempts - 1, 16)), LONGEST_DELAY)
