"""Users in the console: found, leafed through, changed, kept out, deleted."""

from gatepost.core.directory import users
from gatepost.core.directory.model import UserAttributes
from gatepost.core.signin.factors import devices
from gatepost.core.signin.factors.model import DeviceKind
from tests.doors.console.conftest import Administrator, Organisation


def test_they_are_found_by_how_names_and_addresses_begin(
    organisation: Organisation, administrator: Administrator
) -> None:
    organisation.user("zoe.marsh", "Zoë", "Marsh")
    organisation.user("ann.zimmer", "Ann", "Zimmer")
    organisation.user("bo", "Zora", "Lund")
    administrator.get("/console/users?q=ZO")
    assert administrator.rows() == ["zoe.marsh", "bo"]
    administrator.get("/console/users?q=ann.zimmer@people")
    assert administrator.rows() == ["ann.zimmer"]
    administrator.get("/console/users?q=%25")
    assert "Nobody by that name" in administrator.text()


def test_those_of_one_status_are_listed(organisation: Organisation, administrator: Administrator) -> None:
    users_made = [organisation.user(name) for name in ("zoe", "zora")]
    administrator.get(f"/console/users/{users_made[0].user_id}")
    administrator.submit({}, at=f"/console/users/{users_made[0].user_id}/disable")
    for query, rows in (
        ("status=DISABLED", ["zoe"]),
        ("status=ENABLED", ["admin", "zora"]),
        ("status=ENABLED&q=zo", ["zora"]),
        ("status=nonsense&q=zo", ["zoe", "zora"]),
    ):
        administrator.get(f"/console/users?{query}")
        assert administrator.rows() == rows
    administrator.get("/console/users?status=DISABLED&q=admin")
    assert "Nobody by that name" in administrator.text()


def test_they_are_leafed_through_both_ways(organisation: Organisation, administrator: Administrator) -> None:
    def fill(call: object) -> None:
        for number in range(120):
            person = UserAttributes.person(user_name=f"user{number:03}", given_name="A", family_name="B")
            users.create(call, identity_store_id=organisation.store_id, attributes=person, invite=False)  # type: ignore[arg-type]

    organisation.write(fill)
    seen = []
    url: str | None = "/console/users"
    while url:
        administrator.get(url)
        seen.append(administrator.rows())
        url = administrator.link("Next")
    names = ["admin", *(f"user{number:03}" for number in range(120))]
    assert [name for page in seen for name in page] == names
    administrator.get("/console/users?last=1")
    assert administrator.rows() == names[-50:]
    back = administrator.link("Previous")
    assert back is not None
    administrator.get(back)
    assert administrator.rows() == names[-100:-50]
    assert administrator.link("First") == "/console/users?"


def test_markup_in_a_name_is_only_a_name(organisation: Organisation, administrator: Administrator) -> None:
    made = organisation.user("mallory", "<script>alert(1)</script>", "O'Malley")
    assert "<script>alert" not in administrator.get("/console/users").text
    assert "<script>alert" not in administrator.get(f"/console/users/{made.user_id}").text


def test_a_users_page_tells_why_they_may_enter_an_account(
    organisation: Organisation, administrator: Administrator
) -> None:
    maria = organisation.user("maria")
    group = organisation.group("Engineers", maria)
    arn = organisation.permission_set("Build", "SecurityAudit")
    organisation.assign(arn, maria.user_id)
    organisation.assign_group(arn, group.group_id)
    administrator.get(f"/console/users/{maria.user_id}")
    assert "Build assigned directly" in administrator.text()
    assert "Build through Engineers" in administrator.text()


def test_a_name_is_changed_once_and_not_over_somebody_elses_change(
    organisation: Organisation, administrator: Administrator
) -> None:
    maria = organisation.user("maria")
    page = f"/console/users/{maria.user_id}/edit"
    administrator.get(page)
    form = administrator.fields()
    assert administrator.submit({"given_name": "Mary"}, at=page).status_code == 303
    assert "Mary Okonkwo" in administrator.get(f"/console/users/{maria.user_id}").text
    stale = administrator.post(page, {**form, "given_name": "Marie"})
    assert stale.status_code == 400
    assert "Somebody else changed this meanwhile." in administrator.text()
    assert administrator.value("given_name") == "Marie"
    administrator.get(page)
    assert administrator.submit({"family_name": " "}, at=page).status_code == 400
    assert administrator.problem("family_name") == "The last name is missing."
    [event] = [each for each in organisation.events("UpdateUser") if "errorCode" not in each]
    assert event["userIdentity"]["type"] == "AssumedRole"
    assert event["userIdentity"]["onBehalfOf"]["userId"] == organisation.made.admin.user_id


def test_keeping_out_and_letting_in(organisation: Organisation, administrator: Administrator) -> None:
    maria = organisation.user("maria")
    page = f"/console/users/{maria.user_id}"
    administrator.get(page)
    assert administrator.submit({}, at=f"{page}/disable").headers["Location"] == f"{page}?done=user-disabled"
    assert "Disabled" in administrator.get(page).text
    assert len(organisation.events("DisableUser")) == 1
    administrator.submit({}, at=f"{page}/enable")
    assert "Disabled" not in administrator.get(page).text


