"""Session durations and the names of roles."""

import pytest

from gatepost.core.access.model import role_name, session_seconds
from gatepost.kit.errors import Invalid


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [
        ("PT1H", 3600),
        ("PT12H", 43_200),
        ("PT60M", 3600),
        ("PT3600S", 3600),
        ("PT1H30M", 5400),
        ("PT7200.0S", 7200),
        ("P0DT2H", 7200),
    ],
)
def test_a_duration_counts_by_its_seconds(duration: str, seconds: int) -> None:
    assert session_seconds(duration) == seconds


@pytest.mark.parametrize(
    "duration",
    [
        "PT59M59S",
        "PT12H1S",
        "P1D",
        "P1W",
        "P1M",
        "P1Y",
        "-PT2H",
        "P",
        "PT",
        "2h",
        "PT2H ",
        "PT٢H",
        "PT1.5H",
        "PT3600.5S",
        "",
    ],
)
def test_what_is_not_between_one_and_twelve_hours_is_refused(duration: str) -> None:
    with pytest.raises(Invalid, match="between 1 hour"):
        session_seconds(duration)


def test_the_longest_name_makes_a_role_name_that_iam_takes() -> None:
    assert len(role_name("x" * 32, "0123456789abcdef")) == 64
