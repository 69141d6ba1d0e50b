"""Where the server's time goes: py-spy looks at it while it is driven, and draws a flame graph."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.server import Server

COMMAND = Path(sys.executable).with_name("py-spy")
STOP_SECONDS = 60


@contextmanager
def flame_graph(of: Server, file: Path) -> Iterator[None]:
    """Watch a server, its workers too, and write an SVG. It need not stop for being looked at, so figures stay close."""
    file.parent.mkdir(parents=True, exist_ok=True)
    watcher = subprocess.Popen(
        [COMMAND, "record", "--pid", str(of.process_group), "--subprocesses", "--nonblocking", "--output", file],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield
    finally:
        watcher.send_signal(signal.SIGINT)
        _, said = watcher.communicate(timeout=STOP_SECONDS)
    if not file.exists():
        raise ChildProcessError(f"py-spy: {said.strip()}")
