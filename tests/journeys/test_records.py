"""Who did what: `aws cloudtrail lookup-events` shows the administration, and the sign-ins, and what came of them."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from playwright.sync_api import expect

from tests.journeys import pages
from tests.journeys.company import Company
from tests.journeys.terminal import Terminal
from tests.journeys.worker import Hire, Worker
from tests.servers.chromium import Window


def bodies(events: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [json.loads(event["CloudTrailEvent"]) for event in events]


def test_lookup_events_shows_who_did_what(company: Company, hire: Hire, terminal: Callable[[str], Terminal]) -> None:
    worker = hire("AdministratorAccess")
    worker.role_credentials(worker.sign_in_program())

    [made] = [
        body
        for body in bodies(company.events("EventName", "CreateUser"))
        if body["responseElements"] and body["responseElements"]["userId"] == worker.person.user_id
    ]
    assert made["eventSource"] == "identitystore.amazonaws.com"
    assert made["userIdentity"]["arn"] == f"arn:aws:iam::{company.account_id}:user/bootstrap-admin"
    assert made["sourceIPAddress"] == "127.0.0.1"
    assert made["readOnly"] is False

    _their_own(worker)
    _by_source(company)
    cli = terminal(company.url).cli
    seen = cli.json(
        *("cloudtrail", "lookup-events", "--lookup-attributes"),
        f"AttributeKey=Username,AttributeValue={worker.person.user_name}",
        environment=company.keys.as_environment(),
    )
    assert {"UserAuthentication", "CreateToken", "GetRoleCredentials"} <= {each["EventName"] for each in seen["Events"]}


def _their_own(worker: Worker) -> None:
    """The sign-in, the program's tokens and the role's credentials bear the name of the person."""
    found = {body["eventName"]: body for body in bodies(worker.company.events("Username", worker.person.user_name))}
    expected = {
        "UpdatePassword": "sso-directory.amazonaws.com",
        "UserAuthentication": "signin.amazonaws.com",
        "ListAccounts": "sso.amazonaws.com",
        "AuthorizeDevice": "sso-oauth.amazonaws.com",
        "CreateToken": "sso-oauth.amazonaws.com",
        "GetRoleCredentials": "sso.amazonaws.com",
    }
    assert {name: found[name]["eventSource"] for name in expected} == expected
    for name in expected:
        identity = found[name]["userIdentity"]
        assert identity["type"] == "IdentityCenterUser"
        assert identity["onBehalfOf"]["userId"] == worker.person.user_id
    assert found["GetRoleCredentials"]["serviceEventDetails"] == {
        "account_id": worker.role.account_id,
        "role_name": worker.role.permission_set,
    }


def _by_source(company: Company) -> None:
    for source in ("signin.amazonaws.com", "identitystore.amazonaws.com", "organizations.amazonaws.com"):
        found = company.events("EventSource", source)
        assert found
        assert {event["EventSource"] for event in found} == {source}


def test_a_sign_in_leaves_its_three_events_and_a_failure_two(
    company: Company, open_window: Callable[..., Window]
) -> None:
    person = company.user(company.name("maria"))
    page = open_window().page
    pages.accept_invitation(page, pages.link_in(company.invitation(person).part("plain")))
    page.context.clear_cookies()
    page.goto(company.url)
    pages.sign_in(page, person.user_name, "five words in this row")
    expect(page.get_by_text("The user name or the password is not right.")).to_be_visible()
    pages.sign_in(page, person.user_name)
    expect(page.get_by_role("heading", name="Your accounts")).to_be_visible()

    events = [
        body
        for body in bodies(company.events("Username", person.user_name))
        if body["eventSource"] == "signin.amazonaws.com"
    ]
    outcomes = [(body["eventName"], *body["serviceEventDetails"].values()) for body in reversed(events)]
    assert sorted(outcomes[-5:]) == [
        ("CredentialChallenge", "Success"),
        ("CredentialChallenge", "Success"),
        ("CredentialVerification", "Failure"),
        ("CredentialVerification", "Success"),
        ("UserAuthentication", "Success"),
    ]
    assert {body["additionalEventData"]["CredentialType"] for body in events} == {"PASSWORD"}


def test_a_denial_is_recorded_too(company: Company, hire: Hire) -> None:
    worker = hire("ReadOnlyAccess", account_id=company.account_id)
    admin = company.administrator(worker.role_credentials(worker.sign_in_program()))
    name = company.name("Mallory")
    try:
        admin.permission_set(name)
    except admin.client("sso-admin").exceptions.AccessDeniedException:
        pass
    else:
        raise AssertionError("a reader made a permission set")
    [denied] = [
        body
        for body in bodies(company.events("EventName", "CreatePermissionSet"))
        if body.get("errorCode") and worker.role.permission_set in body["userIdentity"]["arn"]
    ]
    assert denied["errorCode"] == "AccessDeniedException"
    assert denied["userIdentity"]["type"] == "AssumedRole"


def test_no_secret_is_in_any_record(company: Company, hire: Hire) -> None:
    worker = hire("AdministratorAccess")
    signed_in = worker.sign_in_program()
    keys = worker.role_credentials(signed_in)
    everything = (
        json.dumps([bodies(company.events("ReadOnly", value)) for value in ("true", "false")]) + company.gatepost.log
    )
    secrets = (
        signed_in.client_secret,
        signed_in.access_token,
        signed_in.refresh_token,
        keys.secret_access_key,
        keys.session_token or "",
        company.keys.secret_access_key,
        pages.link_in(company.invitation(worker.person).part("plain")).rpartition("/")[2],
    )
    assert [secret for secret in secrets if secret in everything] == []
