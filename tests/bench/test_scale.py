"""The scale run, small: every assignment is made, and the status lists show how far it is."""

from pathlib import Path

from bench import scale
from bench.machine import this_machine


def test_every_assignment_succeeds(tmp_path: Path) -> None:
    made, wanted = scale.make_world(tmp_path / "world", accounts=4, sets=3)
    with made.installation.serve(this_machine().server_core) as server:
        outcome = scale.run(server, made, wanted, connections=2)
    assert outcome.assignments == 12
    assert outcome.looks > 0
    assert outcome.asked_seconds <= outcome.seconds
