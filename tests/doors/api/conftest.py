"""The API as a page's script meets it, the portal's installation and browser, and as signed programs do."""

import pytest

from tests.doors.api.programs import ADMINISTRATOR_ACCESS, READ_ONLY_ACCESS, Program
from tests.doors.portal.conftest import Installation, browser, gatepost, install
from tests.kit import FakeClock

__all__ = ["browser", "gatepost", "install"]


@pytest.fixture(autouse=True)
def _time(monkeypatch: pytest.MonkeyPatch, clock: FakeClock) -> None:
    """Let botocore sign by the test's clock."""
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: clock.now().replace(tzinfo=None))


@pytest.fixture
def administrator(gatepost: Installation) -> Program:
    """A program that may do everything."""
    return Program(gatepost, ADMINISTRATOR_ACCESS, name="administrator")


@pytest.fixture
def reader(gatepost: Installation) -> Program:
    """A program that may look and change nothing."""
    return Program(gatepost, READ_ONLY_ACCESS, name="reader")
