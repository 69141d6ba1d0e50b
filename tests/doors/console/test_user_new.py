"""Adding a user in steps: nothing is lost on the way, and nothing happens twice."""

import pytest

from tests.doors.console.conftest import Administrator, Organisation
from tests.doors.portal.conftest import element

NEW = "/console/users/new"
MARIA = {
    "user_name": "maria.okonkwo",
    "email": "maria@people.example.com",
    "email_again": "Maria@people.example.com",
    "given_name": "Maria",
    "family_name": "Okonkwo",
    "display_name": "",
}


def to_review(administrator: Administrator, *group_ids: str) -> None:
    administrator.get(NEW)
    assert administrator.submit({**MARIA, "step": "groups"}, at=NEW).status_code == 200
    body = {**MARIA, **administrator.fields(), "step": "review", "group_id": list(group_ids)}
    assert administrator.post(NEW, body).status_code == 200


def test_three_steps_make_a_user_in_their_groups(organisation: Organisation, administrator: Administrator) -> None:
    engineers, sales = organisation.group("Engineers"), organisation.group("Sales")
    to_review(administrator, engineers.group_id, sales.group_id)
    assert "Engineers" in administrator.text()
    body = {**administrator.fields(), "step": "create", "group_id": [engineers.group_id, sales.group_id]}
    made = administrator.post(NEW, body)
    assert made.status_code == 303
    assert made.headers["Location"].endswith("?done=user-added")
    again = administrator.post(NEW, body)
    assert again.headers["Location"] == made.headers["Location"]
    administrator.get(made.headers["Location"])
    assert "Maria Okonkwo" in administrator.text()
    assert "Engineers" in administrator.text()
    assert "Sales" in administrator.text()
    [created] = organisation.events("CreateUser")
    assert created["requestParameters"]["identityStoreId"] == organisation.store_id
    assert "maria" not in str(created["requestParameters"])
    assert len(organisation.events("CreateGroupMembership")) == 2
    organisation.work()
    assert len(list((organisation.runtime.settings.data_dir / "mail").iterdir())) == 1


def test_somebody_without_mail_gets_a_way_in_hand(organisation: Organisation, administrator: Administrator) -> None:
    administrator.get(NEW)
    administrator.submit({**MARIA, "way_in": "one-time", "step": "groups"}, at=NEW)
    administrator.post(NEW, {**administrator.fields(), "step": "review"})
    assert "No mail is sent." in administrator.text()
    administrator.post(NEW, {**administrator.fields(), "step": "create"})
    page = administrator.page.location.partition("?")[0]
    assert page.endswith("/one-time-password")
    administrator.get(administrator.page.location)
    assert "Make the password now that you hand over." in administrator.text()
    administrator.submit({}, at=page)
    password = str(element(administrator.page.text, ".//main//pre").text)
    organisation.work()
    assert organisation.mails()[-1]["Subject"].startswith("An administrator has given you")
    assert len(organisation.mails()) == 1
    assert organisation.browser().sign_in("maria.okonkwo", password).location.startswith("/reset-password/")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("user_name", "", "The user name is missing."),
        ("user_name", "two words", "A user name has no blanks in it."),
        ("user_name", "x" * 129, "This may have 128 characters at most, and has 129."),
        ("email", "nowhere", "This is not an e-mail address, such as maria@example.com."),
        ("email_again", "mario@people.example.com", "The two addresses are not the same."),
        ("given_name", "   ", "The first name is missing."),
        ("way_in", "carrier pigeon", "Choose how they get their password."),
        ("family_name", "é" * 1025, "This may have 1024 characters at most, and has 1025."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_the_rest_is_kept(
    administrator: Administrator, field: str, value: str, sentence: str
) -> None:
    administrator.get(NEW)
    assert administrator.submit({**MARIA, field: value, "step": "groups"}, at=NEW).status_code == 400
    assert administrator.problem(field) == sentence
    kept = {name: text for name, text in MARIA.items() if name != field}
    assert {name: administrator.value(name) for name in kept} == kept


@pytest.mark.parametrize("taken", ["user_name", "email"])
def test_a_taken_name_or_address_is_said_at_its_field(
    organisation: Organisation, administrator: Administrator, taken: str
) -> None:
    organisation.user("Maria.Okonkwo" if taken == "user_name" else "maria")
    to_review(administrator)
    body = {**administrator.fields(), "step": "create"}
    assert administrator.post(NEW, body).status_code == 409
    assert "already" in administrator.problem(taken)
    assert administrator.value("given_name") == "Maria"


def test_a_form_that_was_sent_makes_nobody_else(organisation: Organisation, administrator: Administrator) -> None:
    to_review(administrator)
    body = {**administrator.fields(), "step": "create"}
    assert administrator.post(NEW, body).status_code == 303
    other = administrator.post(NEW, {**body, "user_name": "other", "email": "o@x.org", "email_again": "o@x.org"})
    assert other.status_code == 409
    assert "This form was sent already." in administrator.text()
    assert len([each for each in organisation.events("CreateUser") if "errorCode" not in each]) == 1


def test_a_group_that_is_gone_does_not_keep_the_user_out(
    organisation: Organisation, administrator: Administrator
) -> None:
    to_review(administrator)
    made = administrator.post(NEW, {**administrator.fields(), "step": "create", "group_id": ["g" * 36]})
    assert made.headers["Location"].endswith("?done=user-added-without-groups")


def test_groups_are_found_by_how_they_begin_and_choices_stay(
    organisation: Organisation, administrator: Administrator
) -> None:
    engineers, sales = organisation.group("Engineers"), organisation.group("Sales")
    administrator.get(NEW)
    body = {**administrator.fields(), **MARIA, "step": "groups", "group_search": "sal"}
    administrator.post(NEW, {**body, "group_id": [engineers.group_id]})
    boxes = {str(box.get("value")): box.get("checked") for box in administrator.boxes()}
    assert boxes == {engineers.group_id: "checked", sales.group_id: None}


def test_bad_steps_and_too_many_groups_are_no_fault_of_ours(administrator: Administrator) -> None:
    administrator.get(NEW)
    body = {**administrator.fields(), **MARIA}
    assert administrator.post(NEW, {**body, "step": "nonsense"}).status_code == 200
    assert (
        administrator.post(NEW, {**body, "step": "review", "group_id": [f"g{n}" for n in range(101)]}).status_code
        == 400
    )
    assert administrator.post(NEW, {**body, "step": "create", "user_name": "a\x00b"}).status_code == 400
    assert administrator.post(NEW, {**body, "step": "create", "user_name": "Administrator"}).status_code == 409
