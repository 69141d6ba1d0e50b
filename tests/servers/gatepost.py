"""A real Gatepost: the command in a process of its own, on a free port."""

import http.client
import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.kit import PATIENCE_SECONDS
from tests.servers import forks
from tests.servers.forks import Process
from tests.servers.ports import free_port


class Gatepost:
    """One installation: a folder, its settings, and at most one running server."""

    def __init__(self, folder: Path, **settings: str) -> None:
        """Lay out an installation in `folder`; `settings` are `Settings` fields and win over the defaults here."""
        self.folder = folder
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.log_file = folder / "gatepost.log"
        defaults = {
            "data_dir": str(folder / "data"),
            "listen": f"127.0.0.1:{self.port}",
            "public_url": self.url,
            "log_format": "json",
        }
        self.settings = defaults | settings
        self.variables: dict[str, str] = {}
        self.begin: Callable[..., Process] = forks.start
        self._process: Process | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What the command sees: settings and `variables`, and of the machine's environment only what finds programs.

        Not PYTHONDONTWRITEBYTECODE: what the first server compiles, the hundreds after it need not.
        """
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        return kept | self.variables | {f"GATEPOST_{name.upper()}": value for name, value in self.settings.items()}

    @property
    def log(self) -> str:
        """Everything the server has logged, over all its starts."""
        return self.log_file.read_text() if self.log_file.exists() else ""

    @property
    def pid(self) -> int:
        """The server's process id."""
        assert self._process is not None, "Gatepost is not running"
        return self._process.pid

    def run(self, *arguments: str, stdin: str = "", succeeds: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a `gatepost` command to its end."""
        with TemporaryFile("w+") as given, TemporaryFile("w+") as printed, TemporaryFile("w+") as complained:
            given.write(stdin)
            for file in (given, printed, complained):
                file.seek(0)
            process = self.begin(arguments, self.environment, self.folder, [given, printed, complained])
            try:
                code = process.wait(PATIENCE_SECONDS)
            finally:
                _end_group(process)
            printed.seek(0)
            complained.seek(0)
            done = subprocess.CompletedProcess(["gatepost", *arguments], code, printed.read(), complained.read())
        assert not succeeds or done.returncode == 0, f"gatepost {' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done

    def bootstrap(self, *arguments: str) -> dict[str, Any]:
        """Make everything on an empty database and return what `gatepost bootstrap --json` prints."""
        facts = json.loads(self.run("bootstrap", "--json", *arguments).stdout)
        assert isinstance(facts, dict)
        return facts

    def start(self) -> None:
        """Start the server and return once /healthz answers 200."""
        assert self._process is None, "Gatepost is running already"
        with self.log_file.open("ab") as log, Path(os.devnull).open("rb") as nothing:
            self._process = self.begin(["serve"], self.environment, self.folder, [nothing, log, log])
        try:
            self._await_health()
        except BaseException:
            self.kill()
            raise

    def stop(self) -> int:
        """Ask the server to end, as a service manager does, and return its exit code."""
        process = self._release()
        process.terminate()
        try:
            return process.wait(PATIENCE_SECONDS)
        finally:
            _end_group(process)

    def kill(self) -> None:
        """End the server and its workers without a warning, as a power cut does."""
        _end_group(self._release())

    def _release(self) -> Process:
        process, self._process = self._process, None
        assert process is not None, "Gatepost is not running"
        return process

    def close(self) -> None:
        """End the server if it runs."""
        if self._process is not None:
            self.kill()

    def _await_health(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._is_healthy():
            assert time.monotonic() < deadline, f"not healthy after {PATIENCE_SECONDS} s:\n{self.log}"
            try:
                code = self._process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError(f"gatepost serve ended with {code}:\n{self.log}")

    def _is_healthy(self) -> bool:
        listen = urlsplit(f"//{self.settings['listen']}")
        connection = http.client.HTTPConnection(listen.hostname or "", listen.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _end_group(process: Process) -> None:
    """End a process and its workers, and return once none has anything open any more: the port is free, the files are let go."""
    with ExitStack() as stack:
        members = [_open_process(pid) for pid in _members(process.pid)]
        for member in filter(None, members):
            stack.callback(os.close, member)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        for member in filter(None, members):
            assert select.select([member], [], [], PATIENCE_SECONDS)[0]
    process.wait(PATIENCE_SECONDS)


def _members(group: int) -> list[int]:
    """Return the processes of a group: the fifth field of what the kernel says of each (proc_pid_stat(5))."""
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = file.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                found.append(int(file.parent.name))
    return found


def _open_process(pid: int) -> int | None:
    """Return a file that is readable once a process has ended; None where it has."""
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError:
        return None


@contextmanager
def running(folder: Path, settings: Mapping[str, str]) -> Iterator[Gatepost]:
    """Start a Gatepost in `folder` and end it."""
    folder.mkdir(parents=True, exist_ok=True)
    installation = Gatepost(folder, **settings)
    try:
        installation.start()
        yield installation
    finally:
        installation.close()


@pytest.fixture
def install(tmp_path: Path) -> Iterator[Callable[..., Gatepost]]:
    """`install(**settings)` lays out a Gatepost that does not run yet; what still runs at the test's end is ended."""
    with ExitStack() as stack:

        def lay_out(**settings: str) -> Gatepost:
            folder = tmp_path / f"gatepost-{len(list(tmp_path.glob('gatepost-*'))) + 1}"
            folder.mkdir()
            installation = Gatepost(folder, **settings)
            stack.callback(installation.close)
            return installation

        yield lay_out
