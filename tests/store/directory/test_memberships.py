"""Memberships on both databases, seen from the group and from the user."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from gatepost.core.directory import groups, memberships
from gatepost.core.directory.model import Membership
from gatepost.kit.errors import Conflict, NotFound
from gatepost.kit.paging import PageRequest
from tests.store.directory.conftest import Directory

NOBODY = "0000000000-aaaaaaaa-0000-4000-8000-000000000000"


def join(directory: Directory, user_id: str, group_id: str) -> Membership:
    return directory.write(
        lambda call: memberships.create(
            call, identity_store_id=directory.identity_store_id, group_id=group_id, user_id=user_id
        )
    )


def test_found_by_id_and_by_its_two_ends(directory: Directory) -> None:
    user, group = directory.user(), directory.group()
    made = directory.join(user, group)
    here = directory.identity_store_id

    assert directory.read(lambda call: memberships.get(call, here, made.membership_id)) == made
    between = directory.read(
        lambda call: memberships.get_between(
            call, identity_store_id=here, group_id=group.group_id, user_id=user.user_id
        )
    )
    assert between == made
    assert directory.read(lambda call: memberships.group_ids_of(call.tx, user.user_id)) == [group.group_id]


def test_nobody_is_in_a_group_twice(directory: Directory) -> None:
    user, group = directory.user(), directory.group()
    directory.join(user, group)

    with pytest.raises(Conflict, match="Member and Group relationship already exists") as refused:
        directory.join(user, group)
    assert refused.value.reason == "UNIQUENESS_CONSTRAINT_VIOLATION"


def test_both_ends_must_be_there(directory: Directory) -> None:
    user, group = directory.user(), directory.group()

    with pytest.raises(NotFound, match="USER not found"):
        join(directory, NOBODY, group.group_id)
    with pytest.raises(NotFound, match="GROUP not found"):
        join(directory, user.user_id, NOBODY)


def test_a_group_that_is_deleted_meanwhile_gets_no_member(directory: Directory) -> None:
    user = directory.user()
    for number in range(10):
        group = directory.group(f"Group {number}")
        start = Barrier(2)

        def delete(group_id: str = group.group_id, start: Barrier = start) -> None:
            start.wait()
            directory.write(
                lambda call: groups.delete(call, identity_store_id=directory.identity_store_id, group_id=group_id)
            )

        def enter(group_id: str = group.group_id, start: Barrier = start) -> bool:
            start.wait()
            try:
                join(directory, user.user_id, group_id)
            except NotFound:
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            deleted, entered = pool.submit(delete), pool.submit(enter)
            deleted.result()
            assert entered.result() in {True, False}

    assert directory.read(lambda call: memberships.group_ids_of(call.tx, user.user_id)) == []


def test_listed_from_either_side_by_age(directory: Directory) -> None:
    here = directory.identity_store_id
    people = [directory.user(f"user-{number}") for number in range(5)]
    teams = [directory.group(f"group-{number}") for number in range(3)]
    made = []
    for user in people:
        made.append(directory.join(user, teams[0]))
        directory.clock.advance(seconds=1)
    others = [directory.join(people[0], team) for team in teams[1:]]

    def of_group(request: PageRequest) -> list[Membership]:
        page = directory.read(lambda call: memberships.list_of_group(call, here, teams[0].group_id, request))
        return [*page.items, *(of_group(PageRequest(request.size, page.next)) if page.next else [])]

    of_user = directory.read(lambda call: memberships.list_of_user(call, here, people[0].user_id, PageRequest(10)))

    assert of_group(PageRequest(2)) == made
    assert of_user.items[0] == made[0]
    assert {membership.group_id for membership in of_user.items[1:]} == {membership.group_id for membership in others}


def test_lists_of_what_is_not_there_say_so(directory: Directory) -> None:
    here = directory.identity_store_id
    with pytest.raises(NotFound, match="GROUP not found"):
        directory.read(lambda call: memberships.list_of_group(call, here, NOBODY, PageRequest(10)))
    with pytest.raises(NotFound, match="USER not found"):
        directory.read(lambda call: memberships.list_of_user(call, here, NOBODY, PageRequest(10)))


def test_is_member_answers_each_group_in_the_order_asked(directory: Directory) -> None:
    here = directory.identity_store_id
    user = directory.user()
    teams = [directory.group(f"group-{number}") for number in range(100)]
    for team in teams[::2]:
        directory.join(user, team)
    asked = [team.group_id for team in reversed(teams)]

    def answers(user_id: str, group_ids: list[str]) -> list[bool]:
        return directory.read(
            lambda call: memberships.is_member(call, identity_store_id=here, user_id=user_id, group_ids=group_ids)
        )

    assert answers(user.user_id, asked) == [False, True] * 50
    assert answers(user.user_id, [asked[1], asked[1]]) == [True, True]
    with pytest.raises(NotFound, match="GROUP not found"):
        answers(user.user_id, [*asked[:2], NOBODY])
    with pytest.raises(NotFound, match="USER not found"):
        answers(NOBODY, asked)


def test_leaving_a_group(directory: Directory) -> None:
    user, group = directory.user(), directory.group()
    membership = directory.join(user, group)

    def leave() -> None:
        directory.write(
            lambda call: memberships.delete(
                call, identity_store_id=directory.identity_store_id, membership_id=membership.membership_id
            )
        )

    leave()
    assert directory.read(lambda call: memberships.group_ids_of(call.tx, user.user_id)) == []
    with pytest.raises(NotFound, match="GROUP_MEMBERSHIP not found"):
        leave()
