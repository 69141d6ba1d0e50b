"""Instances on both databases: made once an account, changed, settled, removed."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from gatepost.core.access import instance_deletion
from gatepost.core.call import Call
from gatepost.core.instances import instances
from gatepost.core.instances.known import FRESH, KnownInstances
from gatepost.core.instances.model import Instance
from gatepost.core.instances.network import IdentityStoreNetwork, InstanceNetwork
from gatepost.kit.errors import Conflict, Denied, Invalid, NotFound, Problem
from gatepost.kit.paging import PageRequest
from tests.calls import CLIENT
from tests.kit import FakeClock
from tests.store.instances.conftest import MANAGEMENT, MEMBER, Instances

NETWORK = InstanceNetwork(vpce_access_required=True, allow_source_ips=("192.0.2.0/24",))
STORE_NETWORK = IdentityStoreNetwork(vpce_access_required=True, scim_allow_source_ips=("0.0.0.0/0",))


def test_an_instance_comes_back_as_it_was_made(world: Instances) -> None:
    made = world.create(name="sandbox")
    assert world.now(made) == made
    assert (made.owner_account_id, made.region, made.status) == (MEMBER, CLIENT.region, "CREATE_IN_PROGRESS")
    assert not made.is_of_organization
    assert world.read(instances.require_primary) == world.primary
    for key in (made.instance_id, made.identity_store_id):
        assert world.read(lambda call, key=key: instances.find(call, key)) == made  # type: ignore[misc]
    world.settle(made)
    assert world.now(made).is_active


def test_everything_that_may_change_changes(world: Instances) -> None:
    def change(call: Call) -> None:
        instances.update(call, instance_arn=world.primary.arn, name="acme", allowed_networks=NETWORK)
        instances.update(
            call, instance_arn=world.primary.arn, encryption=instances.Encryption("arn:aws:kms:us-east-1:1:key/mrk-1")
        )
        instances.set_identity_store_network(call, world.primary.identity_store_id, STORE_NETWORK)

    world.write(change)
    changed = world.now(world.primary)
    assert (changed.name, changed.network, changed.identity_store_network) == ("acme", NETWORK, STORE_NETWORK)
    assert changed.kms_key_arn == "arn:aws:kms:us-east-1:1:key/mrk-1"
    opened = world.write(instances.lift_network_configurations)
    assert (opened.network, opened.identity_store_network, opened.name) == (None, None, "acme")
    assert world.now(world.primary) == opened


def test_one_account_has_one_instance_however_many_ask_at_once(world: Instances) -> None:
    def ask(_: int) -> Instance | Problem:
        try:
            return world.create()
        except Conflict as conflict:
            return conflict

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(20)))
    assert sum(isinstance(each, Instance) for each in answers) == 1


def test_the_management_account_has_the_organisations(world: Instances) -> None:
    with pytest.raises(Denied):
        world.create(MANAGEMENT)


def test_an_account_sees_its_own_and_the_organisations(world: Instances) -> None:
    own = world.create()

    def seen(account_id: str, region: str | None = None) -> set[str]:
        page = world.read(lambda call: instances.list_visible(call, region=region, page=PageRequest(10)), account_id)
        return {each.instance_id for each in page.items}

    assert seen(MEMBER) == {own.instance_id, world.primary.instance_id}
    assert seen(MANAGEMENT) == seen("777788889999") == {world.primary.instance_id}
    assert seen(MEMBER, "eu-west-1") == set()
    owned = world.read(lambda call: instances.list_owned(call, PageRequest(10)), MEMBER)
    assert list(owned.items) == [own]


def test_permission_sets_are_enabled_once_and_for_all(world: Instances) -> None:
    own = world.create()
    with pytest.raises(Invalid):
        world.read(lambda call: instances.require_permission_sets(call, own.arn))
    world.write(lambda call: instances.update(call, instance_arn=own.arn, permission_sets_enabled=True))
    assert world.read(lambda call: instances.require_permission_sets(call, own.arn)).permission_sets_enabled
    with pytest.raises(Invalid):
        world.write(lambda call: instances.update(call, instance_arn=own.arn, permission_sets_enabled=False))


def test_an_instance_is_removed_by_its_job(world: Instances) -> None:
    own = world.create()
    world.settle(own)
    world.write(lambda call: instance_deletion.request(call, own.arn), MEMBER)
    assert world.now(own).status == "DELETE_IN_PROGRESS"
    # A job that settles and comes late changes nothing of that.
    world.settle(own)
    assert world.now(own).status == "DELETE_IN_PROGRESS"
    with pytest.raises(Conflict):
        world.write(lambda call: instance_deletion.request(call, own.arn), MEMBER)
    for _ in range(2):
        world.write(lambda call: instance_deletion.carry_out(call, {"instance_id": own.instance_id}))
    with pytest.raises(NotFound):
        world.now(own)
    world.settle(own)
    assert world.create().instance_id != own.instance_id


def test_the_organisations_instance_stays(world: Instances) -> None:
    with pytest.raises(Denied):
        world.write(lambda call: instance_deletion.request(call, world.primary.arn))


def obstacle(instance: Instance) -> Problem | None:
    return None if instance.name == "open" else Denied("closed")


def rename(world: Instances, name: str) -> None:
    world.write(lambda call: instances.update(call, instance_arn=world.primary.arn, name=name))


def test_what_is_known_is_a_second_old_at_most(world: Instances, clock: FakeClock) -> None:
    known = KnownInstances(world.core.runtime)
    rename(world, "open")
    found = known.primary(CLIENT)
    known.require(CLIENT, found, obstacle)
    rename(world, "shut")
    assert known.primary(CLIENT) == found
    clock.advance(seconds=FRESH.total_seconds())
    with pytest.raises(Denied):
        known.require(CLIENT, known.primary(CLIENT), obstacle)


def test_nothing_is_refused_because_of_what_has_changed(world: Instances) -> None:
    known = KnownInstances(world.core.runtime)
    found = known.find(CLIENT, world.primary.instance_id)
    assert found is not None
    assert known.find(CLIENT, world.primary.identity_store_id) == found
    rename(world, "open")
    known.require(CLIENT, found, obstacle)
    now = known.find(CLIENT, world.primary.instance_id)
    assert now is not None
    assert now.name == "open"


def test_one_that_is_gone_stands_in_nobodys_way(world: Instances) -> None:
    known = KnownInstances(world.core.runtime)
    own = world.create()
    found = known.find(CLIENT, own.instance_id)
    assert found == own
    world.write(lambda call: instance_deletion.request(call, own.arn), MEMBER)
    world.write(lambda call: instance_deletion.carry_out(call, {"instance_id": own.instance_id}))
    known.require(CLIENT, own, obstacle)
    assert known.find(CLIENT, own.instance_id) is None
    assert known.find(CLIENT, "ssoins-0123456789abcdef") is None
