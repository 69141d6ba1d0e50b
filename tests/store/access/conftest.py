"""The organisation that the tests of access act on."""

import pytest

from tests.calls import Core
from tests.store.access.world import World


@pytest.fixture
def world(core: Core) -> World:
    """An organisation with its instance, on each kind of database."""
    return World(core)
