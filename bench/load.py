"""The load generator: connections that each hold one conversation with a server, as fast as it answers."""

import selectors
import socket
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import ExitStack
from itertools import cycle
from time import perf_counter, process_time
from typing import Self

from bench import http
from bench.figures import Figure, figure_of

Script = Generator[bytes, bytes, None]
"""One connection's part: it yields requests and is sent the body of each answer; with it ends its connection."""


class Sequel(bytes):
    """A request that goes on with the one before: both count as one, which takes from the first to the last answer."""


class Prelude(bytes):
    """A request whose right answer is 200 whatever the measure's is: a sequel that has another goes on from it."""


SILENCE_SECONDS = 30
_MOST_BYTES = 262_144


class WrongAnswer(Exception):  # noqa: N818 - named by its meaning
    """A server answered otherwise than the measure expects: its figure would mean nothing."""


def each(requests: Iterable[bytes]) -> Script:
    """Send requests one after the other; scripts that are given the same iterator share its requests out."""
    for request in requests:  # noqa: UP028 - answers are sent to a script, and an iterator takes none
        yield request


def again(requests: Sequence[bytes], start: int = 0) -> Script:
    """Send the same requests over and over, from one of them on."""
    return each(cycle([*requests[start:], *requests[:start]]))


def drive(
    port: int,
    scripts: Sequence[Script],
    *,
    seconds: float,
    warm_up_seconds: float = 0.0,
    status: int | None = 200,
    at_most: int | None = None,
    core_seconds: Callable[[], float] = process_time,
) -> Figure:
    """Run every script on a connection of its own and return the figure of what was answered after the warm-up.

    It ends when the time is over, when every script has ended, or after `at_most` answers. An answer with another status
    than `status` raises WrongAnswer; None takes any. `core_seconds` says how much time the server's core has given to it so far.
    """
    with ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        for script in scripts:
            connection = stack.enter_context(_Connection(port, script, status))
            selector.register(connection.socket, selectors.EVENT_READ, connection)
        _answers(selector, perf_counter() + warm_up_seconds, None)
        started, used, served = perf_counter(), process_time(), core_seconds()
        durations = _answers(selector, started + seconds, at_most)
        elapsed = perf_counter() - started
        return figure_of(durations, elapsed, core_seconds() - served, (process_time() - used) / elapsed)


def _answers(selector: selectors.BaseSelector, until: float, at_most: int | None) -> list[float]:
    """Take answers, each of which sends its connection's next request; return how long each took, in seconds."""
    durations: list[float] = []
    while selector.get_map() and perf_counter() < until and (at_most is None or len(durations) < at_most):
        ready = selector.select(SILENCE_SECONDS)
        if not ready:
            raise WrongAnswer(f"no answer for {SILENCE_SECONDS} seconds")
        for key, _ in ready:
            connection: _Connection = key.data
            duration = connection.receive()
            if duration is not None:
                durations.append(duration)
            if connection.has_ended or connection.socket is not key.fileobj:
                selector.unregister(key.fileobj)
            if connection.socket is not key.fileobj:
                selector.register(connection.socket, selectors.EVENT_READ, connection)
    return durations


class _Connection:
    """A connection with one request under way; one that the server closes after each answer is opened anew."""

    def __init__(self, port: int, script: Script, status: int | None) -> None:
        self._port = port
        self.socket = _connect(port)
        self.has_ended = False
        self._began_at = perf_counter()
        self._script = script
        self._status = status
        self._wanted = status
        self._received = b""
        self._send(next(script))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def receive(self) -> float | None:
        """Read what has come; if that completes the answer, send the next request and return how long this one took.

        A request that has a sequel is not over yet: it returns None.
        """
        arrived = self.socket.recv(_MOST_BYTES)
        if not arrived:
            raise WrongAnswer("the server closed a connection")
        self._received += arrived
        body = http.body_of(self._received)
        if body is None:
            return None
        duration = perf_counter() - self._began_at
        self._check(body)
        closes = http.closes(self._received)
        self._received = b""
        return None if self._go_on(body, closes=closes) else duration

    def _check(self, body: bytes) -> None:
        status = http.status_of(self._received)
        if self._wanted is not None and status != self._wanted:
            raise WrongAnswer(f"{status} instead of {self._wanted}: {body[:500].decode(errors='replace')}")

    def _go_on(self, body: bytes, *, closes: bool) -> bool:
        """Send what comes after an answer, if anything does; return whether that is a sequel."""
        try:
            request = self._script.send(body)
        except StopIteration:
            self.has_ended = True
            return False
        if closes:
            self.socket.close()
            self.socket = _connect(self._port)
        self._send(request)
        return isinstance(request, Sequel)

    def _send(self, request: bytes) -> None:
        if not isinstance(request, Sequel):
            self._began_at = perf_counter()
        self._wanted = 200 if isinstance(request, Prelude) else self._status
        self.socket.sendall(request)


def _connect(port: int) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port))
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made
