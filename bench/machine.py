"""The machine: what it is, and which of its cores serves and which one asks."""

import os
import platform
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Machine:
    """What the figures were measured on. With a single core, server and load share it."""

    processor: str
    cores: int
    software: str
    server_core: int
    load_core: int

    @property
    def is_shared(self) -> bool:
        """Whether the load generator takes time from the server."""
        return self.server_core == self.load_core


def this_machine() -> Machine:
    """Look at the machine and choose its first core for what is measured, its last one for the load."""
    cores = sorted(os.sched_getaffinity(0))
    software = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return Machine(
        processor=_processor(),
        cores=len(cores),
        software=f"{software}, SQLite {sqlite3.sqlite_version}",
        server_core=cores[0],
        load_core=cores[-1],
    )


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """Keep this thread, and the processes it starts, on one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def core_seconds_of(process_group: int) -> float:
    """Return how much time the cores have given to the processes of a group so far, a server's workers included."""
    return sum(_ticks(file, process_group) for file in Path("/proc").glob("[0-9]*/stat")) / _TICKS


def _ticks(file: Path, process_group: int) -> int:
    try:
        # The name, in brackets, may hold blanks: fields are counted from behind it (proc(5): 5 pgrp, 14 utime, 15 stime).
        fields = file.read_text().rpartition(")")[2].split()
    except OSError:
        return 0  # it has ended meanwhile
    return int(fields[11]) + int(fields[12]) if int(fields[2]) == process_group else 0


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
