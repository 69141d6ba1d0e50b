"""Regions on both databases: added and removed, one at a time."""

import pytest

from gatepost.core.instances import regions
from gatepost.core.instances.model import Region
from gatepost.kit.errors import Conflict, Invalid, NotFound
from gatepost.kit.paging import PageRequest
from tests.kit import FakeClock
from tests.store.instances.conftest import Instances

IRELAND = "eu-west-1"


def add(world: Instances, name: str = IRELAND) -> Region:
    return world.write(lambda call: regions.add(call, instance_arn=world.primary.arn, region_name=name))


def remove(world: Instances, name: str = IRELAND) -> Region:
    return world.write(lambda call: regions.remove(call, instance_arn=world.primary.arn, region_name=name))


def listed(world: Instances) -> list[Region]:
    """Return every Region, page by page."""
    found: list[Region] = []
    after = None
    while True:
        request = PageRequest(1, after)
        page = world.read(lambda call: regions.list_all(call, world.primary.arn, request))  # noqa: B023 - read at once
        found += page.items
        after = page.next
        if after is None:
            return found


def test_a_region_comes_and_goes(world: Instances, clock: FakeClock) -> None:
    primary = Region("us-east-1", "ACTIVE", world.primary.created_at, is_primary=True)
    assert listed(world) == [primary]
    added_at = clock.advance(minutes=1)
    assert add(world) == Region(IRELAND, "ADDING", added_at)
    assert not world.now(world.primary).answers_in(IRELAND)
    world.settle(world.primary)
    assert listed(world) == [Region(IRELAND, "ACTIVE", added_at), primary]
    assert world.now(world.primary).answers_in(IRELAND)
    clock.advance(minutes=1)
    assert remove(world) == Region(IRELAND, "REMOVING", added_at)
    assert not world.now(world.primary).answers_in(IRELAND)
    world.settle(world.primary)
    assert listed(world) == [primary]


def test_only_one_is_on_its_way(world: Instances) -> None:
    add(world)
    with pytest.raises(Conflict):
        add(world, "eu-north-1")
    with pytest.raises(Conflict):
        remove(world)
    world.settle(world.primary)
    add(world, "eu-north-1")
    with pytest.raises(Conflict):
        remove(world)
    world.settle(world.primary)
    remove(world)
    with pytest.raises(Conflict):
        add(world, "ap-south-1")


def test_the_primary_region_stays(world: Instances) -> None:
    with pytest.raises(Invalid):
        remove(world, "us-east-1")
    with pytest.raises(Conflict):
        add(world, "us-east-1")
    with pytest.raises(NotFound):
        remove(world)


def test_an_accounts_instance_has_one_region(world: Instances) -> None:
    own = world.create()
    with pytest.raises(Invalid):
        world.write(lambda call: regions.add(call, instance_arn=own.arn, region_name=IRELAND))
