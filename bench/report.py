"""The report: a table for people, or one JSON object for programs."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bench import csv_import, initial_sync, limits, scim_server
from bench.csv_import import Import
from bench.figures import Figure
from bench.flood import Flood
from bench.initial_sync import Sync
from bench.lists import TARGET_MS, Page
from bench.machine import Machine
from bench.measures import MEASURES, Measure
from bench.scale import TARGET_SECONDS, Scale
from bench.suite import Options, Outcome

BUSY = 0.8
"""A load generator that needs more of its core than this may be what is measured."""
WHOLE = 0.9
"""What computes without a pause gets at least this share of its core on an idle machine."""

_COLUMNS = ("a second", "a core-second", "p50 ms", "p99 ms")
_BY_NAME: Mapping[str, Measure] = {measure.name: measure for measure in MEASURES}


def as_text(machine: Machine, options: Options, outcome: Outcome) -> str:
    """Return the machine, what it can do at most, and what Gatepost does, as ratios."""
    compared = [name for name in outcome.figures if name not in _BY_NAME]
    measured = [name for name in outcome.figures if name in _BY_NAME]
    blocks = [_machine(machine, options)]
    if compared:
        blocks.append(_table("Limits of this machine", compared, outcome.figures, ()))
    if measured:
        blocks.append(_table("Gatepost", measured, outcome.figures, ("of target", "beside the limits")))
    if outcome.flood is not None:
        blocks.append(_flood(outcome.flood))
    if outcome.syncs:
        blocks.append(_syncs(outcome.syncs, _is_busy(outcome.figures)))
    if outcome.imports:
        blocks.append(_imports(outcome.imports, _is_busy(outcome.figures)))
    if outcome.lists:
        blocks.append(_lists(outcome.lists))
    if outcome.scale is not None:
        blocks.append(_scale(outcome.scale))
    blocks += _remarks(machine, outcome)
    return "\n\n".join(blocks)


def as_json(machine: Machine, options: Options, outcome: Outcome) -> dict[str, Any]:
    """Return the same with every figure unrounded; `ratios` are by the name of the limit."""
    return {
        "machine": asdict(machine),
        "options": asdict(options) | {"profiles": str(options.profiles) if options.profiles else None},
        "figures": {
            name: {
                **asdict(figure),
                "target": _BY_NAME[name].target if name in _BY_NAME else None,
                "ratios": dict(_ratios(name, outcome.figures)),
            }
            for name, figure in outcome.figures.items()
        },
        "scale": None if outcome.scale is None else asdict(outcome.scale) | {"share": outcome.scale.share},
        "flood": None if outcome.flood is None else asdict(outcome.flood),
        "syncs": {name: asdict(sync) for name, sync in outcome.syncs.items()},
        "imports": {name: asdict(made) for name, made in outcome.imports.items()},
        "lists": {name: [asdict(page) for page in pages] for name, pages in outcome.lists.items()},
        "skipped": outcome.skipped,
    }


def _flood(flood: Flood) -> str:
    alone = flood.alone
    first = (
        f"Flood of wrong passwords: sign-ins of somebody who was here before take {alone.p50_ms:.0f} ms (p50) and"
        f" {alone.p99_ms:.0f} ms (p99) without one."
    )
    lines = [
        f"Under {under.guesses_per_second:.0f} guesses a second, {which}: {under.figure.p50_ms:.0f} and"
        f" {under.figure.p99_ms:.0f} ms, {under.slowdown:.1f} times as long at p99."
        for which, under in (("a steady flood", flood.steady), ("all that can be sent", flood.all_there_is))
    ]
    return "\n".join([first, *lines])


def _scale(scale: Scale) -> str:
    return (
        f"Scale run: {scale.assignments:,} assignments had succeeded after {scale.seconds:.1f} s, {scale.share:.2f} of the"
        f" {TARGET_SECONDS:g} s they may take, and took {scale.core_seconds:.1f} s of the core; the last was asked for after"
        f" {scale.asked_seconds:.1f} s.\n"
        f"Of {scale.looks} looks at the status lists meanwhile, {scale.halfway} showed some in progress and others done."
    )


def _syncs(syncs: Mapping[str, Sync], is_busy: bool) -> str:
    lines = [
        f"Initial sync of {sync.size.users:,} users and {sync.size.groups} groups into {name}: {sync.seconds:.1f} s,"
        f" {sync.core_seconds:.1f} s of the core."
        for name, sync in syncs.items()
    ]
    own, peer = syncs.get(initial_sync.GATEPOST), syncs.get(scim_server.NAME)
    if own is not None and peer is not None:
        ratio = peer.core_seconds / own.core_seconds if is_busy else peer.seconds / own.seconds
        lines.append(f"Gatepost is {ratio:.1f} times as fast, with everything on the disk and in the events.")
    return "\n".join(lines)


def _imports(imports: Mapping[str, Import], is_busy: bool) -> str:
    return "\n".join(
        f"CSV import of {made.users:,} users on {name}: looked at after {made.looked_seconds:.1f} s, and made in {made.seconds:.1f} s and"
        f" {made.core_seconds:.1f} s of the core: {(made.per_core_second if is_busy else made.per_second) / csv_import.TARGET:.2f}"
        f" of {csv_import.TARGET:,} a second. {made.mails_waiting:,} invitations waited then, and {made.mails_per_second:.0f} a second"
        " were mailed."
        for name, made in imports.items()
    )


def _lists(lists: Mapping[str, Sequence[Page]]) -> str:
    heads = [head for name in lists for head in (f"{name} p50 ms", f"of {TARGET_MS:g}", "core ms")]
    rows = [("The console's lists", *heads, "KB")]
    for pages in zip(*lists.values(), strict=True):
        cells = [cell for page in pages for cell in (f"{page.p50_ms:.1f}", f"{page.share:.2f}", f"{page.core_ms:.1f}")]
        rows.append((pages[0].name, *cells, f"{pages[0].bytes / 1024:.0f}"))
    return _aligned(rows)


def _machine(machine: Machine, options: Options) -> str:
    server, load = machine.server_core, machine.load_core
    where = "server and load on one core" if machine.is_shared else f"server on core {server}, load on core {load}"
    return (
        f"{machine.processor}, {machine.cores} cores; {machine.software}\n"
        f"{where}; {options.connections} connections, {options.seconds:g} s each"
    )


def _table(title: str, names: Sequence[str], figures: Mapping[str, Figure], more: Sequence[str]) -> str:
    rows = [(title, *_COLUMNS, *more)]
    for name in names:
        ratios = (_of_target(name, figures), _beside(name, figures)) if more else ()
        rows.append((name, *_numbers(figures[name]), *ratios))
    return _aligned(rows)


def _numbers(figure: Figure) -> tuple[str, ...]:
    return (
        _rounded(figure.per_second),
        _rounded(figure.per_core_second),
        f"{figure.p50_ms:.2f}",
        f"{figure.p99_ms:.2f}",
    )


def _of_target(name: str, figures: Mapping[str, Figure]) -> str:
    target = _BY_NAME[name].target
    return f"{_rate(name, figures) / target:.2f} of {target:,}" if target else "-"


def _beside(name: str, figures: Mapping[str, Figure]) -> str:
    return "; ".join(f"{ratio:.2f} of {limit}" for limit, ratio in _ratios(name, figures))


def _ratios(name: str, figures: Mapping[str, Figure]) -> Iterable[tuple[str, float]]:
    beside = _BY_NAME[name].beside if name in _BY_NAME else ()
    return [(each, _rate(name, figures) / _rate(each, figures)) for each in beside if each in figures]


def _rate(name: str, figures: Mapping[str, Figure]) -> float:
    """Return what is compared: what a second does, or on a busy machine a second of the core."""
    return figures[name].per_core_second if _is_busy(figures) else figures[name].per_second


def _remarks(machine: Machine, outcome: Outcome) -> list[str]:
    remarks = [f"{name}: skipped: {reason}" for name, reason in outcome.skipped.items()]
    if _is_busy(outcome.figures):
        remarks.append(
            "Something else ran on this machine: what a core-second does is compared. Measure again when it is idle."
        )
    if machine.is_shared:
        remarks.append("Server and load share one core: the figures are too low, the ratios less so.")
    for name, figure in outcome.figures.items():
        if figure.load > BUSY:
            remarks.append(f"{name}: the load generator was at {figure.load:.0%} of its core; the server may do more.")
    return ["\n".join(remarks)] if remarks else []


def _is_busy(figures: Mapping[str, Figure]) -> bool:
    """Say whether what waits for nothing got less than the whole of its core."""
    steady = (figures[name] for name in (limits.PASSWORD_HASH, limits.SIGNATURE) if name in figures)
    return any(figure.per_second < WHOLE * figure.per_core_second for figure in steady)


def _rounded(number: float) -> str:
    return "-" if math.isinf(number) else f"{number:,.0f}" if number >= 100 else f"{number:.1f}"


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return rows in columns: the first one and the last of a wide table to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in {0, len(_COLUMNS) + 2} else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
