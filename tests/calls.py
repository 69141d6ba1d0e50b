"""A core to call: a runtime on a test's database, and calls of any actor in it."""

from collections.abc import Callable
from typing import TypeVar

import pytest
import structlog

from gatepost.core import actors
from gatepost.core.actors import Actor
from gatepost.core.ask import Ask, Client
from gatepost.core.audit.model import Event
from gatepost.core.audit.writer import EventWriter
from gatepost.core.call import Call, Runtime, identify, perform
from gatepost.kit.paging import PageTokens
from gatepost.kit.vault import KEY_BYTES, Vault
from gatepost.settings import Settings
from gatepost.store.database import Database
from tests.kit import FakeClock, SeededEntropy

T = TypeVar("T")

CLIENT = Client(address="198.51.100.7", user_agent="pytest", request_id="request-1", region="us-east-1")


class SilentBell:
    """Wakes nobody: a test runs the jobs itself."""

    def ring(self, kind: str) -> None:
        """Do nothing."""


class Core:
    """The core without doors and jobs: use cases run as real calls, in transactions of their own, with their events."""

    def __init__(self, database: Database, clock: FakeClock, entropy: SeededEntropy) -> None:
        vault = Vault([entropy.token_bytes(KEY_BYTES)], entropy)
        self.clock = clock
        self.runtime = Runtime(
            settings=Settings(),
            database=database,
            clock=clock,
            entropy=entropy,
            vault=vault,
            page_tokens=PageTokens(vault),
            events=EventWriter(database, self._fail, self._lose),
            bell=SilentBell(),
            log=structlog.get_logger(),
        )

    def write(self, do: Callable[[Call], T], *, actor: Actor | None = None, serializable: bool = False) -> T:
        """Run a use case that may write, as an actor whom nobody asks for permission."""
        return perform(self.runtime, _ask(actor, writes=True, serializable=serializable), do)

    def read(self, do: Callable[[Call], T], *, actor: Actor | None = None) -> T:
        """Run a use case that only reads."""
        return perform(self.runtime, _ask(actor, writes=False, serializable=False), do)

    def identify(self, resolve: Callable[[Call], Actor]) -> Actor:
        """Turn a credential into an actor, as doors do."""
        return identify(self.runtime, CLIENT, resolve, actors.NOBODY)

    @staticmethod
    def _fail(error: Exception) -> None:
        raise error

    @staticmethod
    def _lose(event: Event) -> None:
        raise AssertionError(event)


def _ask(actor: Actor | None, *, writes: bool, serializable: bool) -> Ask:
    return Ask(
        actor=actor or actors.service("test.internal"),
        action="test:Call",
        event_source="test.internal",
        client=CLIENT,
        writes=writes,
        serializable=serializable,
        needs_permission=False,
    )


@pytest.fixture
def core(database: Database, clock: FakeClock, entropy: SeededEntropy) -> Core:
    """A core on a fresh database of each kind."""
    return Core(database, clock, entropy)
