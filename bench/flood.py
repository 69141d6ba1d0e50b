"""A flood of wrong passwords, each from another address and for another name, and how long others then take to sign in.

No counter of failures stops such a flood: every guess is a first one. What it costs is a hash, and there is one core.
"""

import math
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
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

GUESSES_A_SECOND: Final = 100
"""More than twice as many as a core can compare: who compared them all would do nothing else."""

_HOME = "198.51.100.7"
_FOREVER = 3600.0
_FIRST = 32
"""With so many guesses the flood has begun."""

Shown = tuple[Secret, str]


@dataclass(frozen=True, slots=True)
class Under:
    """Sign-ins of a person while so many guesses a second are answered, and how much longer 99 of 100 take than alone."""

    figure: Figure
    guesses_per_second: float
    slowdown: float


@dataclass(frozen=True, slots=True)
class Flood:
    """Sign-ins of a person who has been here before: alone, under a steady flood, and under all that can be sent."""

    alone: Figure
    steady: Under
    all_there_is: Under


def run(server: Server, made: World, *, seconds: float, connections: int) -> Flood:
    """Sign in again and again, first alone and then under floods of so many connections."""
    with made.installation.core() as core:
        person, *guessers = [shown_form(core.runtime) for _ in range(connections + 1)]
    load.drive(server.port, [_person(made, person)], seconds=_FOREVER, status=303, at_most=1)
    alone = _measure(server, made, person, seconds)

    def under(rate: float) -> Under:
        with _flooding(server, made, guessers, rate) as guesses:
            began, before = time.perf_counter(), next(guesses)
            figure = _measure(server, made, person, seconds)
            answered = (next(guesses) - before - 1) / (time.perf_counter() - began)
        return Under(figure, answered, figure.p99_ms / alone.p99_ms)

    return Flood(alone, under(GUESSES_A_SECOND), under(math.inf))


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
def _flooding(server: Server, made: World, shown: Sequence[Shown], rate: float) -> Iterator[Iterator[int]]:
    """Have a thread guess until the end, `rate` times a second at most; give a count of the guesses that were begun."""
    attack = _Attack(rate)

    def flood() -> None:
        load.drive(server.port, [attack.guess(each) for each in shown], seconds=_FOREVER, status=None)

    thread = threading.Thread(target=flood, daemon=True)
    thread.start()
    attack.has_begun.wait()
    try:
        yield attack.guesses
    finally:
        attack.is_over.set()
        thread.join()


@dataclass(frozen=True, slots=True)
class _Attack:
    """What the guessers share: how often a second they guess, and how often they have."""

    rate: float
    began: float = field(default_factory=time.perf_counter)
    guesses: Iterator[int] = field(default_factory=count)
    has_begun: threading.Event = field(default_factory=threading.Event)
    is_over: threading.Event = field(default_factory=threading.Event)

    def guess(self, shown: Shown) -> Script:
        """One connection's part: each guess is for another name and comes from another address."""
        while not self.is_over.is_set():
            number = next(self.guesses)
            self.is_over.wait(max(0.0, self.began + number / self.rate - time.perf_counter()))
            if number >= _FIRST:
                self.has_begun.set()
            address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
            yield password_form(*shown, user_name(number), "a password that is wrong", {"X-Forwarded-For": address})
