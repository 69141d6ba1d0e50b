"""The only source of time: a clock that is passed in."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time; tests pass one that they set."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""


class SystemClock:
    """The machine's clock."""

    __slots__ = ()

    def now(self) -> datetime:
        """Return the machine's time, aware, in UTC."""
        return datetime.now(UTC)


def epoch_seconds(instant: datetime) -> int:
    """Return whole seconds since 1970-01-01T00:00:00Z."""
    return int(instant.timestamp())


def epoch_milliseconds(instant: datetime) -> int:
    """Return whole milliseconds since 1970-01-01T00:00:00Z, as the portal's `expiration` wants them."""
    return int(instant.timestamp() * 1000)
