"""Permission sets and the policies in them, on both databases."""

import json

import pytest

from gatepost.core.access import permission_sets, policies
from gatepost.core.call import Call
from gatepost.core.tagging import tags
from gatepost.kit import arns
from gatepost.kit.errors import Conflict, Invalid, NotFound, QuotaExceeded
from gatepost.kit.paging import PageRequest
from tests.store.access.world import ADMINISTRATOR, EVERYTHING, READ_ONLY, World

SOMETHING = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]})


def test_a_new_set_has_what_was_given_and_an_hour(world: World) -> None:
    made = world.permission_set("Auditors", description="They look", relay_state="https://example.com")
    found = world.run(lambda call: permission_sets.get(call, world.instance.arn, made.arn))
    assert found == made
    assert (found.session_duration, found.relay_state) == ("PT1H", "https://example.com")


def test_its_tags_go_with_a_set(world: World) -> None:
    made = world.permission_set("Auditors", tags={"team": "a"})

    def tagged(call: Call) -> list[tuple[str, str]]:
        return list(tags.list_of(call, made.arn, EVERYTHING).items)

    assert world.run(tagged) == [("team", "a")]
    world.run(lambda call: permission_sets.delete(call, world.instance.arn, made.arn))
    assert world.run(tagged) == []


def test_a_name_is_taken_once_in_an_instance(world: World) -> None:
    world.permission_set("Auditors")
    with pytest.raises(Conflict, match=r"PermissionSet with name Auditors already exists\."):
        world.permission_set("Auditors")


@pytest.mark.parametrize("duration", ["PT59M", "PT13H", "P1D", "PT12H1S", "-PT2H"])
def test_a_session_lasts_one_to_twelve_hours(world: World, duration: str) -> None:
    with pytest.raises(Invalid):
        world.permission_set("Auditors", session_duration=duration)


def test_sets_are_listed_page_by_page(world: World) -> None:
    made = {world.permission_set(f"Set{number}").arn for number in range(5)}
    first = world.run(lambda call: permission_sets.list_arns(call, world.instance.arn, PageRequest(3)))
    second = world.run(lambda call: permission_sets.list_arns(call, world.instance.arn, PageRequest(3, first.next)))
    assert (len(first.items), len(second.items), second.next) == (3, 2, None)
    assert {*first.items, *second.items} == made


def test_an_update_changes_what_is_given_and_clears_a_relay_state_that_is_not(world: World) -> None:
    made = world.permission_set("Auditors", description="They look", relay_state="https://example.com")
    world.run(
        lambda call: permission_sets.update(
            call, instance_arn=world.instance.arn, permission_set_arn=made.arn, session_duration="PT2H"
        )
    )
    found = world.run(lambda call: permission_sets.get(call, world.instance.arn, made.arn))
    assert (found.description, found.session_duration, found.relay_state) == ("They look", "PT2H", None)


def test_a_set_that_nobody_uses_goes_with_its_policies(world: World) -> None:
    made = world.permission_set("Auditors", READ_ONLY)
    world.run(lambda call: permission_sets.delete(call, world.instance.arn, made.arn))
    with pytest.raises(NotFound, match="Could not find PermissionSet with id ps-"):
        world.run(lambda call: permission_sets.get(call, world.instance.arn, made.arn))
    again = world.permission_set("Auditors")
    assert world.run(lambda call: policies.list_managed(call, world.instance.arn, again.arn, EVERYTHING)).items == []


def test_a_set_of_another_instance_is_not_found(world: World) -> None:
    made = world.permission_set("Auditors")
    elsewhere = arns.instance("ssoins-0123456789abcdef")
    with pytest.raises(NotFound, match="Could not find PermissionSet"):
        world.run(lambda call: permission_sets.get(call, elsewhere, made.arn))
    foreign = arns.permission_set("ssoins-0123456789abcdef", made.permission_set_id)
    with pytest.raises(NotFound, match="Could not find Instance"):
        world.run(lambda call: permission_sets.get(call, elsewhere, foreign))


def test_a_managed_policy_is_attached_once_and_detached_once(world: World) -> None:
    made = world.permission_set("Auditors", READ_ONLY, ADMINISTRATOR)
    with pytest.raises(Conflict, match="already has a typed link attachment"):
        world.attach(made, READ_ONLY)

    def detach() -> None:
        world.run(
            lambda call: policies.detach_managed(
                call, instance_arn=world.instance.arn, permission_set_arn=made.arn, policy_arn=READ_ONLY
            )
        )

    detach()
    listed = world.run(lambda call: policies.list_managed(call, world.instance.arn, made.arn, EVERYTHING))
    assert listed.items == [ADMINISTRATOR]
    with pytest.raises(NotFound, match="Could not find ManagedPolicy with arn"):
        detach()


def test_a_policy_that_does_not_exist_cannot_be_attached(world: World) -> None:
    made = world.permission_set("Auditors")
    with pytest.raises(NotFound, match="Policy does not exist with ARN"):
        world.attach(made, "arn:aws:iam::aws:policy/NoSuchPolicy")


def test_a_set_holds_twenty_managed_policies(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policies, "MAX_MANAGED_POLICIES", 1)
    made = world.permission_set("Auditors", READ_ONLY)
    with pytest.raises(QuotaExceeded, match="You have exceeded AWS SSO limits"):
        world.attach(made, ADMINISTRATOR)
    listed = world.run(lambda call: policies.list_managed(call, world.instance.arn, made.arn, EVERYTHING))
    assert listed.items == [READ_ONLY]


def test_an_inline_policy_is_put_replaced_and_removed(world: World) -> None:
    made = world.permission_set("Auditors")

    def inline() -> str:
        return world.run(lambda call: policies.get_inline(call, world.instance.arn, made.arn))

    def put(document: str) -> None:
        world.run(
            lambda call: policies.put_inline(
                call, instance_arn=world.instance.arn, permission_set_arn=made.arn, document=document
            )
        )

    assert inline() == ""
    put(SOMETHING)
    assert inline() == SOMETHING
    world.run(lambda call: policies.delete_inline(call, world.instance.arn, made.arn))
    assert inline() == ""
    with pytest.raises(Invalid):
        put('{"Version": "2012-10-17"')
    with pytest.raises(Invalid):
        put(SOMETHING.replace('"Resource": "*"', '"Resource": "*", "Principal": "*"'))
    long = SOMETHING.replace('"s3:*"', json.dumps([f"s3:Get{number:05}" for number in range(1000)]))
    with pytest.raises(QuotaExceeded):
        put(long)
    assert inline() == ""
