"""Servers under test: each a process group of its own, kept on one core."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench import machine

ROOT = Path(__file__).parent.parent
START_SECONDS = 60
_PROGRAMS = ("PATH", "LANG", "HOME", "TMPDIR")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server on the loopback interface."""

    port: int
    process_group: int

    def core_seconds(self) -> float:
        """How much of its core's time it has used so far."""
        return machine.core_seconds_of(self.process_group)


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def environment(settings: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what a process sees: `settings`, and of the machine's environment only what finds programs."""
    return {name: os.environ[name] for name in _PROGRAMS if name in os.environ} | dict(settings or {})


@contextmanager
def running(
    command: Sequence[str | Path], port: int, *, core: int, folder: Path, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Start a server in `folder`, its log there too; give it once it takes connections, and end it afterwards."""
    log = folder / f"server-{port}.log"
    with log.open("wb") as output, machine.on_core(core):
        process = subprocess.Popen(
            command,
            env=environment(settings),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _await_port(process, port, log)
        yield Server(port, process.pid)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def bare(*, core: int, folder: Path, threads: int) -> AbstractContextManager[Server]:
    """Run the smallest application there is, on the HTTP server that Gatepost runs on."""
    port = free_port()
    command = [sys.executable, "-m", "bench.bare", str(port), str(threads)]
    return running(command, port, core=core, folder=folder, settings={"PYTHONPATH": str(ROOT)})


def _await_port(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _is_open(port):
        if time.monotonic() > deadline:
            raise TimeoutError(f"no server after {START_SECONDS} seconds:\n{_end_of(log)}")
        with suppress(subprocess.TimeoutExpired):
            raise ChildProcessError(f"the server ended with {process.wait(0.05)}:\n{_end_of(log)}")


def _is_open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _end_of(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:]
