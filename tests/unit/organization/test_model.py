"""What the organisation's models decide by themselves."""

import pytest

from gatepost.core.organization.model import is_account_email


@pytest.mark.parametrize(
    ("email", "good"),
    [
        ("a@b.co", True),
        ("first.last+tag@sub-domain.example.com", True),
        (".dot@example.com", False),
        ("two@@example.com", False),
        ("blank in@example.com", False),
        ("quote'd@example.com", False),
        ("percent%@example.com", False),
        ("müller@example.com", False),
        ("nobody@localhost", False),
        ("nobody@-example.com", False),
        ("nobody@example.com-", False),
        ("nobody@under_score.com", False),
    ],
)
def test_addresses_are_taken_as_the_documentation_of_create_account_says(email: str, good: bool) -> None:
    assert is_account_email(email) is good
