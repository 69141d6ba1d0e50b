"""Account assignments by the thousand: the first of each role by its job, the others as rows, as a hundred thousand jobs would leave."""

from itertools import islice, product
from pathlib import Path

from bench.world import World
from gatepost.core.access import assignments, permission_sets, store
from gatepost.core.access.model import Assignment
from gatepost.core.call import Call

USERS_A_ROLE = 50
"""How many users at least have each role: a page of them is full in every world."""


def assign(world: World, folder: Path, *, count: int) -> World:
    """Return a copy of a world in which users of the directory have `count` assignments, the same number in every account."""
    assigned = world.copy(folder)
    in_account = count // len(world.account_ids)
    sets = max(in_account // len(world.user_ids), 1)
    users = world.user_ids[: max(in_account // sets, USERS_A_ROLE)]
    with assigned.installation.core() as core:
        arns = core.run(lambda call: _permission_sets(call, world, sets))
        core.run(lambda call: _make_roles(call, world, arns, users[0]))
        core.finish_jobs()
        core.run(lambda call: _insert(call, world, arns, users, count))
    return assigned


def _permission_sets(call: Call, world: World, count: int) -> list[str]:
    """Return the world's permission set and as many more as are missing."""
    more = (
        permission_sets.create(call, instance_arn=world.instance_arn, name=f"Set-{each}") for each in range(1, count)
    )
    return [world.permission_set_arn, *(made.arn for made in more)]


def _make_roles(call: Call, world: World, arns: list[str], user_id: str) -> None:
    for arn, account_id in product(arns, world.account_ids):
        assignments.request_creation(
            call,
            instance_arn=world.instance_arn,
            permission_set_arn=arn,
            account_id=account_id,
            principal_type="USER",
            principal_id=user_id,
        )


def _insert(call: Call, world: World, arns: list[str], users: tuple[str, ...], count: int) -> None:
    for arn, user_id, account_id in islice(product(arns, users, world.account_ids), count):
        set_id = arn.rpartition("/")[2]
        store.assignments.insert_assignment(call.tx, Assignment(set_id, account_id, "USER", user_id))
