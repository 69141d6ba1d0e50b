"""What every test can ask for by name."""

import os
from collections.abc import Iterator

import hypothesis
import pytest
import structlog

from tests.kit import FakeClock, SeededEntropy

pytest_plugins = [  # each before those that import it, so that its assertions explain themselves
    "tests.memory",
    "tests.servers.aws_cli",
    "tests.servers.certificates",
    "tests.servers.chromium",
    "tests.servers.smtp",
    "tests.servers.postgres",
    "tests.servers.terraform",
    "tests.servers.databases",
    "tests.calls",
    "tests.servers.gatepost",
    "tests.journeys.company",
    "tests.journeys.terminal",
    "tests.journeys.worker",
]

# What the shell says about a Gatepost of the developer's own is not for the tests.
for name in [name for name in os.environ if name.startswith("GATEPOST_") and not name.startswith("GATEPOST_TESTS_")]:
    del os.environ[name]

# The same examples in every run: a red test is red for everybody.
hypothesis.settings.register_profile("gatepost", derandomize=True, deadline=None)
hypothesis.settings.load_profile("gatepost")


@pytest.fixture(autouse=True)
def _logs_as_they_come() -> Iterator[None]:
    """Forget what a test has set the process's logging to."""
    yield
    structlog.reset_defaults()


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands at noon on 1 June 2026 until the test moves it."""
    return FakeClock()


@pytest.fixture
def entropy() -> SeededEntropy:
    """Randomness that is the same in every run."""
    return SeededEntropy()
