"""Users and groups of an identity provider in the console: marked, changed there and not here, and still kept out or deleted here."""

import pytest

from gatepost.core.directory import groups, memberships, users
from gatepost.core.directory.members import MembersChange
from gatepost.core.directory.model import Group, GroupAttributes, User, UserAttributes
from gatepost.core.provisioning import tokens
from tests.doors.console.conftest import Administrator, Organisation

MARK = "From your identity provider"
SENTENCE = "change it there"


@pytest.fixture
def token_id(organisation: Organisation) -> str:
    return organisation.write(lambda call: tokens.create(call, organisation.store_id))[1].token_id


@pytest.fixture
def tenant_id(organisation: Organisation, token_id: str) -> str:
    tenant, _ = organisation.write(lambda call: tokens.list_all(call, organisation.store_id))
    assert tenant is not None
    assert token_id
    return tenant.tenant_id


@pytest.fixture
def maria(organisation: Organisation, tenant_id: str) -> User:
    """Somebody whom the identity provider has sent."""
    attributes = UserAttributes.person(user_name="maria", given_name="Maria", family_name="Okonkwo")
    return organisation.write(
        lambda call: users.create(
            call,
            identity_store_id=organisation.store_id,
            attributes=attributes,
            invite=False,
            provisioned_by=tenant_id,
        )
    )


@pytest.fixture
def engineers(organisation: Organisation, tenant_id: str, maria: User) -> Group:
    """A group that the identity provider has sent, with a member."""
    store_id = organisation.store_id
    made = organisation.write(
        lambda call: groups.create(
            call, identity_store_id=store_id, attributes=GroupAttributes("Engineers"), provisioned_by=tenant_id
        )
    )
    return organisation.write(
        lambda call: groups.apply(
            call,
            identity_store_id=store_id,
            group_id=made.group_id,
            change=lambda unchanged: unchanged,
            members_changes=[MembersChange("add", {maria.user_id: None})],
            provisioned_by=tenant_id,
        )
    )


def test_a_user_is_marked_and_not_edited_here(
    organisation: Organisation, administrator: Administrator, maria: User
) -> None:
    page = f"/console/users/{maria.user_id}"
    administrator.get(page)
    assert MARK in administrator.text()
    assert administrator.link("Edit") is None
    assert administrator.get(f"{page}/edit").status_code == 409
    assert SENTENCE in administrator.text()
    form = {**administrator.fields(".//form"), "given_name": "M", "family_name": "O", "display_name": "M", "title": ""}
    assert administrator.post(f"{page}/edit", form).status_code == 400
    assert SENTENCE in administrator.text()
    after = organisation.write(lambda call: users.get(call, organisation.store_id, maria.user_id))
    assert after.attributes == maria.attributes


def test_a_user_is_still_kept_out_let_in_and_deleted_here(administrator: Administrator, maria: User) -> None:
    page = f"/console/users/{maria.user_id}"
    for act, done in (("disable", "user-disabled"), ("enable", "user-enabled")):
        administrator.get(f"{page}/disable" if act == "disable" else page)
        answer = administrator.submit({}, at=f"{page}/{act}", form=f".//form[@action='{page}/{act}']")
        assert answer.headers["Location"] == f"{page}?done={done}"
    administrator.get(f"{page}/delete")
    assert administrator.submit({"user_name": "maria"}, at=f"{page}/delete").status_code == 303
    assert administrator.get(page).status_code == 404


def test_a_group_is_marked_and_neither_renamed_nor_filled_here(
    organisation: Organisation, administrator: Administrator, engineers: Group, maria: User
) -> None:
    grace = organisation.user("grace")
    page = f"/console/groups/{engineers.group_id}"
    administrator.get(f"{page}?add=gr")
    assert MARK in administrator.text()
    assert administrator.link("Edit") is None
    assert not administrator.page.text.count("/members")
    form = administrator.fields(".//form")
    membership = organisation.write(
        lambda call: memberships.get_between(
            call, identity_store_id=organisation.store_id, group_id=engineers.group_id, user_id=maria.user_id
        )
    )
    acts = {
        f"{page}/members": ({"user_id": grace.user_id}, 409),
        f"{page}/members/{membership.membership_id}/leave": ({}, 409),
        f"/console/users/{maria.user_id}/groups/{membership.membership_id}/leave": ({}, 409),
        f"{page}/edit": ({"name": "Builders"}, 400),
    }
    for path, (fields, status) in acts.items():
        assert administrator.post(path, {**form, "once": path, **fields}).status_code == status, path
        assert SENTENCE in administrator.text(), path
    assert administrator.get(f"{page}/edit").status_code == 409
    after = organisation.write(lambda call: groups.get(call, organisation.store_id, engineers.group_id))
    assert (after.display_name, after.members_revision) == ("Engineers", engineers.members_revision)


def test_a_group_of_peoples_own_may_hold_whom_the_provider_sends(
    organisation: Organisation, administrator: Administrator, maria: User
) -> None:
    group = organisation.group("Guests")
    page = f"/console/groups/{group.group_id}"
    administrator.get(f"{page}?add=maria")
    join = administrator.fields(f".//form[@action='{page}/members']")
    assert administrator.post(f"{page}/members", join).headers["Location"] == f"{page}?done=joined"
    administrator.get(page)
    assert MARK not in administrator.text()


def test_where_the_last_token_has_ended_people_edit_again(
    organisation: Organisation, administrator: Administrator, maria: User, token_id: str
) -> None:
    organisation.write(lambda call: tokens.delete(call, organisation.store_id, token_id))
    administrator.get(f"/console/users/{maria.user_id}")
    assert MARK not in administrator.text()
    edit = f"/console/users/{maria.user_id}/edit"
    administrator.get(edit)
    assert administrator.submit({"given_name": "Mary"}, at=edit).status_code == 303


def test_a_new_user_is_offered_the_groups_of_peoples_own_alone(
    organisation: Organisation, administrator: Administrator, engineers: Group
) -> None:
    organisation.group("Guests")
    new = "/console/users/new"
    details = {"user_name": "grace", "given_name": "Grace", "family_name": "Hopper", "display_name": ""}
    addresses = dict.fromkeys(("email", "email_again"), "grace@people.example.com")
    administrator.get(new)
    assert administrator.submit({**details, **addresses, "step": "groups"}, at=new).status_code == 200
    assert "Guests" in administrator.text()
    assert engineers.display_name not in administrator.text()
