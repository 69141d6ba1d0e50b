"""Runs the measures that were chosen, and what they stand beside, each on a server of its own."""

import math
from collections.abc import Callable, Collection, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from bench import (
    assignments,
    csv_import,
    flood,
    http,
    initial_sync,
    limits,
    lists,
    load,
    moto,
    oidc_provider,
    profile,
    saml_peers,
    scale,
    scim_server,
    server,
    world,
)
from bench.both import OnBoth
from bench.csv_import import Import
from bench.figures import Figure
from bench.flood import Flood
from bench.initial_sync import Sync
from bench.large import FEW, Numbers
from bench.lists import Page
from bench.load import Script
from bench.machine import Machine, on_core
from bench.measures import BARE, LARGE, MEASURES, SMALL, Measure
from bench.plan import Plan
from bench.requests import scim
from bench.scale import Scale
from bench.server import Server
from bench.world import World
from gatepost.settings import Settings

_USUAL_TARGET = 2_000
_PEER_TARGET = 5_000
_MOTO_TARGET = 500
RUNS: Final = (flood.NAME, initial_sync.NAME, csv_import.NAME, lists.NAME, scale.NAME)
"""What is no measure and has a name all the same, in the order in which they are run."""

_SMALL_POST = http.post("/token", b'{"clientId": "bench", "refreshToken": "gpr_0123456789abcdef"}', http.JSON)


@dataclass(frozen=True, slots=True)
class Options:
    """How to measure: so many seconds each, after a warm-up, with so many connections, in worlds of so many rows at most.

    `profiles` is where a flame graph of each measure goes.
    """

    seconds: float = 5.0
    warm_up_seconds: float = 1.0
    connections: int = 8
    most_rows: int = LARGE
    profiles: Path | None = None

    def plan(self, target: int) -> Plan:
        """Return a plan with twice as many requests as the target would use up."""
        requests = math.ceil((self.seconds + self.warm_up_seconds) * 2 * target)
        return Plan(self.connections, max(requests, self.connections))


@dataclass(slots=True)
class Outcome:
    """Every figure by its name, what came of the runs, those of two databases by their names, and why something was left out."""

    figures: dict[str, Figure] = field(default_factory=dict)
    scale: Scale | None = None
    flood: Flood | None = None
    syncs: dict[str, Sync] = field(default_factory=dict)
    lists: dict[str, list[Page]] = field(default_factory=dict)
    imports: dict[str, Import] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)


def chosen(words: Sequence[str]) -> list[Measure]:
    """Return the measures whose name holds one of the words, whatever its case; all of them without any word."""
    return [each for each in MEASURES if is_chosen(each.name, words)]


def is_chosen(name: str, words: Sequence[str]) -> bool:
    """Say the same of what is no measure but one of RUNS."""
    return not words or any(word.casefold() in name.casefold() for word in words)


