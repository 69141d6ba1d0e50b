"""Turns of strangers at the comparison of passwords, so that a flood of guesses leaves the processor to everybody else.

A comparison costs some 20 ms of a core. Counters of failures stop who guesses again and again; whoever guesses each time from
another address and for another name is stopped by none. Strangers therefore take turns, as many at once as there are cores to
spare and behind everybody else's work, and as many wait as leave threads for others. People at places that they have signed in
from before take none.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final

_THREADS_FOR_OTHERS: Final = 2
_STEPS_BACK: Final = 10
"""Of niceness: where everybody wants the processor, a stranger's comparison has a tenth of what another's has, not nothing."""

Comparison = Callable[[], bool]
Turn = Callable[[Comparison], bool]
"""Waits for a thread, and returns what a comparison says in it."""


class StrangersTurns:
    """The turns of one process, which its threads share."""

    def __init__(self, *, at_once: int, in_all: int) -> None:
        """At most `at_once` strangers are compared at the same time, and `in_all` with those who wait for that."""
        self.at_once, self.in_all = at_once, max(at_once, in_all)
        self._comparing = ThreadPoolExecutor(self.at_once, "stranger", initializer=_stand_back)
        self._present = threading.BoundedSemaphore(self.in_all)

    @classmethod
    def of_server(cls, threads: int) -> "StrangersTurns":
        """Return the turns of a server with so many threads, on the cores that this process may use."""
        cores = len(os.sched_getaffinity(0))
        return cls(at_once=max(1, min(cores // 2, threads // 2)), in_all=threads - _THREADS_FOR_OTHERS)

    @contextmanager
    def come(self) -> Iterator[Turn | None]:
        """Give a turn, in which a comparison is made after those of who came before; None where too many are here already.

        Whoever turns out to be no stranger goes again without using it.
        """
        if not self._present.acquire(blocking=False):
            yield None
            return
        try:
            yield lambda compare: self._comparing.submit(compare).result()
        finally:
            self._present.release()


def _stand_back() -> None:
    """Let everybody else's threads go first. Other systems than Linux know no priority of a thread, only the process's."""
    if sys.platform == "linux":
        os.nice(_STEPS_BACK)
