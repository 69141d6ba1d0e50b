"""Permission sets in the console: made, given policies that are checked, brought to accounts, deleted."""

import json

import pytest

from gatepost.core.access import policies
from tests.doors.console.conftest import Administrator, Organisation
from tests.doors.portal.conftest import element

NEW = "/console/permission-sets/new"
POLICY = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'
NO_SECRETS = """{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "sso:TagResource", "Resource": "*",
 "Condition": {"StringEquals": {"aws:RequestTag/level": "secret"}}}]}"""


def page_of(arn: str) -> str:
    return f"/console/permission-sets/{arn.rpartition('/')[2]}"


def test_a_set_is_made_once_and_given_policies(organisation: Organisation, administrator: Administrator) -> None:
    administrator.get(NEW)
    body = {**administrator.fields(), "name": "Build", "session_duration": "PT8H", "description": "To build"}
    made = administrator.post(NEW, body).headers["Location"]
    assert administrator.post(NEW, body).headers["Location"] == made
    page = made.partition("?")[0]
    administrator.get(page)
    assert "8 hours" in administrator.text()
    arn = "arn:aws:iam::aws:policy/PowerUserAccess"
    form = administrator.fields(f".//form[@action='{page}/policies/attach']")
    assert administrator.post(f"{page}/policies/attach", {**form, "policy_arn": arn}).status_code == 303
    again = administrator.post(f"{page}/policies/attach", {**form, "policy_arn": arn})
    assert again.status_code == 400
    administrator.get(page)
    administrator.get(administrator.labelled("Remove: PowerUserAccess"))
    assert administrator.submit({}, at=f"{page}/policies/detach").status_code == 303
    administrator.get(page)
    assert "None so far." in administrator.text()
    [created] = organisation.events("CreatePermissionSet")
    assert created["requestParameters"]["name"] == "Build"
    assert created["requestParameters"]["sessionDuration"] == "PT8H"


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"name": ""}, "name", "The name is missing."),
        ({"name": "a b"}, "name", "A name has letters, digits and any of _ + = , . @ -, and no blanks."),
        ({"name": "x" * 33}, "name", "This may have 32 characters at most, and has 33."),
        ({"session_duration": ""}, "session_duration", "Choose how long a session may last."),
        ({"relay_state": "x" * 241}, "relay_state", "This may have 240 characters at most, and has 241."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    administrator: Administrator, values: dict[str, str], field: str, sentence: str
) -> None:
    administrator.get(NEW)
    good = {"name": "Build", "session_duration": "PT1H", "description": "To build", "relay_state": ""}
    assert administrator.submit({**good, **values}, at=NEW).status_code == 400
    assert administrator.problem(field) == sentence
    assert administrator.value("description") == "To build"


def test_a_taken_name_and_a_wrong_duration_are_refused(
    organisation: Organisation, administrator: Administrator
) -> None:
    organisation.permission_set("Build")
    for values in ({"name": "Build", "session_duration": "PT1H"}, {"name": "Other", "session_duration": "PT13H"}):
        administrator.get(NEW)
        assert administrator.submit(values, at=NEW).status_code == 400
        assert "already exists" in administrator.text() or "between 1 hour" in administrator.text()


def test_the_editor_says_what_keeps_a_text_from_being_a_policy(
    organisation: Organisation, administrator: Administrator
) -> None:
    page = page_of(organisation.permission_set("Build")) + "/inline-policy"
    administrator.get(page)
    token = administrator.fields()
    check = "/console/permission-sets/check-policy"
    for text, verdict in (
        (POLICY, "This is a policy that can be saved."),
        (POLICY.replace("s3:*", "s3"), "Actions/Conditions must be prefaced by a vendor"),
        ("{", "Syntax errors in policy"),
        ("", "has no inline policy"),
        ("[" * 5000, "Syntax errors in policy"),
    ):
        answer = administrator.post(check, {**token, "policy": text})
        assert answer.status_code == 200
        assert verdict in answer.text
    assert administrator.post(check, {"policy": POLICY}).status_code == 403
    refused = administrator.post(page, {**token, "policy": "{}"})
    assert refused.status_code == 400
    assert administrator.problem("policy")
    assert ">{}</textarea>" in refused.text
    assert administrator.post(page, {**token, "policy": POLICY}).status_code == 303
    shown = element(administrator.get(page).text, ".//textarea").text_content()
    assert json.loads(shown) == json.loads(POLICY)
    administrator.get(administrator.post(page, {**token, "policy": " "}).headers["Location"])
    assert administrator.submit({}, at=f"{page}/remove").status_code == 303
    assert len(organisation.events("DeleteInlinePolicyFromPermissionSet")) == 1


