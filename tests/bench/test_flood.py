"""The flood, short: guesses are answered and a person gets in all the while."""

from pathlib import Path

from bench import flood, world
from bench.machine import this_machine


def test_a_person_signs_in_under_a_flood(tmp_path: Path) -> None:
    made = world.make(tmp_path / "world", people=2)
    with made.installation.serve(this_machine().server_core, flood.SETTINGS) as server:
        outcome = flood.run(server, made, seconds=0.5, connections=8)
    assert outcome.alone.count > 0
    for under in (outcome.steady, outcome.all_there_is):
        assert under.figure.count > 0
        assert under.guesses_per_second > 0
        assert under.slowdown > 0
    assert outcome.steady.guesses_per_second < flood.GUESSES_A_SECOND * 1.5
