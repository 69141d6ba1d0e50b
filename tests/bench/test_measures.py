"""Every measure's requests, sent to a real server: each gets the answer that its figure would be of."""

from pathlib import Path

from bench import world
from bench.load import drive
from bench.machine import this_machine
from bench.measures import MEASURES, SMALL
from bench.plan import Plan

REQUESTS = 2


def test_every_measure_gets_its_answer(tmp_path: Path) -> None:
    made = world.make(tmp_path / "world", people=3)
    measures = [measure for measure in MEASURES if measure.people <= SMALL]
    scripts = [measure.prepare(made, Plan(connections=1, requests=REQUESTS)) for measure in measures]
    with made.installation.serve(this_machine().server_core) as server:
        for measure, script in zip(measures, scripts, strict=True):
            figure = drive(server.port, script, seconds=60, status=measure.status, at_most=REQUESTS)
            assert figure.count == REQUESTS, measure.name
