"""Who may use an application, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from gatepost.core.applications import assignments
from gatepost.core.directory import groups, memberships, users
from gatepost.core.directory.store import find_membership_between
from gatepost.kit.errors import Conflict, NotFound, Problem
from gatepost.kit.paging import PageRequest
from tests.store.applications.conftest import Applications


def test_they_are_listed_page_by_page(world: Applications) -> None:
    wiki = world.application()
    people = [world.user(f"user{number}") for number in range(4)]
    team = world.group("team")
    for user_id in people:
        world.assign(wiki, user_id)
    world.assign(wiki, team, "GROUP")
    first = world.assigned(wiki, PageRequest(3))
    second = world.assigned(wiki, PageRequest(3, first.next))
    found = {(each.principal_type, each.principal_id) for each in (*first.items, *second.items)}
    assert (len(first.items), len(second.items), second.next) == (3, 2, None)
    assert found == {*(("USER", user_id) for user_id in people), ("GROUP", team)}


def test_a_users_applications_come_page_by_page_with_those_of_their_groups(world: Applications) -> None:
    ada = world.user("ada")
    one, two = world.group("one", ada), world.group("two", ada)
    made = [world.application(f"Application {number}") for number in range(3)]
    for application in made:
        world.assign(application, one, "GROUP")
        world.assign(application, two, "GROUP")
        world.assign(application, ada)
    found: list[tuple[str, ...]] = []
    after = None
    while True:
        page = world.applications_of(ada, page=PageRequest(2, after))
        found.extend((each.application_arn, each.principal_type, each.principal_id) for each in page.items)
        if (after := page.next) is None:
            break
    wanted = {
        (application.arn, kind, principal)
        for application in made
        for kind, principal in (("USER", ada), ("GROUP", one), ("GROUP", two))
    }
    assert (len(found), set(found)) == (9, wanted)
    assert len(world.applications_of(one, "GROUP").items) == 3
    assert {each.application_arn for each in world.applications_of(ada, application=made[1]).items} == {made[1].arn}


def test_who_leaves_a_group_leaves_its_applications(world: Applications) -> None:
    ada, wiki = world.user("ada"), world.application()
    team = world.group("team", ada)
    world.assign(wiki, team, "GROUP")
    assert len(world.applications_of(ada).items) == 1
    store_id = world.identity_store_id
    membership = world.read(lambda call: find_membership_between(call.tx, store_id, team, ada))
    assert membership is not None
    world.write(
        lambda call: memberships.delete(call, identity_store_id=store_id, membership_id=membership.membership_id)
    )
    assert world.applications_of(ada).items == []


def test_with_the_principal_goes_the_assignment(world: Applications) -> None:
    ada, bob, wiki = world.user("ada"), world.user("bob"), world.application()
    team, store_id = world.group("team", bob), world.identity_store_id
    for principal in (ada, bob):
        world.assign(wiki, principal)
    world.assign(wiki, team, "GROUP")
    world.write(lambda call: users.delete(call, identity_store_id=store_id, user_id=ada))
    world.write(lambda call: groups.delete(call, identity_store_id=store_id, group_id=team))
    assert [each.principal_id for each in world.assigned(wiki).items] == [bob]
    with pytest.raises(NotFound):
        world.applications_of(ada)
    assert len(world.applications_of(bob).items) == 1


def test_of_many_that_assign_one_person_one_succeeds(world: Applications) -> None:
    ada, wiki = world.user("ada"), world.application()

    def try_once(_: int) -> bool:
        try:
            world.assign(wiki, ada)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_once, range(24))) == 1


def test_an_assignment_of_somebody_who_goes_is_kept_or_refused_and_never_a_fault(world: Applications) -> None:
    wiki, store_id = world.application(), world.identity_store_id
    for number in range(10):
        user_id = world.user(f"user{number}")

        def assign() -> str:
            try:
                world.assign(wiki, user_id)  # noqa: B023 - run before the next turn
            except Problem as problem:
                return type(problem).__name__
            return "assigned"

        with ThreadPoolExecutor(2) as pool:
            assigning = pool.submit(assign)
            pool.submit(
                lambda: world.write(
                    lambda call: users.delete(call, identity_store_id=store_id, user_id=user_id)  # noqa: B023
                )
            ).result()
            assert assigning.result() in {"assigned", "NotFound"}
    assert world.assigned(wiki).items == []


def test_that_assignments_are_needed_is_remembered(world: Applications) -> None:
    wiki = world.application()
    assert world.read(lambda call: assignments.is_required(call, wiki.arn)) is True
    world.write(lambda call: assignments.require(call, wiki.arn, required=False))
    assert world.read(lambda call: assignments.is_required(call, wiki.arn)) is False
