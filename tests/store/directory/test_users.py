"""Users on both databases: what is kept, what is unique, how they are found, listed, changed and deleted."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from gatepost.core.directory import memberships, store, users
from gatepost.core.directory.model import (
    Address,
    Email,
    Enterprise,
    ExternalId,
    Manager,
    PersonName,
    PhoneNumber,
    Photo,
    Role,
    User,
    UserAttributes,
    UserChange,
)
from gatepost.core.queue import store as queue_store
from gatepost.kit.errors import Conflict, Invalid, NotFound
from gatepost.kit.paging import PageRequest, Position
from tests.store.directory.conftest import Directory

WHOLE = UserAttributes(
    user_name="grace@example.com",
    display_name="Grace Hopper",
    name=PersonName("Rear Adm. Grace Hopper", "Hopper", "Grace", "Brewster", "Dr.", "Ph.D."),
    nick_name="Amazing Grace",
    profile_url="https://example.com/grace",
    user_type="Staff",
    title="Programmer",
    preferred_language="en",
    locale="en-US",
    timezone="America/New_York",
    website="https://grace.example.com",
    birthdate="1906-12-09",
    status="DISABLED",
    emails=(Email("Grace@Example.com", "work", primary=True),),
    addresses=(Address("1 Main St", "Arlington", "VA", "22201", "US", "1 Main St\nArlington", "work", primary=False),),
    phone_numbers=(PhoneNumber("+1 555 0100", "work"),),
    photos=(
        Photo("https://example.com/g.png", "photo", "At her desk", primary=True),
        Photo("https://example.com/2.png"),
    ),
    roles=(Role("Researcher", "work", primary=True),),
    external_ids=(ExternalId("https://idp.example.com", "00u1"),),
    enterprise=Enterprise("7", "CC-1", "Navy", "Computing", "R&D", Manager("manager-id", "../Users/1")),
)


def update(directory: Directory, user: User, change: UserChange, revision: int | None = None) -> User:
    return directory.write(
        lambda call: users.update(
            call,
            identity_store_id=directory.identity_store_id,
            user_id=user.user_id,
            change=change,
            revision=revision,
        )
    )


def delete(directory: Directory, user: User, revision: int | None = None) -> None:
    directory.write(
        lambda call: users.delete(
            call, identity_store_id=directory.identity_store_id, user_id=user.user_id, revision=revision
        )
    )


def get(directory: Directory, user: User) -> User:
    return directory.read(lambda call: users.get(call, directory.identity_store_id, user.user_id))


def test_every_attribute_comes_back_as_it_was_given(directory: Directory) -> None:
    created = directory.create(WHOLE)

    found = get(directory, created)

    assert found == created
    assert found.attributes == WHOLE
    assert (found.revision, found.created_at, found.updated_by) == (1, directory.clock.now(), "sso.amazonaws.com")
    assert found.user_id.startswith(directory.identity_store_id.removeprefix("d-"))


@pytest.mark.parametrize("taken", ["ada", "ADA", "ａｄａ"])
def test_a_user_name_is_unique_whatever_its_case_or_width(directory: Directory, taken: str) -> None:
    directory.user("ada")

    with pytest.raises(Conflict, match="Duplicate UserName") as refused:
        directory.user(taken)

    assert refused.value.reason == "UNIQUENESS_CONSTRAINT_VIOLATION"


def test_an_email_address_is_unique_whatever_its_case_and_nobody_needs_one(directory: Directory) -> None:
    directory.user("ada", email="ada@example.com")
    directory.user("first")
    directory.user("second")

    with pytest.raises(Conflict, match="Duplicate Email"):
        directory.user("other", email="ADA@example.com")


def test_an_external_id_is_unique_with_its_issuer(directory: Directory) -> None:
    directory.create(WHOLE)
    other = UserAttributes.person(user_name="ada", given_name="Ada", family_name="Lovelace")

    with pytest.raises(Conflict, match="Duplicate ExternalId"):
        directory.create(replace(other, external_ids=WHOLE.external_ids))

    elsewhere = ExternalId("https://other.example.com", "00u1")
    assert directory.create(replace(other, external_ids=(elsewhere,))).attributes.external_ids == (elsewhere,)


def test_the_longest_names_are_unique_too(directory: Directory) -> None:
    # Each of these letters becomes 18 by compatibility, beyond what an index of PostgreSQL holds.
    longest = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 128
    directory.user(longest)

    with pytest.raises(Conflict):
        directory.user(longest)
    assert (
        directory.read(lambda call: users.get_by_name(call, directory.identity_store_id, longest)).user_name == longest
    )


def test_of_parallel_creates_with_one_name_exactly_one_wins(directory: Directory) -> None:
    start = Barrier(4)

    def create(number: int) -> str:
        start.wait()
        try:
            directory.user("Ada" if number % 2 else "ada")
        except Conflict as refused:
            return refused.message
        return "created"

    with ThreadPoolExecutor(4) as pool:
        outcomes = Counter(pool.map(create, range(4)))

    assert outcomes == {"created": 1, "Duplicate UserName": 3}


def test_parallel_changes_of_one_user_are_all_kept(directory: Directory) -> None:
    user = directory.user()
    start = Barrier(4)
    changes: list[UserChange] = [
        lambda attributes: replace(attributes, title="Countess"),
        lambda attributes: replace(attributes, locale="en-GB"),
        lambda attributes: replace(attributes, timezone="Europe/London"),
        lambda attributes: replace(attributes, nick_name="Enchantress of Numbers"),
    ]

    def apply(change: UserChange) -> None:
        start.wait()
        update(directory, user, change)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(apply, changes))

    found = get(directory, user)
    assert found.revision == 5
    assert (found.attributes.title, found.attributes.locale) == ("Countess", "en-GB")
    assert (found.attributes.timezone, found.attributes.nick_name) == ("Europe/London", "Enchantress of Numbers")


def test_found_by_name_email_or_external_id(directory: Directory) -> None:
    user = directory.create(WHOLE)
    here = directory.identity_store_id

    assert directory.read(lambda call: users.get_by_name(call, here, "GRACE@example.com")) == user
    assert directory.read(lambda call: users.get_by_email(call, here, "grace@EXAMPLE.com")) == user
    assert directory.read(lambda call: users.get_by_external_id(call, here, "https://idp.example.com", "00u1")) == user
    with pytest.raises(NotFound):
        directory.read(lambda call: users.get_by_external_id(call, here, "https://idp.example.com", "00U1"))


def test_a_login_is_a_user_name_first_and_an_email_address_second(directory: Directory) -> None:
    by_email = directory.user("ada", email="shared@example.com")
    here = directory.identity_store_id

    assert directory.read(lambda call: store.find_user_by_login(call.tx, here, "Shared@Example.com")) == by_email
    by_name = directory.user("shared@example.com")
    assert directory.read(lambda call: store.find_user_by_login(call.tx, here, "Shared@Example.com")) == by_name
    assert directory.read(lambda call: store.find_user_by_login(call.tx, here, "nobody")) is None


def test_what_is_not_there_is_named(directory: Directory) -> None:
    here = directory.identity_store_id
    with pytest.raises(NotFound, match="USER not found") as missing:
        directory.read(lambda call: users.get(call, here, "0000000000-aaaaaaaa-0000-4000-8000-000000000000"))
    assert missing.value.details["resource_type"] == "USER"


def test_a_store_that_is_not_there_is_named_rather_than_what_would_be_in_it(directory: Directory) -> None:
    elsewhere = "d-0000000000"
    for look in (
        lambda call: users.get(call, elsewhere, "ada"),
        lambda call: users.get_by_name(call, elsewhere, "ada"),
        lambda call: users.list_all(call, elsewhere, PageRequest(10)),
        lambda call: users.list_matching(call, elsewhere, "email", "ada@example.com", PageRequest(10)),
    ):
        with pytest.raises(NotFound, match="IDENTITY_STORE not found") as missing:
            directory.read(look)
        assert missing.value.details == {"resource_type": "IDENTITY_STORE", "resource_id": elsewhere}


def test_a_list_goes_by_age_page_by_page_and_neither_skips_nor_repeats(directory: Directory) -> None:
    made = []
    for number in range(7):
        made.append(directory.user(f"user-{number}"))
        if number % 3 == 2:
            directory.clock.advance(seconds=1)

    def rest(after: Position | None) -> list[User]:
        page = directory.read(lambda call: users.list_all(call, directory.identity_store_id, PageRequest(3, after)))
        directory.clock.advance(seconds=1)
        directory.user(f"later-{page.items[0].user_name}")
        return [*page.items, *(rest(page.next) if page.next and len(page.items) == 3 else [])]

    seen = rest(None)

    assert {user.user_id for user in made} <= {user.user_id for user in seen}
    assert len({user.user_id for user in seen}) == len(seen)
    assert [user.created_at for user in seen] == sorted(user.created_at for user in seen)


def test_filters_find_by_each_attribute(directory: Directory) -> None:
    user = directory.create(WHOLE)
    namesake = directory.create(replace(WHOLE, user_name="other", emails=(), external_ids=()))
    here = directory.identity_store_id

    def matching(by: users.FilterName, value: str) -> set[str]:
        page = directory.read(lambda call: users.list_matching(call, here, by, value, PageRequest(10)))
        return {found.user_id for found in page.items}

    assert matching("user_name", "Grace@example.com") == {user.user_id}
    assert matching("email", "grace@example.com") == {user.user_id}
    assert matching("external_id", "00u1") == {user.user_id}
    assert matching("display_name", "grace hopper") == {user.user_id, namesake.user_id}
    assert matching("user_name", "nobody") == set()


def test_a_change_counts_says_when_and_by_whom_and_moves_every_key(directory: Directory) -> None:
    user = directory.create(WHOLE)
    made_at = directory.clock.now()
    directory.clock.advance(hours=1)
    here = directory.identity_store_id

    changed = update(
        directory,
        user,
        lambda attributes: replace(
            attributes, user_name="hopper", emails=(), external_ids=(ExternalId("https://new.example.com", "1"),)
        ),
    )

    assert (changed.revision, changed.created_at, changed.updated_at) == (2, made_at, directory.clock.now())
    assert get(directory, user) == changed
    assert directory.read(lambda call: users.get_by_name(call, here, "hopper")) == changed
    assert directory.read(lambda call: users.get_by_external_id(call, here, "https://new.example.com", "1")) == changed
    # What it had is free for somebody else.
    assert directory.create(WHOLE).user_id != user.user_id


def test_a_change_to_a_name_that_is_taken_changes_nothing(directory: Directory) -> None:
    directory.user("ada")
    user = directory.user("grace")

    with pytest.raises(Conflict, match="Duplicate UserName"):
        update(directory, user, lambda attributes: replace(attributes, user_name="ADA", title="Countess"))

    assert get(directory, user) == user


def test_a_change_may_keep_its_own_keys(directory: Directory) -> None:
    user = directory.create(WHOLE)

    assert update(directory, user, lambda attributes: replace(attributes, user_name="GRACE@example.com")).revision == 2


def test_a_change_that_makes_no_valid_user_is_refused(directory: Directory) -> None:
    user = directory.user()

    with pytest.raises(Invalid, match="displayname: The attribute displayname is required"):
        update(directory, user, lambda attributes: replace(attributes, display_name=None))


def test_an_outdated_revision_neither_changes_nor_deletes(directory: Directory) -> None:
    user = directory.user()
    current = update(directory, user, lambda attributes: replace(attributes, title="Countess"), revision=1)

    with pytest.raises(Conflict) as refused:
        update(directory, user, lambda attributes: replace(attributes, title="Lady"), revision=1)
    assert refused.value.reason == "CONCURRENT_MODIFICATION"
    with pytest.raises(Conflict):
        delete(directory, user, revision=1)

    assert get(directory, user) == current
    delete(directory, user, revision=2)
    with pytest.raises(NotFound):
        get(directory, user)


def test_deleting_takes_memberships_along_and_frees_the_names(directory: Directory) -> None:
    user, group = directory.create(WHOLE), directory.group()
    directory.join(user, group)

    delete(directory, user)

    page = directory.read(
        lambda call: memberships.list_of_group(call, directory.identity_store_id, group.group_id, PageRequest(10))
    )
    assert page.items == []
    assert directory.create(WHOLE).user_id != user.user_id
    with pytest.raises(NotFound, match="USER"):
        delete(directory, user)


def test_a_new_user_is_invited_where_there_is_an_address_to_write_to(directory: Directory) -> None:
    invited = directory.user("ada", email="ada@example.com", invite=True)
    directory.user("no-address", invite=True)
    directory.user("not-invited", email="other@example.com", invite=False)

    jobs = directory.read(lambda call: queue_store.due_jobs(call.tx, "invite-user", call.now, 10))

    assert [job.payload for job in jobs] == [{"user_id": invited.user_id}]


def test_disabling_and_renaming_leave_events_of_their_own(directory: Directory) -> None:
    user = directory.user()
    here = directory.identity_store_id

    disabled = directory.write(
        lambda call: users.set_status(call, identity_store_id=here, user_id=user.user_id, status="DISABLED")
    )
    assert not disabled.is_enabled
    assert [event.name for event in directory.call.more_events] == ["DisableUser"]

    update(directory, user, lambda attributes: replace(attributes, status="ENABLED", user_name="countess"))
    assert [event.name for event in directory.call.more_events] == ["EnableUser", "UpdateUserName"]
