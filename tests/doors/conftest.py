"""What door tests have in common: a Gatepost in this process that boto3 talks to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gatepost.settings import Settings
from tests.doors.clients import Cloud


@pytest.fixture
def cloud(sqlite_url: str, tmp_path: Path) -> Iterator[Cloud]:
    """A bootstrapped Gatepost on a fresh database."""
    cloud = Cloud(Settings(data_dir=tmp_path, database_url=sqlite_url, log_level="error"))
    yield cloud
    cloud.close()
