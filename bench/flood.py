"""A flood of wrong passwords, each from another address and for another name, and how long others then take to sign in.

No counter of failures stops such a flood: every guess is a first one. What it costs is a hash, and there is one core.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Final

from bench import load
from bench.figures import Figure
from bench.load import Script
from bench.requests.pages import password_form, shown_form
from bench.server import Server
from bench.world import PASSWORD, World, user_name
from gatepost.kit.secret import Secret

NAME: Final = "flood of wrong passwords"
TIMES: Final = 4
"""How many times as long as another measure it takes: one person's sign-ins are few."""
PAUSE_SECONDS: Final = 0.1
"""How long the person rests between two sign-ins: they are somebody, and no load."""
SETTINGS: Final = {"GATEPOST_TRUSTED_PROXIES": "127.0.0.1/32"}
"""The load generator says where a request comes from, as a proxy does."""

_HOME = "198.51.100.7"
_FOREVER = 3600.0
_FIRST = 32
"""With so many guesses the flood has begun."""

Shown = tuple[Secret, str]


@dataclass(frozen=True, slots=True)
class Flood:
    """Sign-ins of a person who has been here before: alone, and while so many guesses a second are answered."""

    alone: Figure
    under: Figure
    guesses_per_second: float

    @property
    def slowdown(self) -> float:
        """How much longer 99 of 100 take under the flood."""
        return self.under.p99_ms / self.alone.p99_ms


def run(server: Server, made: World, *, seconds: float, connections: int) -> Flood:
    """Sign in again and again, first alone and then under a flood of so many connections."""
    with made.installation.core() as core:
        person, *guessers = [shown_form(core.runtime) for _ in range(connections + 1)]
    load.drive(server.port, [_person(made, person)], seconds=_FOREVER, status=303, at_most=1)
    alone = _measure(server, made, person, seconds)
    with _flooding(server, made, guessers) as guesses:
        began, before = time.perf_counter(), next(guesses)
        under = _measure(server, made, person, seconds)
        rate = (next(guesses) - before - 1) / (time.perf_counter() - began)
    return Flood(alone, under, rate)


def _measure(server: Server, made: World, shown: Shown, seconds: float) -> Figure:
    scripts = [_person(made, shown)]
    return load.drive(server.port, scripts, seconds=seconds, status=303, core_seconds=server.core_seconds)


def _person(made: World, shown: Shown) -> Script:
    """A browser at an address that is known from the first sign-in on."""
    request = password_form(*shown, made.person.user_name, PASSWORD, {"X-Forwarded-For": _HOME})
    rest = threading.Event()
    while not rest.wait(PAUSE_SECONDS):  # nobody ends it early
        yield request


@contextmanager
def _flooding(server: Server, made: World, shown: list[Shown]) -> Iterator[Iterator[int]]:
    """Have a thread guess until the end; give a count of the guesses that were begun."""
    guesses, has_begun, is_over = count(), threading.Event(), threading.Event()

    def flood() -> None:
        scripts = [_guesser(each, guesses, has_begun, is_over) for each in shown]
        load.drive(server.port, scripts, seconds=_FOREVER, status=None)

    thread = threading.Thread(target=flood, daemon=True)
    thread.start()
    has_begun.wait()
    try:
        yield guesses
    finally:
        is_over.set()
        thread.join()


def _guesser(shown: Shown, guesses: Iterator[int], has_begun: threading.Event, is_over: threading.Event) -> Script:
    while not is_over.is_set():
        number = next(guesses)
        if number >= _FIRST:
            has_begun.set()
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        yield password_form(*shown, user_name(number), "a password that is wrong", {"X-Forwarded-For": address})
