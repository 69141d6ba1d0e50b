"""Tags, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from gatepost.core.call import Call
from gatepost.core.instances import instances
from gatepost.core.instances import store as instances_store
from gatepost.core.instances.model import Instance
from gatepost.core.tagging import store, tags
from gatepost.core.tagging.model import MAX_TAGS, Tags, tags_of
from gatepost.kit import arns
from gatepost.kit.errors import Invalid, QuotaExceeded
from gatepost.kit.paging import PageRequest
from tests.calls import Core

EVERYTHING = PageRequest(100)


@pytest.fixture
def instance(core: Core) -> Instance:
    return core.write(lambda call: instances.create(call, account_id="111122223333", region="us-east-1"))


def put(core: Core, arn: str, given: Tags) -> None:
    core.write(lambda call: tags.put(call, arn, given))


def tagged(core: Core, arn: str) -> Tags:
    return dict(core.read(lambda call: tags.list_of(call, arn, EVERYTHING)).items)


def test_a_tag_is_put_in_place_of_the_one_before(core: Core, instance: Instance) -> None:
    put(core, instance.arn, {"team": "a", "stage": ""})
    put(core, instance.arn, {"team": "b", "\u00c4rger": "\u6f22\u5b57"})
    put(core, instance.arn, {})
    assert tagged(core, instance.arn) == {"team": "b", "stage": "", "\u00c4rger": "\u6f22\u5b57"}
    core.write(lambda call: tags.remove(call, instance.arn, ["team", "absent"]))
    assert set(tagged(core, instance.arn)) == {"stage", "\u00c4rger"}
    core.write(lambda call: tags.remove_all(call, instance.arn))
    assert tagged(core, instance.arn) == {}


def test_they_are_listed_by_key_page_by_page(core: Core, instance: Instance) -> None:
    put(core, instance.arn, {"b": "1", "a": "2", "B": "3", "_": "4", "\u00e4": "5"})
    first = core.read(lambda call: tags.list_of(call, instance.arn, PageRequest(3)))
    second = core.read(lambda call: tags.list_of(call, instance.arn, PageRequest(3, first.next)))
    assert [key for key, _ in (*first.items, *second.items)] == ["B", "_", "a", "b", "\u00e4"]
    assert second.next is None


def test_each_resource_has_its_own(core: Core, instance: Instance) -> None:
    one, two, three = (arns.permission_set(instance.instance_id, f"ps-{number:016x}") for number in range(3))
    put(core, one, {"team": "a"})
    put(core, two, {"team": "b", "stage": "test"})
    found = core.read(lambda call: store.tags_by_resource(call.tx, (one, two, three)))
    assert found == {one: {"team": "a"}, two: {"team": "b", "stage": "test"}}


def test_with_an_instance_go_the_tags_of_all_that_is_in_it(core: Core, instance: Instance) -> None:
    inside = arns.permission_set(instance.instance_id, "ps-0123456789abcdef")
    for arn in (instance.arn, inside):
        put(core, arn, {"team": "a"})
    core.write(lambda call: instances_store.delete_instance(call.tx, instance.instance_id))
    assert tagged(core, instance.arn) == tagged(core, inside) == {}


def test_a_resource_has_fifty_at_most_however_many_ask_at_once(core: Core, instance: Instance) -> None:
    def try_once(number: int) -> bool:
        def change(call: Call) -> None:
            instances.lock(call, instance.arn)
            tags.put(call, instance.arn, {f"key{number}": ""})

        try:
            core.write(change)
        except QuotaExceeded:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_once, range(60))) == MAX_TAGS
    assert len(tagged(core, instance.arn)) == MAX_TAGS


@pytest.mark.parametrize("pairs", [[("a", "1"), ("a", "2")], [("aws:a", "")], [("Aws:", "")]])
def test_what_is_no_set_of_tags(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(Invalid):
        tags_of(pairs)


def test_what_is_one() -> None:
    assert tags_of([("a", "1"), ("A", "2"), ("awsome", "aws:")]) == {"a": "1", "A": "2", "awsome": "aws:"}
