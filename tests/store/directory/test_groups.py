"""Groups on both databases: what is kept, what is unique, how they are found, listed, changed and deleted."""

from dataclasses import replace

import pytest

from gatepost.core.directory import groups, memberships
from gatepost.core.directory.model import ExternalId, Group, GroupAttributes, GroupChange
from gatepost.kit.errors import Conflict, Invalid, NotFound
from gatepost.kit.paging import PageRequest
from tests.store.directory.conftest import Directory

WHOLE = GroupAttributes("Data Analysts", "Those who\nanalyse", (ExternalId("https://idp.example.com", "g1"),))


def create(directory: Directory, attributes: GroupAttributes = WHOLE) -> Group:
    return directory.write(
        lambda call: groups.create(call, identity_store_id=directory.identity_store_id, attributes=attributes)
    )


def update(directory: Directory, group: Group, change: GroupChange, revision: int | None = None) -> Group:
    return directory.write(
        lambda call: groups.update(
            call,
            identity_store_id=directory.identity_store_id,
            group_id=group.group_id,
            change=change,
            revision=revision,
        )
    )


def delete(directory: Directory, group: Group, revision: int | None = None) -> None:
    directory.write(
        lambda call: groups.delete(
            call, identity_store_id=directory.identity_store_id, group_id=group.group_id, revision=revision
        )
    )


def test_every_attribute_comes_back_as_it_was_given(directory: Directory) -> None:
    created = create(directory)
    here = directory.identity_store_id

    assert directory.read(lambda call: groups.get(call, here, created.group_id)) == created
    assert created.attributes == WHOLE
    assert directory.read(lambda call: groups.get_by_name(call, here, "DATA analysts")) == created
    assert (
        directory.read(lambda call: groups.get_by_external_id(call, here, "https://idp.example.com", "g1")) == created
    )


def test_a_display_name_is_required_and_unique_whatever_its_case(directory: Directory) -> None:
    create(directory)

    with pytest.raises(Conflict, match="Duplicate GroupDisplayName") as refused:
        create(directory, GroupAttributes("data ANALYSTS"))
    assert refused.value.reason == "UNIQUENESS_CONSTRAINT_VIOLATION"
    with pytest.raises(Invalid, match="displayName is a required attribute"):
        create(directory, GroupAttributes(None, "nameless"))


def test_the_longest_display_names_are_kept_and_unique(directory: Directory) -> None:
    longest = "\N{MATHEMATICAL SCRIPT CAPITAL A}\N{CJK UNIFIED IDEOGRAPH-4E00}" * 512
    group = create(directory, GroupAttributes(longest))

    with pytest.raises(Conflict):
        create(directory, GroupAttributes(longest))
    assert directory.read(lambda call: groups.get_by_name(call, directory.identity_store_id, longest)) == group


def test_a_change_counts_and_moves_every_key(directory: Directory) -> None:
    group = create(directory)

    changed = update(directory, group, lambda attributes: GroupAttributes("Engineers"), revision=1)

    assert (changed.revision, changed.display_name, changed.attributes.description) == (2, "Engineers", None)
    assert create(directory).group_id != group.group_id
    with pytest.raises(Conflict, match="Duplicate GroupDisplayName"):
        update(directory, changed, lambda attributes: replace(attributes, display_name="data analysts"))
    with pytest.raises(Conflict) as refused:
        update(directory, changed, lambda attributes: attributes, revision=1)
    assert refused.value.reason == "CONCURRENT_MODIFICATION"


def test_deleting_takes_memberships_along_but_no_user(directory: Directory) -> None:
    group, user = create(directory), directory.user()
    directory.join(user, group)
    here = directory.identity_store_id

    with pytest.raises(Conflict):
        delete(directory, group, revision=2)
    delete(directory, group, revision=1)

    assert directory.read(lambda call: memberships.list_of_user(call, here, user.user_id, PageRequest(10))).items == []
    with pytest.raises(NotFound, match="GROUP not found") as missing:
        directory.read(lambda call: groups.get(call, here, group.group_id))
    assert missing.value.details == {"resource_type": "GROUP", "resource_id": group.group_id}


def test_listed_by_age_and_by_filter(directory: Directory) -> None:
    here = directory.identity_store_id
    made = []
    for number in range(5):
        made.append(create(directory, GroupAttributes(f"Group {5 - number}")))
        directory.clock.advance(seconds=1)
    issued = create(directory)

    first = directory.read(lambda call: groups.list_all(call, here, PageRequest(4)))
    rest = directory.read(lambda call: groups.list_all(call, here, PageRequest(4, first.next)))
    by_name = directory.read(lambda call: groups.list_matching(call, here, "display_name", "group 3", PageRequest(4)))
    by_id = directory.read(lambda call: groups.list_matching(call, here, "external_id", "g1", PageRequest(4)))

    assert [*first.items, *rest.items] == [*made, issued]
    assert by_name.items == [made[2]]
    assert by_id.items == [issued]
