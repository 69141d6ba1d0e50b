"""The organisation that the tests of access act on."""

import pytest

from gatepost.store.database import Database
from tests.kit import FakeClock, SeededEntropy
from tests.store.access.world import World


@pytest.fixture
def world(database: Database, clock: FakeClock, entropy: SeededEntropy) -> World:
    """An organisation with its instance, on each kind of database."""
    return World(database, clock, entropy)
