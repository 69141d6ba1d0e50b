"""The scale run: one group gets ten permission sets in each of a thousand accounts, as fast as it goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from time import perf_counter
from typing import Any

import orjson

from bench import load, world
from bench.installation import Core
from bench.load import Script, each
from bench.requests.signed import Signer
from bench.server import Server
from bench.world import World
from gatepost.core.access import permission_sets
from gatepost.core.call import Call
from gatepost.core.directory import groups
from gatepost.core.directory.model import GroupAttributes

NAME = "scale run"
SETS = 10
ACCOUNTS = 1_000
TARGET_SECONDS = 60.0
_LONGEST_SECONDS = 600.0
_PAGE = 100
_PAUSE_LOOKS = 25
"""One connection looks at the status lists, after so many requests of its own each."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What came of it: how many assignments there were to make, and how long it took until the last had SUCCEEDED.

    `core_seconds` is what it took of the core: on an idle machine about the same. `asked_seconds` is when the last request was answered; `looks` counts looks at the status lists, `halfway` those that showed
    requests IN_PROGRESS beside others that had SUCCEEDED.
    """

    assignments: int
    seconds: float
    core_seconds: float
    asked_seconds: float
    looks: int
    halfway: int

    @property
    def share(self) -> float:
        """How much of the time it may take was needed."""
        return self.seconds / TARGET_SECONDS


@dataclass(slots=True)
class Progress:
    """What the status lists have shown so far."""

    looks: int = 0
    halfway: int = 0
    still_running: int = 0

    def take(self, running: bytes, done: bytes) -> None:
        """Count a look at the first page of the requests IN_PROGRESS and of those that have SUCCEEDED."""
        self.looks += 1
        self.still_running = len(_statuses(running))
        self.halfway += bool(self.still_running and _statuses(done))


def make_world(folder: Path, *, accounts: int = ACCOUNTS, sets: int = SETS) -> tuple[World, list[dict[str, str]]]:
    """Return a world with so many accounts, and the parameters of every assignment to make in it."""
    made = world.make(folder, people=1, accounts=accounts)
    with made.installation.core() as core:
        return made, list(_wanted(core, made, sets))


def run(server: Server, made: World, wanted: list[dict[str, str]], connections: int) -> Scale:
    """Ask for every assignment, look at the lists meanwhile, and return once none is IN_PROGRESS; raise where one has failed."""
    signer = Signer(made, "sso", "SWBExternalService")
    requests = iter([signer.request("CreateAccountAssignment", parameters) for parameters in wanted])
    progress = Progress()
    asking: list[Script] = [each(requests) for _ in range(connections - 1)]
    port, used, began = server.port, server.core_seconds(), perf_counter()
    load.drive(port, [*asking, _watch(signer, made, requests, progress)], seconds=_LONGEST_SECONDS)
    asked = perf_counter() - began
    load.drive(port, [_await_all(signer, made, progress)], seconds=_LONGEST_SECONDS)
    seconds, core_seconds = perf_counter() - began, server.core_seconds() - used
    load.drive(port, [_count(signer, made, len(wanted))], seconds=_LONGEST_SECONDS)
    return Scale(len(wanted), seconds, core_seconds, asked, progress.looks, progress.halfway)


def _wanted(core: Core, made: World, sets: int) -> Iterator[dict[str, str]]:
    attributes = GroupAttributes(display_name="Everyone")
    store_id = made.identity_store_id
    group = core.run(lambda call: groups.create(call, identity_store_id=store_id, attributes=attributes))
    arns = core.run(lambda call: [_make_set(call, made.instance_arn, number) for number in range(sets)])
    for account_id, arn in product(made.account_ids, arns):
        yield {
            "InstanceArn": made.instance_arn,
            "TargetId": account_id,
            "TargetType": "AWS_ACCOUNT",
            "PermissionSetArn": arn,
            "PrincipalType": "GROUP",
            "PrincipalId": group.group_id,
        }


def _make_set(call: Call, instance_arn: str, number: int) -> str:
    return permission_sets.create(call, instance_arn=instance_arn, name=f"Scale-{number}").arn


def _watch(signer: Signer, made: World, requests: Iterator[bytes], progress: Progress) -> Script:
    """Ask like the others, and look at the status lists now and then."""
    for number, request in enumerate(requests):
        yield request
        if number % _PAUSE_LOOKS == 0:
            running = yield _look(signer, made, "IN_PROGRESS")
            done = yield _look(signer, made, "SUCCEEDED")
            progress.take(running, done)


def _await_all(signer: Signer, made: World, progress: Progress) -> Script:
    while True:
        running = yield _look(signer, made, "IN_PROGRESS")
        done = yield _look(signer, made, "SUCCEEDED")
        progress.take(running, done)
        if not progress.still_running:
            return


def _count(signer: Signer, made: World, expected: int) -> Script:
    """Turn the pages of what has SUCCEEDED: that must be every one of them."""
    count, token = 0, None
    while True:
        page = yield _look(signer, made, "SUCCEEDED", token)
        count += len(_statuses(page))
        token = orjson.loads(page).get("NextToken")
        if token is None:
            break
    if count < expected:
        raise ValueError(f"{count} of {expected} assignments have succeeded")


def _look(signer: Signer, made: World, status: str, token: str | None = None) -> bytes:
    query = {"InstanceArn": made.instance_arn, "MaxResults": _PAGE, "Filter": {"Status": status}}
    return signer.request(
        "ListAccountAssignmentCreationStatus", query | ({"NextToken": token} if token is not None else {})
    )


def _statuses(answer: bytes) -> list[Any]:
    found: list[Any] = orjson.loads(answer)["AccountAssignmentsCreationStatus"]
    return found
