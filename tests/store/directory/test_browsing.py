"""Users and groups found by how they begin, leafed through both ways, from either end of a membership."""

import pytest

from gatepost.core.directory import groups, users
from gatepost.core.directory.model import Group, User, UserAttributes, UserStatus
from gatepost.core.directory.store import named_members
from gatepost.kit.paging import Window, WindowRequest
from tests.store.directory.conftest import Directory


def person(directory: Directory, user_name: str, given: str = "A", family: str = "B") -> User:
    attributes = UserAttributes.person(
        user_name=user_name, given_name=given, family_name=family, email=f"{user_name}@x.org"
    )
    return directory.create(attributes)


def search(directory: Directory, prefix: str = "", **place: object) -> Window[User]:
    request = WindowRequest(2, **place)  # type: ignore[arg-type]
    return directory.read(lambda call: users.browse(call, directory.identity_store_id, prefix, request))


def names(window: Window[User]) -> list[str]:
    return [user.user_name for user in window.items]


def test_a_list_is_leafed_through_to_its_end_and_back(directory: Directory) -> None:
    for name in ("e", "B", "d", "a", "C"):
        person(directory, name)
    first = search(directory)
    assert (names(first), first.previous, first.next) == (["a", "B"], None, "b")
    second = search(directory, after=first.next)
    assert (names(second), second.previous, second.next) == (["C", "d"], "c", "d")
    third = search(directory, after=second.next)
    assert (names(third), third.previous, third.next) == (["e"], "e", None)
    assert names(search(directory, before=third.previous)) == ["C", "d"]
    back = search(directory, before=second.previous)
    assert (names(back), back.previous, back.next) == (["a", "B"], None, "b")
    last = search(directory, from_end=True)
    assert (names(last), last.previous, last.next) == (["d", "e"], "d", None)
    assert search(directory, after="zzz") == Window([])


def test_a_prefix_is_looked_for_in_name_display_name_and_address(directory: Directory) -> None:
    person(directory, "straße")
    person(directory, "b", "Strass", "Meier")
    person(directory, "c")
    assert names(search(directory, "STRASS")) == ["straße", "b"]
    assert names(search(directory, "c@X")) == ["c"]
    assert names(search(directory, "%")) == []
    assert names(search(directory, "_")) == []
    assert names(search(directory, "\U0010ffff")) == []


def test_what_fits_better_comes_first_and_nobody_twice(directory: Directory) -> None:
    for name, given in (("ma", "Zoe"), ("zz", "Mara"), ("mb", "Max"), ("yy", "Mara"), ("q", "Q")):
        person(directory, name, given)
    whole = directory.read(lambda call: users.browse(call, directory.identity_store_id, "M", WindowRequest(10)))
    assert names(whole)[:2] == ["ma", "mb"]
    assert sorted(names(whole)[2:]) == ["yy", "zz"]
    first = search(directory, "m")
    assert (names(first), first.previous) == (["ma", "mb"], None)
    second = search(directory, "m", after=first.next)
    assert names(second) == names(whole)[2:]
    assert second.next is None
    assert names(search(directory, "m", before=second.previous)) == ["ma", "mb"]
    assert names(search(directory, "m", from_end=True)) == names(second)
    for gone in ("0nobody", "1nobody", "9x", "x"):
        assert search(directory, "m", after=gone).items


def test_users_of_one_status_are_listed_and_searched(directory: Directory) -> None:
    made = [person(directory, name) for name in ("ma", "mb", "mc", "n")]
    for user in (made[1], made[3]):
        directory.write(
            lambda call, user=user: users.set_status(  # type: ignore[misc]
                call, identity_store_id=directory.identity_store_id, user_id=user.user_id, status="DISABLED"
            )
        )

    def found(prefix: str, status: UserStatus) -> list[str]:
        request = WindowRequest(10)
        return names(
            directory.read(lambda call: users.browse(call, directory.identity_store_id, prefix, request, status))
        )

    assert found("", "DISABLED") == ["mb", "n"]
    assert found("", "ENABLED") == ["ma", "mc"]
    assert found("M", "DISABLED") == ["mb"]
    assert found("M", "ENABLED") == ["ma", "mc"]


def test_members_of_a_large_group_are_listed_the_same_way(
    directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [person(directory, name) for name in ("d", "B", "a", "C", "e", "f")]
    whole, half = directory.group("Whole"), directory.group("Half")
    for number, member in enumerate(people):
        directory.join(member, whole)
        if number % 2:
            directory.join(member, half)
    walked = named_members._HAS_MANY.offset(2)
    monkeypatch.setattr(named_members, "_HAS_MANY", walked)

    def page(group: Group, **place: object) -> list[str]:
        request = WindowRequest(2, **place)  # type: ignore[arg-type]
        found = directory.read(
            lambda call: groups.list_members(call, directory.identity_store_id, group.group_id, request)
        )
        return [f"{member.user.user_name}:{member.membership_id != ''}" for member in found.items]

    assert page(whole) == ["a:True", "B:True"]
    assert page(whole, after="b") == ["C:True", "d:True"]
    assert page(whole, from_end=True) == ["e:True", "f:True"]
    assert page(half) == ["B:True", "C:True"]
    assert page(half, after="c") == ["f:True"]
    assert page(half, before="f") == ["B:True", "C:True"]


def test_members_and_groups_are_listed_by_name(directory: Directory) -> None:
    ada, bo = person(directory, "Bo"), person(directory, "ada")
    made: list[Group] = [directory.group(name) for name in ("Zebra", "apple")]
    for group in made:
        directory.join(ada, group)
    directory.join(bo, made[0])
    request = WindowRequest(10)
    store_id = directory.identity_store_id
    members = directory.read(lambda call: groups.list_members(call, store_id, made[0].group_id, request))
    assert [each.user.user_name for each in members.items] == ["ada", "Bo"]
    of_user = directory.read(lambda call: groups.list_of_user(call, store_id, ada.user_id, request))
    assert [each.group.display_name for each in of_user.items] == ["apple", "Zebra"]
    found = directory.read(lambda call: groups.browse(call, store_id, "APP", request))
    assert [group.display_name for group in found.items] == ["apple"]
