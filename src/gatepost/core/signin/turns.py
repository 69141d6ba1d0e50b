"""Turns of strangers at the comparison of passwords, so that a flood of guesses leaves the processor to everybody else.

A comparison costs some 20 ms of a core. Counters of failures stop who guesses again and again; whoever guesses each time from
another address and for another name is stopped by none. Strangers therefore take turns, as many at once as there are cores to
spare, and as many wait as leave threads for others. People at places that they have signed in from before take none.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_THREADS_FOR_OTHERS: Final = 2


class StrangersTurns:
    """The turns of one process, which its threads share."""

    def __init__(self, *, at_once: int, in_all: int) -> None:
        """At most `at_once` strangers are compared at the same time, and `in_all` with those who wait for that."""
        self.at_once, self.in_all = at_once, max(at_once, in_all)
        self._comparing = threading.BoundedSemaphore(self.at_once)
        self._present = threading.BoundedSemaphore(self.in_all)

    @classmethod
    def of_server(cls, threads: int) -> "StrangersTurns":
        """Return the turns of a server with so many threads, on the cores that this process may use."""
        cores = len(os.sched_getaffinity(0))
        return cls(at_once=max(1, min(cores // 2, threads // 2)), in_all=threads - _THREADS_FOR_OTHERS)

    @contextmanager
    def take(self) -> Iterator[bool]:
        """Wait for a turn and have it; give False at once, and no turn, where too many wait already."""
        if not self._present.acquire(blocking=False):
            yield False
            return
        try:
            with self._comparing:
                yield True
        finally:
            self._present.release()
