"""`make bench`: measures Gatepost on one core of this machine and prints the ratios."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from bench import report, scale
from bench.machine import this_machine
from bench.measures import LARGE, SMALL
from bench.suite import RUNS, Options, Suite, chosen, is_chosen


def main(
    seconds: Annotated[
        float, typer.Option(min=0.1, help="How long each measure takes, after a fifth of it to warm up.")
    ] = 5.0,
    connections: Annotated[int, typer.Option(min=1, max=256, help="Connections that ask at the same time.")] = 8,
    only: Annotated[
        list[str] | None, typer.Option(help="A word in the names of the measures wanted; may be repeated.")
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="A second each, nothing of 100,000 rows, no scale run.")
    ] = False,
    profiles: Annotated[
        Path | None, typer.Option("--profile", help="A folder for a flame graph of each measure, drawn by py-spy.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Drive a server on one core from another, and print how often a second it answers beside what the core can do at most."""
    words = only or ()
    measures = chosen(words)
    runs = [name for name in RUNS if is_chosen(name, words) and (only or not quick or name != scale.NAME)]
    if not measures and not runs:
        raise typer.BadParameter("no measure has such a name", param_hint="--only")
    length = min(seconds, 1.0) if quick else seconds
    options = Options(length, length / 5, connections, SMALL if quick else LARGE, profiles)
    machine = this_machine()
    with tempfile.TemporaryDirectory(prefix="gatepost-bench-") as folder:
        suite = Suite(machine, options, Path(folder), lambda name: print(f"… {name}", file=sys.stderr, flush=True))
        outcome = suite.run(measures, runs)
    if as_json:
        print(json.dumps(report.as_json(machine, options, outcome), indent=2))
    else:
        print(report.as_text(machine, options, outcome))


if __name__ == "__main__":
    typer.run(main)
