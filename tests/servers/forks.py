"""The `gatepost` command in processes of its own, each forked from one that has loaded it: that is what a start's time goes to."""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any, Protocol

COMMAND = Path(sys.executable).with_name("gatepost")
_LOADED = Path(__file__).with_name("loaded_command.py")


class Process(Protocol):
    """A command that runs, in a process group of its own."""

    @property
    def pid(self) -> int: ...

    def wait(self, timeout: float) -> int:
        """Return the exit code, or minus the signal that ended it; `subprocess.TimeoutExpired` after so many seconds."""

    def terminate(self) -> None:
        """Ask it to end, as a service manager does."""


class Fork:
    """A `Process` that another than this one has forked."""

    def __init__(self, arguments: Sequence[str], pid: int, ending: socket.socket) -> None:
        self.pid = pid
        self._arguments = arguments
        self._ending = ending
        self._code: int | None = None

    def wait(self, timeout: float) -> int:
        if self._code is None:
            self._ending.settimeout(timeout)
            try:
                self._code = int(self._ending.recv(16))
            except TimeoutError:
                raise subprocess.TimeoutExpired([COMMAND, *self._arguments], timeout) from None
            self._ending.close()
        return self._code

    def terminate(self) -> None:
        if self._code is None:
            os.kill(self.pid, signal.SIGTERM)


class _Loaded:
    """The process that has loaded the command; it ends with this one."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._turn = threading.Lock()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", _LOADED, str(theirs.fileno()), COMMAND],
                env={name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        atexit.register(self._end)

    def start(
        self, arguments: Sequence[str], environment: Mapping[str, str], folder: Path, streams: Sequence[IO[Any]]
    ) -> Fork:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        wish = json.dumps([list(arguments), dict(environment), str(folder)]).encode()
        with theirs, self._turn:
            socket.send_fds(self._line, [wish], [*(stream.fileno() for stream in streams), theirs.fileno()])
            return Fork(arguments, int(ours.recv(16)), ours)

    def _end(self) -> None:
        self._line.close()
        self._process.wait()


@cache
def _loaded() -> _Loaded:
    return _Loaded()


def start(
    arguments: Sequence[str], environment: Mapping[str, str], folder: Path, streams: Sequence[IO[Any]]
) -> Process:
    """Start `gatepost ARGUMENTS` in a folder, with this environment alone, and files as its input, output and errors."""
    return _loaded().start(arguments, environment, folder, streams)


def execute(
    arguments: Sequence[str], environment: Mapping[str, str], folder: Path, streams: Sequence[IO[Any]]
) -> Process:
    """Do what `start` does with the installed command itself."""
    given, printed, complained = streams
    return subprocess.Popen(
        [COMMAND, *arguments],
        env=environment,
        cwd=folder,
        stdin=given,
        stdout=printed,
        stderr=complained,
        start_new_session=True,
    )
