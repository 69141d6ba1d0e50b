"""Accounts and assignments in the console: a tree, and access given and taken from either end."""

from tests.doors.console.conftest import Administrator, Organisation

ASSIGN = "/console/assign"


def test_the_tree_has_every_account_and_its_page_who_is_assigned(
    organisation: Organisation, administrator: Administrator
) -> None:
    administrator.get("/console/accounts")
    assert "Management" in administrator.text()
    administrator.get(f"/console/accounts/{organisation.account_id}")
    assert administrator.rows() == ["AdministratorAccess"]
    assert administrator.get("/console/accounts/000000000000").status_code == 404


def test_people_and_groups_are_assigned_together_and_only_once(
    organisation: Organisation, administrator: Administrator
) -> None:
    maria, group = organisation.user("maria"), organisation.group("Engineers")
    arns = [organisation.permission_set(name) for name in ("Build", "Look")]
    administrator.get(f"{ASSIGN}?account={organisation.account_id}&back=/console/accounts")
    assert [str(box.get("value")) for box in administrator.boxes() if box.get("checked")] == [organisation.account_id]
    body = {
        **administrator.fields(),
        "principal": [f"USER:{maria.user_id}", f"GROUP:{group.group_id}"],
        "account": [organisation.account_id],
        "set": [arn.rpartition("/")[2] for arn in arns],
        "step": "assign",
    }
    asked = administrator.post(ASSIGN, body)
    assert asked.status_code == 303
    assert administrator.post(ASSIGN, body).headers["Location"] == asked.headers["Location"]
    progress = administrator.get(asked.headers["Location"])
    assert 'hx-trigger="load delay:700ms, again"' in progress.text
    assert administrator.text().count("In progress") == 4
    organisation.work()
    done = administrator.get(asked.headers["Location"])
    assert "hx-trigger" not in done.text
    assert administrator.text().count("Build in Management for") == 2
    asked_for = [each for each in organisation.events("CreateAccountAssignment") if "requestParameters" in each]
    assert len([each for each in asked_for if each["userIdentity"]["type"] == "AssumedRole"]) == 4
    administrator.get(f"/console/groups/{group.group_id}")
    assert "Build in Management" in administrator.text()


def test_what_is_missing_is_said_and_what_is_ticked_stays(
    organisation: Organisation, administrator: Administrator
) -> None:
    maria = organisation.user("maria")
    administrator.get(ASSIGN)
    body = {**administrator.fields(), "principal": [f"USER:{maria.user_id}"], "step": "assign"}
    assert administrator.post(ASSIGN, body).status_code == 400
    assert "Choose at least one user or group" in administrator.text()
    assert [str(box.get("value")) for box in administrator.boxes() if box.get("checked")] == [f"USER:{maria.user_id}"]


def test_bad_input_is_refused_and_asks_for_nothing(organisation: Organisation, administrator: Administrator) -> None:
    administrator.get(ASSIGN)
    token = administrator.fields()
    good = {"account": [organisation.account_id], "set": ["ps-0000000000000000"], "step": "assign"}
    for principal in (["nonsense"], ["USER:nobody"], ["GROUP:"], [f"USER:{number}" for number in range(60)]):
        assert administrator.post(ASSIGN, {**token, **good, "principal": principal}).status_code == 400
    assert administrator.post(ASSIGN, {**good, "principal": ["USER:x"]}).status_code == 403
    assert [each for each in organisation.events("CreateAccountAssignment") if "errorCode" not in each][2:] == []


def test_removing_names_the_assignment_and_asks(organisation: Organisation, administrator: Administrator) -> None:
    maria = organisation.user("maria")
    arn = organisation.permission_set("Build")
    organisation.assign(arn, maria.user_id)
    administrator.get(f"/console/users/{maria.user_id}")
    link = administrator.link("Remove")
    assert link is not None
    administrator.get(link)
    assert "maria" in administrator.text()
    assert "Build" in administrator.text()
    body = administrator.fields()
    asked = administrator.post("/console/assignments/remove", body)
    assert asked.status_code == 303
    assert administrator.post("/console/assignments/remove", body).headers["Location"] == asked.headers["Location"]
    organisation.work()
    administrator.get(asked.headers["Location"])
    assert "Done" in administrator.text()
    administrator.get(link)
    assert administrator.submit({}, at="/console/assignments/remove").status_code in {404, 409}
    for path in ("?principal=x&account=1&set=2", "?principal=USER:1", ""):
        assert administrator.get(f"/console/assignments/remove{path}").status_code in {200, 400}


def test_an_address_leads_back_nowhere_else(administrator: Administrator) -> None:
    for path in (f"{ASSIGN}?back=https://evil.example/", "/console/requests?ids=x&back=//evil.example"):
        assert "evil.example" not in administrator.get(path).text.replace("ids=x&amp;back", "")


def test_who_only_looks_assigns_nothing(organisation: Organisation, reader: Administrator) -> None:
    reader.get(f"/console/accounts/{organisation.account_id}")
    assert reader.button("Assign").get("disabled") is not None
    assert reader.get(ASSIGN).status_code == 403
    token = reader.fields(".//form")
    body = {**token, "principal": "USER:x", "account": organisation.account_id, "set": "ps-1", "step": "assign"}
    assert reader.post(ASSIGN, body).status_code in {400, 403}
    assert reader.post("/console/assignments/remove", body).status_code == 403
