"""Rates and percentiles, and how they are reported."""

import pytest

from bench import limits, report
from bench.figures import Figure, figure_of, percentile
from bench.machine import Machine
from bench.measures import BARE, MEASURES
from bench.suite import Options, Outcome, chosen

MACHINE = Machine("A processor", 2, "Some software", server_core=0, load_core=1)


def figure(per_second: float, *, per_core_second: float | None = None, load: float = 0.0) -> Figure:
    return Figure(per_second, per_core_second or per_second, p50_ms=1, p99_ms=2, count=9, load=load)


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.99, 99), (1.0, 100), (0.0, 1)])
def test_a_percentile_is_one_of_the_values(share: float, value: int) -> None:
    assert percentile(range(1, 101), share) == value


def test_a_figure_counts_by_the_clock_and_by_the_core() -> None:
    measured = figure_of([0.004, 0.001, 0.002, 0.001], elapsed=2.0, core_seconds=0.5)
    assert (measured.per_second, measured.per_core_second, measured.count) == (2.0, 8.0, 4)
    assert (measured.p50_ms, measured.p99_ms) == (1.0, 4.0)


def test_nothing_is_no_figure() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        figure_of([], elapsed=1.0, core_seconds=1.0)


def test_measures_are_chosen_by_a_word_of_their_names() -> None:
    assert [each.name for each in chosen(["refresh"])] == ["sso-oidc CreateToken, refresh"]
    assert tuple(chosen([])) == MEASURES
    assert len({each.name for each in MEASURES}) == len(MEASURES)


def test_the_report_gives_ratios_to_target_and_limits() -> None:
    outcome = Outcome(
        {BARE: figure(30_000), "sso GetRoleCredentials": figure(1_500)}, {"the peer": "npm is not installed"}
    )
    text = report.as_text(MACHINE, Options(), outcome)
    assert text.startswith("A processor, 2 cores")
    assert "0.50 of 3,000" in text
    assert f"0.05 of {BARE}" in text
    assert "the peer: skipped: npm is not installed" in text
    figures = report.as_json(MACHINE, Options(), outcome)["figures"]
    assert figures["sso GetRoleCredentials"]["ratios"] == {BARE: 0.05}


def test_the_report_says_when_figures_are_not_the_servers_own() -> None:
    text = report.as_text(MACHINE, Options(), Outcome({BARE: figure(30_000, load=0.95)}))
    assert "load generator was at 95%" in text
    busy = Outcome({limits.SIGNATURE: figure(10_000, per_core_second=40_000.0)})
    assert "Something else ran on this machine" in report.as_text(MACHINE, Options(), busy)
