"""Groups in the console: made once, filled, emptied, deleted."""

from tests.doors.console.conftest import Administrator, Organisation

NEW = "/console/groups/new"


def test_a_group_is_made_once_and_filled(organisation: Organisation, administrator: Administrator) -> None:
    maria = organisation.user("maria")
    administrator.get(NEW)
    body = {**administrator.fields(), "name": "Engineers", "description": "They build"}
    made = administrator.post(NEW, body).headers["Location"]
    assert administrator.post(NEW, body).headers["Location"] == made
    page = made.partition("?")[0]
    administrator.get(f"{page}?add=MAR")
    join = administrator.fields(f".//form[@action='{page}/members']")
    assert join["user_id"] == maria.user_id
    for _ in range(2):
        assert administrator.post(f"{page}/members", join).headers["Location"] == f"{page}?done=joined"
    administrator.get(page)
    assert "Maria Okonkwo" in administrator.text()
    leave = administrator.labelled("Remove: maria")
    administrator.get(leave)
    assert administrator.submit({}, at=leave).headers["Location"] == f"{page}?done=left"
    assert "Nobody so far." in administrator.get(page).text
    assert len(organisation.events("CreateGroup")) == 1
    assert len(organisation.events("DeleteGroupMembership")) == 1


def test_a_group_is_renamed_and_bad_names_are_said_at_the_field(
    organisation: Organisation, administrator: Administrator
) -> None:
    organisation.group("Sales")
    group = organisation.group("Engineers")
    page = f"/console/groups/{group.group_id}/edit"
    for name, sentence in (("", "The name is missing."), ("SALES", "There is a group of this name already.")):
        administrator.get(page)
        assert administrator.submit({"name": name}, at=page).status_code == 400
        assert administrator.problem("name") == sentence
        assert administrator.value("description") == "Engineers of the company"
    administrator.get(page)
    assert administrator.submit({"name": "Builders"}, at=page).status_code == 303
    administrator.get("/console/groups?q=b")
    assert administrator.rows() == ["Builders"]


def test_a_group_forbids_its_members_to_sign_in_by_a_code_and_allows_it_again(
    organisation: Organisation, administrator: Administrator
) -> None:
    page = f"/console/groups/{organisation.group('Engineers').group_id}"
    form = f".//form[@action='{page}/device-grant']"
    administrator.get(page)
    switch = administrator.link("Forbid it")
    assert switch == f"{page}/device-grant"
    administrator.get(switch)
    for done, says in (
        ("device-grant-forbidden", "Members may not sign a program in by a code"),
        ("device-grant-allowed", "Members may sign a program in by the code"),
    ):
        assert administrator.submit({}, at=switch, form=form).headers["Location"] == f"{page}?done={done}"
        administrator.get(page)
        assert says in administrator.text()
    assert len(organisation.events("UpdateGroupDeviceGrant")) == 2


def test_deleting_tells_what_is_lost(organisation: Organisation, administrator: Administrator) -> None:
    group = organisation.group("Engineers", organisation.user("maria"))
    page = f"/console/groups/{group.group_id}/delete"
    administrator.get(page)
    assert "Memberships1" in administrator.text()
    assert administrator.submit({}, at=page).headers["Location"] == "/console/groups?done=group-deleted"
    assert administrator.get(page).status_code == 404


def test_who_only_looks_changes_nothing(organisation: Organisation, reader: Administrator) -> None:
    group = organisation.group("Engineers", organisation.user("maria"))
    page = f"/console/groups/{group.group_id}"
    assert reader.get(page).status_code == 200
    for label in ("Edit", "Delete", "Assign"):
        assert reader.button(label).get("disabled") is not None
    token = reader.fields(".//form")
    for path in ("members", "delete", "edit", "device-grant"):
        assert reader.post(f"{page}/{path}", {**token, "name": "x", "user_id": "y"}).status_code == 403
    assert reader.get(NEW).status_code == 403
