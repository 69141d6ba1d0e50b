"""A process that has loaded the `gatepost` command, and forks one for each wish that comes by a line: run by `forks.py`."""

import gc
import json
import os
import select
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

_LARGEST_WISH = 2**18


@dataclass(frozen=True)
class _Running:
    """A command that runs, and the line to who waits for its end."""

    pid: int
    ending: socket.socket

    def end(self) -> None:
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        with self.ending, suppress(BrokenPipeError):  # where nobody waits
            self.ending.send(str(code).encode())


def _serve(line: socket.socket) -> list[str]:
    """Fork a command for each wish; return its words in the process that is to become it, and none at the line's end."""
    running: dict[int, _Running] = {}
    while True:
        for ready in select.select([line.fileno(), *running], [], [])[0]:
            if ready != line.fileno():
                running.pop(ready).end()
                os.close(ready)
                continue
            wish, files, _, _ = socket.recv_fds(line, _LARGEST_WISH, 4)
            if not wish:
                return []
            ending = socket.socket(fileno=files.pop())
            pid = os.fork()
            if pid == 0:
                return _become(json.loads(wish), files, [line.fileno(), ending.detach(), *running])
            for file in files:
                os.close(file)
            running[os.pidfd_open(pid)] = _Running(pid, ending)
            ending.send(str(pid).encode())


def _become(wish: list[Any], streams: list[int], others: list[int]) -> list[str]:
    """Be a process as one that a shell starts: alone in its session, with its own files, environment and folder."""
    arguments, environment, folder = wish
    os.setsid()
    for number, file in enumerate(streams):
        os.dup2(file, number)
    for file in [*streams, *others]:
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    return list(arguments)


def _load() -> None:
    from gatepost import __main__, app, cli  # noqa: F401

    gc.freeze()


if __name__ == "__main__":
    gc.disable()
    _load()
    from gatepost.__main__ import main

    if words := _serve(socket.socket(fileno=int(sys.argv[1]))):
        sys.argv = [sys.argv[2], *words]
        main()