class Suite:
    """One run, in a folder that is thrown away afterwards. `say` is told what is under way."""

    def __init__(self, machine: Machine, options: Options, folder: Path, say: Callable[[str], object]) -> None:
        self._machine = machine
        self._options = options
        self._folder = folder
        self._say = say
        self._outcome = Outcome()
        self._assigned_worlds: dict[int, World] = {}

    def run(self, measures: Sequence[Measure], runs: Collection[str] = ()) -> Outcome:
        """Measure, first what the measures stand beside, and last the runs of these names, whose order is that of RUNS."""
        # The signature too, whatever is wanted: it waits for nothing, and so tells whether something else runs on its core.
        beside = {limits.SIGNATURE, *(name for measure in measures for name in measure.beside)}
        for name in limits.ALL:
            if name in beside:
                self._limit(name)
        for name in saml_peers.ALL:
            if name in beside:
                self._saml_peer(name)
        self._peers(beside)
        for measure in measures:
            self._measure(measure)
        for name, run in self._runs.items():
            if name in runs:
                run()
        return self._outcome

    @property
    def _runs(self) -> dict[str, Callable[[], None]]:
        run = (self._flood, self._sync, self._import, self._lists, self._scale)
        return dict(zip(RUNS, run, strict=True))

    def _peers(self, beside: AbstractSet[str]) -> None:
        if BARE in beside:
            self._bare()
        if not beside.isdisjoint(oidc_provider.GRANTS):
            self._peer()
        if wanted := [name for name in moto.FIGURES if name in beside]:
            self._moto(wanted)
        if scim_server.CREATE_USER in beside:
            self._scim_server()

    def _limit(self, name: str) -> None:
        self._say(name)
        with on_core(self._machine.server_core):
            self._outcome.figures[name] = limits.repeat(limits.ALL[name](self._folder), self._options.seconds)

    def _saml_peer(self, name: str) -> None:
        self._say(name)
        try:
            do = saml_peers.ALL[name](self._folder)
        except saml_peers.NotInstalled as reason:
            self._outcome.skipped[name] = str(reason)
            return
        with on_core(self._machine.server_core):
            self._outcome.figures[name] = limits.repeat(do, self._options.seconds)

    def _bare(self) -> None:
        self._say(BARE)
        threads = Settings.model_fields["threads"].default
        with server.bare(core=self._machine.server_core, folder=self._folder, threads=threads) as bare:
            self._drive(BARE, bare, [load.again([_SMALL_POST]) for _ in range(self._options.connections)])

    def _peer(self) -> None:
        self._say("oidc-provider")
        plan = self._options.plan(_PEER_TARGET)
        try:
            folder = oidc_provider.install(self._folder / "peer")
            with oidc_provider.running(folder, plan, core=self._machine.server_core) as peer:
                self._drive(oidc_provider.REFRESH, peer.server, peer.refresh())
                self._drive(oidc_provider.DEVICE_CODE, peer.server, peer.redeem_device_codes())
        except oidc_provider.NotInstalled as reason:
            self._outcome.skipped |= dict.fromkeys(oidc_provider.GRANTS, str(reason))

    def _moto(self, names: Sequence[str]) -> None:
        self._say("moto_server")
        with moto.running(self._folder / "moto", core=self._machine.server_core) as peer:
            for name in names:
                self._drive(name, peer.server, peer.scripts(name, self._options.plan(_MOTO_TARGET)))

    def _scim_server(self) -> None:
        self._say(scim_server.NAME)
        with scim_server.running(self._folder / "scim2-server", core=self._machine.server_core) as peer:
            plan = replace(self._options.plan(_MOTO_TARGET), connections=scim_server.MOST_CONNECTIONS)
            scripts = scim_server.create_user(plan)
            self._drive(scim_server.CREATE_USER, peer, scripts, status=201)

    def _measure(self, measure: Measure) -> None:
        most = self._options.most_rows
        if max(measure.people, measure.assignments) > most:
            self._outcome.skipped[measure.name] = f"no world of more than {most:,} users or assignments"
            return
        own = self._world_of(measure).copy(self._folder / "worlds" / measure.name)
        self._say(measure.name)
        scripts = measure.prepare(own, self._options.plan(measure.target or _USUAL_TARGET))
        with (
            own.installation.serve(self._machine.server_core) as gatepost,
            self._watched(gatepost, measure.name),
        ):
            self._drive(measure.name, gatepost, scripts, measure.status)

    def _flood(self) -> None:
        self._say(flood.NAME)
        made, options = self._small_world.copy(self._folder / "worlds" / flood.NAME), self._options
        with (
            made.installation.serve(self._machine.server_core, flood.SETTINGS) as gatepost,
            on_core(self._machine.load_core),
        ):
            seconds = options.seconds * flood.TIMES
            self._outcome.flood = flood.run(gatepost, made, seconds=seconds, connections=options.connections)

    def _scale(self) -> None:
        self._say(scale.NAME)
        made, wanted = scale.make_world(self._folder / "scale")
        with made.installation.serve(self._machine.server_core) as gatepost, on_core(self._machine.load_core):
            self._outcome.scale = scale.run(gatepost, made, wanted, self._options.connections)

    def _sync(self) -> None:
        """Sync as many users as a world of this run may have, into Gatepost and into its peer."""
        rows = self._options.most_rows
        size = initial_sync.Size() if rows >= initial_sync.USERS else initial_sync.Size(rows, rows // 20)
        self._say(f"{initial_sync.NAME} of {size.users:,} users and {size.groups} groups")
        own = self._small_world.copy(self._folder / "worlds" / initial_sync.NAME)
        token = scim.token(own)
        with own.installation.serve(self._machine.server_core) as gatepost, on_core(self._machine.load_core):
            self._outcome.syncs[initial_sync.GATEPOST] = initial_sync.run_gatepost(gatepost, token, size)
        self._say(f"the same into {scim_server.NAME}")
        core = self._machine.server_core
        with scim_server.running(self._folder / "sync", core=core) as peer, on_core(self._machine.load_core):
            self._outcome.syncs[scim_server.NAME] = initial_sync.run_peer(peer, size)

    def _import(self) -> None:
        users = min(csv_import.USERS, self._options.most_rows)
        self._outcome.imports = self._on_both.imports(users)

    def _lists(self) -> None:
        numbers = Numbers() if self._options.most_rows >= LARGE else FEW
        self._outcome.lists = self._on_both.lists(numbers)

    @property
    def _on_both(self) -> OnBoth:
        return OnBoth(self._machine, self._folder, self._say, self._outcome.skipped)

    def _watched(self, gatepost: Server, name: str) -> AbstractContextManager[None]:
        folder = self._options.profiles
        return nullcontext() if folder is None else profile.flame_graph(gatepost, folder / f"{name}.svg")

    def _drive(self, name: str, under_test: Server, scripts: Sequence[Script], status: int = 200) -> None:
        with on_core(self._machine.load_core):
            self._outcome.figures[name] = load.drive(
                under_test.port,
                scripts,
                seconds=self._options.seconds,
                warm_up_seconds=self._options.warm_up_seconds,
                status=status,
                core_seconds=under_test.core_seconds,
            )

    def _world_of(self, measure: Measure) -> World:
        if measure.assignments:
            return self._assigned(measure.assignments)
        return self._small_world if measure.people <= SMALL else self._large_world

    @cached_property
    def _small_world(self) -> World:
        self._say(f"a directory of {SMALL:,} users")
        return world.make(self._folder / "small", people=SMALL)

    @cached_property
    def _large_world(self) -> World:
        small = self._small_world
        self._say(f"a directory of {LARGE:,} users")
        return world.grow(small, self._folder / "large", people=LARGE)

    def _assigned(self, count: int) -> World:
        if count not in self._assigned_worlds:
            small = self._small_world
            self._say(f"{count:,} assignments")
            self._assigned_worlds[count] = assignments.assign(small, self._folder / f"assigned-{count}", count=count)
        return self._assigned_worlds[count]
