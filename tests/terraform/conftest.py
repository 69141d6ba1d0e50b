"""What each database's round begins with: what there was, and the first `apply`."""

from collections.abc import Mapping

import pytest

from tests.servers.terraform import Report
from tests.terraform.estate import Estate


@pytest.fixture(scope="module")
def before(estate: Estate) -> Mapping[str, list[str]]:
    """What there was before Terraform came."""
    return estate.inventory()


@pytest.fixture(scope="module")
def applied(estate: Estate, before: Mapping[str, list[str]]) -> Report:
    """The first `apply`, by which all that the configuration names is there."""
    del before  # has to be taken first
    return estate.terraform.apply()