def test_a_change_is_brought_to_accounts_and_a_used_set_stays(
    organisation: Organisation, administrator: Administrator
) -> None:
    maria = organisation.user("maria")
    arn = organisation.permission_set("Build")
    page = page_of(arn)
    organisation.assign(arn, maria.user_id)
    administrator.get(f"{page}/edit")
    administrator.submit({"session_duration": "PT2H"}, at=f"{page}/edit")
    administrator.get(page)
    assert "1 account has an earlier state" in administrator.text()
    asked = administrator.submit({}, at=f"{page}/provision")
    progress = asked.headers["Location"]
    administrator.get(progress)
    assert "In progress" in administrator.text()
    organisation.work()
    administrator.get(progress)
    assert "In progress" not in administrator.text()
    assert "earlier state" not in administrator.get(page).text
    administrator.get(f"{page}/delete")
    assert administrator.submit({}, at=f"{page}/delete").status_code == 409
    organisation.unassign(arn, maria.user_id)
    administrator.get(f"{page}/delete")
    assert administrator.submit({}, at=f"{page}/delete").status_code == 303


def send(administrator: Administrator, page: str, act: str, **typed: str) -> int:
    """Send one of the forms of the set's page and return its answer's status."""
    administrator.get(page)
    token = administrator.fields(f".//form[@action='{page}/tags']")
    return administrator.post(f"{page}/{act}", {**token, **typed}).status_code


def test_customer_managed_policies_come_and_go(organisation: Organisation, administrator: Administrator) -> None:
    page = page_of(organisation.permission_set("Build"))
    assert send(administrator, page, "customer-policies/attach", name="Ship", path="/teams/") == 303
    assert send(administrator, page, "customer-policies/attach", name="Ship", path="/teams/") == 400
    assert send(administrator, page, "customer-policies/attach", name="Sail", path="") == 303
    text = administrator.get(page).text
    assert "/teams/Ship" in text
    for name, path in (("", "/"), ("a b", "/"), ("x" * 129, "/"), ("a", "teams"), ("a", "/te ams/")):
        assert send(administrator, page, "customer-policies/attach", name=name, path=path) == 400
    assert send(administrator, page, "customer-policies/detach", name="Ship", path="/teams/") == 303
    assert send(administrator, page, "customer-policies/detach", name="Ship", path="/teams/") == 404
    assert "/teams/Ship" not in administrator.get(page).text


def test_a_boundary_is_set_replaced_and_removed(organisation: Organisation, administrator: Administrator) -> None:
    page = page_of(organisation.permission_set("Build"))
    assert send(administrator, page, "boundary", policy_arn="arn:aws:iam::aws:policy/PowerUserAccess") == 303
    administrator.get(page)
    assert "PowerUserAccessRemove" in administrator.text().partition("Permissions boundary")[2]
    assert send(administrator, page, "boundary", name="Fence", path="/teams/") == 303
    assert "/teams/Fence" in administrator.get(page).text
    assert send(administrator, page, "boundary", policy_arn="arn:aws:iam::aws:policy/None") == 404
    assert send(administrator, page, "boundary") == 400
    assert send(administrator, page, "boundary/remove") == 303
    assert send(administrator, page, "boundary/remove") == 404
    assert "None: the policies alone decide." in administrator.get(page).text


def test_tags_are_given_and_taken_and_policies_look_at_them(
    organisation: Organisation, administrator: Administrator
) -> None:
    page = page_of(organisation.permission_set("Build"))
    assert send(administrator, page, "tags", key="team", value="Hafen") == 303
    for key, value in (("", "x"), ("aws:x", "x"), ("x" * 129, "x"), ("x", "y" * 257), ("<x>", "y")):
        assert send(administrator, page, "tags", key=key, value=value) == 400
    administrator.get(page)
    assert "team Hafen" in administrator.text()
    limited = organisation.permission_set("Limited", "AdministratorAccess")
    organisation.write(
        lambda call: policies.put_inline(
            call,
            instance_arn=organisation.made.instance.arn,
            permission_set_arn=limited,
            document=NO_SECRETS,
        )
    )
    organisation.assign(limited, organisation.made.admin.user_id)
    administrator.open_console("Limited")
    assert send(administrator, page, "tags", key="level", value="secret") == 403
    assert send(administrator, page, "tags", key="level", value="public") == 303
    assert send(administrator, page, "tags/remove", key="team") == 303
    assert "team Hafen" not in administrator.get(page).text


def test_who_only_looks_changes_nothing(organisation: Organisation, reader: Administrator) -> None:
    page = page_of(organisation.permission_set("Build", "SecurityAudit"))
    assert reader.get(page).status_code == 200
    assert reader.button("Delete").get("disabled") is not None
    assert reader.get(f"{page}/inline-policy").status_code == 200
    assert reader.button("Save").get("disabled") is not None
    token = reader.fields(".//form")
    body = {**token, "policy": POLICY, "session_duration": "PT1H", "policy_arn": "x"}
    for path in ("customer-policies/attach", "customer-policies/detach", "boundary", "boundary/remove", "tags/remove"):
        assert reader.post(f"{page}/{path}", {**body, "name": "a"}).status_code == 403
    assert reader.post(f"{page}/tags", {**body, "key": "a", "value": ""}).status_code == 403
    for path in ("edit", "policies/attach", "policies/detach", "inline-policy", "provision", "delete"):
        assert reader.post(f"{page}/{path}", body).status_code == 403


def test_a_set_that_is_not_there_is_said_so(administrator: Administrator) -> None:
    for path in ("", "/edit", "/inline-policy", "/delete"):
        assert administrator.get(f"/console/permission-sets/ps-0000000000000000{path}").status_code == 404
