"""What store tests have in common: an organisation to be in."""

import pytest

from gatepost.core.organization import accounts
from gatepost.core.organization.model import Organization
from tests.calls import Core

MANAGEMENT = "111122223333"


@pytest.fixture
def organization(core: Core) -> Organization:
    """An organisation with its management account alone."""
    return core.write(
        lambda call: accounts.create_management(
            call, name="Management", email="root@example.com", account_id=MANAGEMENT
        )
    )
