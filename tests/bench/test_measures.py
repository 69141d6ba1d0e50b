"""Every measure's requests, sent to a real server: each gets the answer that its figure would be of."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import assignments, moto, world
from bench.load import Script, drive
from bench.machine import this_machine
from bench.measures import MEASURES, SMALL
from bench.moto import Peer
from bench.plan import Plan
from bench.requests import console, identitystore, sso_admin
from bench.world import World
from gatepost.core.access import assignments as core_assignments
from gatepost.core.access.model import Assignment
from gatepost.core.call import Call
from gatepost.kit.paging import Page, PageRequest

REQUESTS = 2


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A world in which every page can be full."""
    return world.make(tmp_path_factory.mktemp("bench") / "small", people=assignments.USERS_A_ROLE + 10)


def test_every_measure_gets_its_answer(small: World, tmp_path: Path) -> None:
    made = small.copy(tmp_path / "world")
    measures = [measure for measure in MEASURES if max(measure.people, measure.assignments) <= SMALL]
    scripts = [measure.prepare(made, Plan(connections=1, requests=REQUESTS)) for measure in measures]
    with made.installation.serve(this_machine().server_core) as server:
        for measure, script in zip(measures, scripts, strict=True):
            figure = drive(server.port, script, seconds=60, status=measure.status, at_most=REQUESTS)
            assert figure.count == REQUESTS, measure.name


def test_the_consoles_pages_are_opened_with_a_role(small: World, tmp_path: Path) -> None:
    made = small.copy(tmp_path / "console")
    opened = (console.first_users, console.last_users, console.found_users, console.who_has_access)
    scripts = [prepare(made, Plan(connections=1, requests=REQUESTS)) for prepare in opened]
    with made.installation.serve(this_machine().server_core) as server:
        for script in scripts:
            assert drive(server.port, script, seconds=60, status=200, at_most=REQUESTS).count == REQUESTS


def test_assignments_are_laid_out_so_that_pages_are_full(small: World, tmp_path: Path) -> None:
    assigned = assignments.assign(small, tmp_path / "assigned", count=2_000)
    with assigned.installation.core() as core:
        of_role = core.run(lambda call: _of_role(call, assigned))
        of_principal = core.run(lambda call: _of_principal(call, assigned))
    assert len(of_role.items) == sso_admin.PAGE_OF_ACCOUNT
    assert len(of_principal.items) == sso_admin.PAGE_OF_PRINCIPAL


def test_the_last_page_of_the_directory_is_full_and_the_last(small: World) -> None:
    [script] = identitystore.list_last_page(small, Plan(connections=1, requests=1))
    heard: list[bytes] = []

    def listening() -> Script:
        heard.append((yield next(script)))

    with small.installation.serve(this_machine().server_core) as server:
        drive(server.port, [listening()], seconds=60)
    page = json.loads(heard[0])
    assert len(page["Users"]) == identitystore.PAGE
    assert "NextToken" not in page


@pytest.mark.parametrize("name", moto.FIGURES)
def test_every_question_to_moto_gets_its_answer(peer: Peer, name: str) -> None:
    scripts = peer.scripts(name, Plan(connections=1, requests=REQUESTS))
    assert drive(peer.server.port, scripts, seconds=60, at_most=REQUESTS).count == REQUESTS


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    with moto.running(tmp_path_factory.mktemp("moto") / "peer", core=this_machine().server_core, people=60) as running:
        yield running


def _of_role(call: Call, made: World) -> Page[Assignment]:
    return core_assignments.list_of_role(
        call,
        instance_arn=made.instance_arn,
        permission_set_arn=made.permission_set_arn,
        account_id=made.account_ids[-1],
        page=PageRequest(sso_admin.PAGE_OF_ACCOUNT),
    )


def _of_principal(call: Call, made: World) -> Page[tuple[str, Assignment]]:
    return core_assignments.list_of_principal(
        call,
        instance_arn=made.instance_arn,
        principal_type="USER",
        principal_id=made.user_ids[0],
        account_id=None,
        page=PageRequest(sso_admin.PAGE_OF_PRINCIPAL),
    )
