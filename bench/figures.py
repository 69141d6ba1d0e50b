"""Figures: how often a second something was done, and how long it took."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """What came of a measure.

    `per_core_second` is how many a second of the core's time does: on an idle machine it is `per_second`, unless time is
    spent waiting, for a disk for instance. `load` is the share of its own core that the load generator needed, 0 to 1.
    """

    per_second: float
    per_core_second: float
    p50_ms: float
    p99_ms: float
    count: int
    load: float = 0.0


def figure_of(durations: Iterable[float], elapsed: float, core_seconds: float, load: float = 0.0) -> Figure:
    """Return the figure of things that took `durations` each and all together `elapsed`, with so much of the core's time."""
    ordered = sorted(durations)
    if not ordered or elapsed <= 0:
        raise ValueError("nothing was measured")
    return Figure(
        per_second=len(ordered) / elapsed,
        per_core_second=len(ordered) / core_seconds if core_seconds > 0 else math.inf,
        p50_ms=percentile(ordered, 0.50) * 1000,
        p99_ms=percentile(ordered, 0.99) * 1000,
        count=len(ordered),
        load=load,
    )


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` of the values do not exceed (nearest rank)."""
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]
