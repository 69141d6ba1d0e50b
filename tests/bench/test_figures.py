"""Rates and percentiles, and how they are reported."""

import pytest

from bench import flood, initial_sync, limits, report, scale
from bench.figures import Figure, figure_of, percentile
from bench.initial_sync import GATEPOST, Size, Sync
from bench.machine import Machine
from bench.measures import BARE, MEASURES
from bench.scale import Scale
from bench.suite import Options, Outcome, chosen, is_chosen

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
    figures = {BARE: figure(30_000), "sso GetRoleCredentials": figure(1_500)}
    outcome = Outcome(figures, skipped={"the peer": "npm is not installed"})
    text = report.as_text(MACHINE, Options(), outcome)
    assert text.startswith("A processor, 2 cores")
    assert "0.50 of 3,000" in text
    assert f"0.05 of {BARE}" in text
    assert "the peer: skipped: npm is not installed" in text
    told = report.as_json(MACHINE, Options(), outcome)["figures"]
    assert told["sso GetRoleCredentials"]["ratios"] == {BARE: 0.05}


def test_the_report_says_when_figures_are_not_the_servers_own() -> None:
    text = report.as_text(MACHINE, Options(), Outcome({BARE: figure(30_000, load=0.95)}))
    assert "load generator was at 95%" in text
    busy = Outcome({limits.SIGNATURE: figure(10_000, per_core_second=40_000.0)})
    assert "Something else ran on this machine" in report.as_text(MACHINE, Options(), busy)


def test_on_a_busy_machine_core_seconds_are_compared() -> None:
    figures = {
        limits.SIGNATURE: figure(10_000, per_core_second=40_000.0),
        BARE: figure(10_000, per_core_second=30_000.0),
        "sso GetRoleCredentials": figure(100, per_core_second=1_500.0),
    }
    assert "0.05 of bare answer" in report.as_text(MACHINE, Options(), Outcome(figures))


def test_the_scale_run_is_a_share_of_the_minute() -> None:
    text = report.as_text(MACHINE, Options(), Outcome(scale=Scale(10_000, 30.0, 12.0, 25.0, looks=7, halfway=6)))
    assert "10,000 assignments had succeeded after 30.0 s, 0.50 of the 60 s" in text
    assert "Of 7 looks at the status lists meanwhile, 6 showed" in text


@pytest.mark.parametrize(
    ("name", "word"), [(scale.NAME, "Scale"), (flood.NAME, "flood"), (initial_sync.NAME, "Initial")]
)
def test_what_is_no_measure_is_chosen_like_one(name: str, word: str) -> None:
    assert is_chosen(name, [])
    assert is_chosen(name, [word])
    assert not is_chosen(name, ["refresh"])


def test_the_flood_is_told_by_what_it_does_to_others() -> None:
    alone, steady = figure(10), flood.Under(Figure(10, 10, p50_ms=2, p99_ms=5, count=9), 90, slowdown=2.5)
    all_there_is = flood.Under(Figure(10, 10, p50_ms=4, p99_ms=8, count=9), 400, slowdown=4)
    outcome = Outcome(flood=flood.Flood(alone, steady, all_there_is))
    told = report.as_text(MACHINE, Options(), outcome)
    assert "take 1 ms (p50) and 2 ms (p99) without one" in told
    assert "Under 90 guesses a second, a steady flood: 2 and 5 ms, 2.5 times as long at p99." in told
    assert "Under 400 guesses a second, all that can be sent: 4 and 8 ms" in told
    assert report.as_json(MACHINE, Options(), outcome)["flood"]["steady"]["slowdown"] == 2.5


def test_the_initial_sync_stands_beside_the_peers() -> None:
    size = Size()
    syncs = {GATEPOST: Sync(size, seconds=20.0, core_seconds=10.0), "scim2-server": Sync(size, 30.0, 25.0)}
    text = report.as_text(MACHINE, Options(), Outcome(syncs=syncs))
    assert "Initial sync of 10,000 users and 500 groups into Gatepost: 20.0 s, 10.0 s of the core." in text
    assert "Gatepost is 1.5 times as fast" in text
    busy = Outcome({limits.SIGNATURE: figure(10_000, per_core_second=40_000.0)}, syncs=syncs)
    assert "Gatepost is 2.5 times as fast" in report.as_text(MACHINE, Options(), busy)