def test_an_administrator_does_not_lock_themselves_out(
    organisation: Organisation, administrator: Administrator
) -> None:
    page = f"/console/users/{organisation.made.admin.user_id}"
    administrator.get(page)
    assert administrator.submit({}, at=f"{page}/disable").status_code == 400
    assert "You would lock yourself out" in administrator.text()
    administrator.get(f"{page}/delete")
    assert administrator.submit({"user_name": "admin"}, at=f"{page}/delete").status_code == 400
    assert administrator.get("/console").status_code == 200


def test_an_invitation_is_sent_again_once_for_each_form(
    organisation: Organisation, administrator: Administrator
) -> None:
    maria = organisation.user("maria")
    page = f"/console/users/{maria.user_id}"
    administrator.get(page)
    form = administrator.fields(f".//form[@action='{page}/invite']")
    for _ in range(2):
        assert administrator.post(f"{page}/invite", form).headers["Location"] == f"{page}?done=invitation-sent"
    organisation.work()
    letters = list((organisation.runtime.settings.data_dir / "mail").iterdir())
    assert len(letters) == 1
    assert "Invited on" in administrator.get(page).text


def test_sessions_are_seen_and_ended(organisation: Organisation, administrator: Administrator) -> None:
    maria = organisation.user("maria")
    page = f"/console/users/{organisation.made.admin.user_id}"
    other = Administrator(organisation)
    other.sign_in()
    administrator.get(page)
    ends = administrator.labelled("End: session from 198.51.100.7")
    administrator.get(ends)
    assert "test browser" in administrator.text()
    foreign = ends.replace(organisation.made.admin.user_id, maria.user_id)
    form = administrator.fields()
    assert administrator.post(foreign, form).status_code == 404
    assert administrator.post(ends, form).status_code == 303
    assert (other.get("/").status_code, administrator.get("/").status_code).count(303) == 1


def test_somebody_is_signed_out_everywhere(organisation: Organisation, administrator: Administrator) -> None:
    page = f"/console/users/{organisation.made.admin.user_id}"
    other = Administrator(organisation)
    other.sign_in()
    administrator.get(page)
    at = administrator.link("Sign out everywhere")
    assert at == f"{page}/sessions/end"
    administrator.get(at)
    assert administrator.submit({}, at=at).status_code == 303
    assert [each.get("/").status_code for each in (other, administrator)] == [303, 303]


def test_a_lost_device_is_taken_away(organisation: Organisation, administrator: Administrator) -> None:
    maria = organisation.user("maria")
    made = organisation.write(lambda call: devices.add(call, maria, DeviceKind.TOTP, "Old <phone>"))
    page = f"/console/users/{maria.user_id}"
    administrator.get(page)
    assert "Old <phone> Authenticator app" in administrator.text()
    remove = administrator.labelled("Remove: Old <phone>")
    assert remove == f"{page}/devices/{made.device_id}/remove"
    administrator.get(remove)
    assert "It is their last one" in administrator.text()
    assert administrator.submit({}, at=remove).status_code == 303
    assert "No second factor so far." in administrator.get(page).text
    assert administrator.get(remove).status_code == 404
    assert len(organisation.events("DeleteMfaDeviceForUser")) == 1


def test_deleting_asks_and_tells_what_is_lost(organisation: Organisation, administrator: Administrator) -> None:
    maria = organisation.user("maria")
    organisation.group("Engineers", maria)
    page = f"/console/users/{maria.user_id}/delete"
    administrator.get(page)
    assert "1 group memberships" in administrator.text()
    assert administrator.submit({"user_name": "mario"}, at=page).status_code == 400
    assert administrator.problem("user_name") == "Type maria to say that this is who you mean."
    assert (
        administrator.submit({"user_name": "maria"}, at=page).headers["Location"] == "/console/users?done=user-deleted"
    )
    assert administrator.get(f"/console/users/{maria.user_id}").status_code == 404
    assert len(organisation.events("DeleteUser")) == 1


def test_who_only_looks_sees_all_and_changes_nothing(organisation: Organisation, reader: Administrator) -> None:
    maria = organisation.user("maria")
    page = f"/console/users/{maria.user_id}"
    assert reader.get(page).status_code == 200
    for label in ("Edit", "Send invitation again", "Disable", "Delete"):
        assert reader.button(label).get("disabled") is not None
    assert "Your role Reader does not allow identitystore:UpdateUser." in reader.text()
    reader.get("/console")
    token = reader.fields(".//form")
    for path in ("disable", "delete", "invite", "edit"):
        body = {**token, "user_name": "maria", "given_name": "M", "family_name": "O", "display_name": "M O"}
        assert reader.post(f"{page}/{path}", body).status_code == 403
    assert reader.get("/console/users/new").status_code == 403
    refused = organisation.events("UpdateUser")
    assert {each["errorCode"] for each in refused} == {"AccessDenied"}


def test_what_is_not_there_is_said_within_the_console(administrator: Administrator) -> None:
    for path in ("/console/users/nobody", "/console/users/nobody/edit", f"/console/users/{'x' * 300}/delete"):
        assert administrator.get(path).status_code == 404
        assert "There is nothing here" in administrator.text()


def test_a_form_without_its_proof_changes_nothing(organisation: Organisation, administrator: Administrator) -> None:
    maria = organisation.user("maria")
    for path in ("disable", "delete", "invite", "edit"):
        assert administrator.post(f"/console/users/{maria.user_id}/{path}").status_code == 403
    assert organisation.events("UpdateUser") == []
