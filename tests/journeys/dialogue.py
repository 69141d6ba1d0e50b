"""A program that asks its questions at a terminal, and a person who answers them."""

import os
import pty
import re
import select
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from tests.kit import PATIENCE_SECONDS

_CONTROL = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[@-Z\\-_=>])|[\r\x07]")
_WHERE_IS_THE_CURSOR = b"\x1b[6n"
_AT_THE_TOP = b"\x1b[1;1R"


class Dialogue:
    """A program at a pseudo-terminal: what it says is waited for, what a person types is sent."""

    def __init__(self, command: Sequence[str | Path], environment: Mapping[str, str], folder: Path) -> None:
        self._master, program = pty.openpty()
        self._process = subprocess.Popen(
            command,
            stdin=program,
            stdout=program,
            stderr=program,
            env={**environment, "TERM": "xterm", "COLUMNS": "200", "LINES": "50"},
            cwd=folder,
            start_new_session=True,
        )
        os.close(program)
        self._seen = ""

    def hear(self, pattern: str) -> re.Match[str]:
        """Wait until the program has said something new that matches, and return it."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            text = _CONTROL.sub("", self._seen)
            found = re.search(pattern, text)
            if found is not None:
                self._seen = text[found.end() :]
                return found
            assert self._read(deadline), f"nothing like {pattern!r} in: {text}"

    def answer(self, question: str, text: str = "") -> None:
        """Wait for a question, type an answer and press Enter."""
        self.hear(re.escape(question))
        os.write(self._master, text.encode() + b"\r")

    def finish(self) -> int:
        """Wait until the program ends by itself; return its exit code."""
        while self._read(time.monotonic() + PATIENCE_SECONDS):
            pass
        return self._process.wait(PATIENCE_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def _read(self, deadline: float) -> bool:
        """Take in what the program says next; False once it has ended, or says nothing."""
        ready, _, _ = select.select([self._master], [], [], max(0, deadline - time.monotonic()))
        if not ready:
            return False
        try:
            said = os.read(self._master, 65_536)
        except OSError:  # how Linux says that nobody is at the other end any more
            return False
        for _ in range(said.count(_WHERE_IS_THE_CURSOR)):
            os.write(self._master, _AT_THE_TOP)
        self._seen += said.decode(errors="replace")
        return bool(said)
