"""Two servers that work on one database at the same time."""

from concurrent.futures import ThreadPoolExecutor

from gatepost.core.access import requests
from gatepost.core.access.model import RequestStatus
from gatepost.core.iam import roles
from gatepost.kit.arns import RESERVED_SSO_PATH
from tests.store.access.world import EVERYTHING, MANAGEMENT, World


def both_work(world: World) -> None:
    with ThreadPoolExecutor(2) as servers:
        for done in [servers.submit(world.work) for _ in range(2)]:
            done.result()
    # What one of them put back after a conflict of serialisation is due later.
    world.work()


def outcomes(world: World, operation: str) -> list[RequestStatus]:
    page = world.run(
        lambda call: requests.list_of(call, world.instance.arn, operation, None, EVERYTHING)  # type: ignore[arg-type]
    )
    return [request.status for request in page.items]


def role_count(world: World) -> int:
    page = world.run(lambda call: roles.list_roles(call, MANAGEMENT, EVERYTHING, path_prefix=RESERVED_SSO_PATH))
    return len(page.items)


def test_they_make_one_role_and_remove_it_once(world: World) -> None:
    permission_set, people = world.permission_set("Auditors"), [world.user(f"user{number}") for number in range(12)]
    for user_id in people:
        world.ask(permission_set, MANAGEMENT, user_id)
    both_work(world)
    assert outcomes(world, "CREATE_ASSIGNMENT") == ["SUCCEEDED"] * 12
    assert role_count(world) == 1

    for user_id in people:
        world.ask_to_remove(permission_set, MANAGEMENT, user_id)
    both_work(world)
    assert outcomes(world, "DELETE_ASSIGNMENT") == ["SUCCEEDED"] * 12
    assert role_count(world) == 0


def test_comings_and_goings_never_leave_an_assignment_without_a_role(world: World) -> None:
    permission_set = world.permission_set("Auditors")
    here, there = (
        [world.user(f"here{number}") for number in range(6)],
        [world.user(f"there{number}") for number in range(6)],
    )
    for user_id in here:
        world.ask(permission_set, MANAGEMENT, user_id)
    world.work()
    for goes, comes in zip(here, there, strict=True):
        world.ask_to_remove(permission_set, MANAGEMENT, goes)
        world.ask(permission_set, MANAGEMENT, comes)
    both_work(world)
    assert outcomes(world, "CREATE_ASSIGNMENT") == ["SUCCEEDED"] * 12
    assert outcomes(world, "DELETE_ASSIGNMENT") == ["SUCCEEDED"] * 6
    assert role_count(world) == 1
