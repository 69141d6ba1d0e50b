"""`aws sso login` with a device code: a code, a page, a decision; then credentials that renew until they are taken away."""

from datetime import timedelta

import pytest
from botocore.exceptions import ClientError
from playwright.sync_api import expect

from gatepost.kit.clock import SystemClock
from tests.journeys import pages
from tests.journeys.company import client
from tests.journeys.worker import Hire, SignedIn, Worker
from tests.servers.authenticator import AuthenticatorApp

DEAD_TOKEN = "UnauthorizedException"


def code_of(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


def test_a_person_signs_the_aws_cli_in(hire: Hire) -> None:
    worker = hire("AdministratorAccess")
    page, terminal, profile = worker.page, worker.terminal, worker.role.profile
    with terminal.signing_in("--profile", profile) as login:
        assert login.page_with_code == f"{login.page}?user_code={login.user_code}"
        page.goto(login.page_with_code)
        expect(page.get_by_role("heading", name="Allow this device?")).to_be_visible()
        expect(page.locator(".user-code")).to_have_text(login.user_code)
        facts = page.locator(".facts")
        expect(facts).to_contain_text("botocore-client-")
        expect(facts).to_contain_text("127.0.0.1")
        expect(facts).to_contain_text(worker.person.user_name)
        assert login.process.poll() is None, "to open the page allows nothing"
        page.get_by_role("button", name="Allow").click()
        expect(page.get_by_role("heading", name="Done, you are signed in there")).to_be_visible()
        assert login.finish() == (0, f"Successfully logged into Start URL: {worker.company.facts['start_url_alias']}\n")

    by_cli = terminal.cli.json("sts", "get-caller-identity", "--profile", profile)
    assert worker.role.identity(worker.person.user_name).fullmatch(by_cli["Arn"])
    assert by_cli["Account"] == worker.role.account_id
    assert terminal.boto3("sts", "get_caller_identity", profile=profile) == by_cli

    _tokens_refresh(worker)
    _logout_ends_them(worker)


def _tokens_refresh(worker: Worker) -> None:
    """By boto3, and by the AWS CLI, each with the other's refresh token."""
    terminal, profile = worker.terminal, worker.role.profile
    first = terminal.token
    terminal.let_token_expire()
    terminal.boto3("sts", "get_caller_identity", profile=profile)
    second = terminal.token
    terminal.let_token_expire()
    terminal.forget_role_credentials()
    terminal.cli.run("sts", "get-caller-identity", "--profile", profile)
    third = terminal.token
    for name in ("accessToken", "refreshToken"):
        assert len({first[name], second[name], third[name]}) == 3


def _logout_ends_them(worker: Worker) -> None:
    terminal = worker.terminal
    token = terminal.token
    terminal.cli.run("sso", "logout", "--profile", worker.role.profile)
    assert terminal.boto3_error("sts", "get_caller_identity", profile=worker.role.profile).startswith(
        "botocore.exceptions.SSOTokenLoadError"
    )
    known = SignedIn(token["clientId"], token["clientSecret"], token["accessToken"], token["refreshToken"])
    with pytest.raises(ClientError) as refused:
        worker.role_credentials(known)
    assert code_of(refused) == DEAD_TOKEN
    with pytest.raises(ClientError) as refused:
        worker.refresh(known)
    assert code_of(refused) == "InvalidGrantException"


def test_a_person_denies_a_sign_in_that_they_did_not_start(hire: Hire) -> None:
    worker = hire("AdministratorAccess")
    with worker.terminal.signing_in("--profile", worker.role.profile) as login:
        worker.page.goto(login.page)
        worker.page.get_by_label("Code").fill(login.user_code.replace("-", "").lower())
        worker.page.get_by_role("button", name="Continue").click()
        worker.page.get_by_role("button", name="Deny").click()
        expect(worker.page.get_by_role("heading", name="Denied")).to_be_visible()
        code, output = login.finish()
    assert code != 0
    assert "The request was denied." in output


def test_whoever_is_not_signed_in_signs_in_first_and_comes_back_to_the_device(hire: Hire) -> None:
    worker = hire("AdministratorAccess")
    worker.page.context.clear_cookies()
    with worker.terminal.signing_in("--profile", worker.role.profile) as login:
        worker.page.goto(login.page_with_code)
        pages.sign_in(worker.page, worker.person.email.upper())
        expect(worker.page.locator(".user-code")).to_have_text(login.user_code)
        worker.page.get_by_role("button", name="Allow").click()
        code, output = login.finish()
    assert code == 0, output


def test_the_aws_cli_waits_while_the_person_passes_the_second_factor(hire: Hire) -> None:
    worker = hire("AdministratorAccess")
    page, terminal, url = worker.page, worker.terminal, worker.company.url
    page.goto(f"{url}/security")
    page.get_by_role("button", name="Add an authenticator app").click()
    page.get_by_text("The camera does not work?").click()
    app = AuthenticatorApp("".join(page.locator("#seed").inner_text().split()))
    page.get_by_label("Code that the app shows now").fill(app.code(SystemClock().now()))
    page.get_by_role("button", name="Add the app").click()
    page.get_by_role("link", name="I have saved them").click()
    page.context.clear_cookies()
    with terminal.signing_in("--profile", worker.role.profile) as login:
        page.goto(login.page_with_code)
        pages.sign_in(page, worker.person.user_name)
        # The code of now has registered the app: the next one counts already.
        page.get_by_label("Code from your app").fill(app.code(SystemClock().now() + timedelta(seconds=30)))
        assert login.process.poll() is None, "a password alone allows nothing"
        page.get_by_role("button", name="Continue").click()
        expect(page.locator(".user-code")).to_have_text(login.user_code)
        page.get_by_role("button", name="Allow").click()
        code, output = login.finish()
    assert code == 0, output
    by_cli = terminal.cli.json("sts", "get-caller-identity", "--profile", worker.role.profile)
    assert worker.role.identity(worker.person.user_name).fullmatch(by_cli["Arn"])


def test_what_is_taken_away_stops_new_credentials_at_once(hire: Hire) -> None:
    worker = hire("AdministratorAccess")
    company, person, role = worker.company, worker.person, worker.role

    first = worker.sign_in_program()
    assert role.identity(person.user_name).fullmatch(
        client("sts", company.url, worker.role_credentials(first)).get_caller_identity()["Arn"]
    )
    company.unassign(role.account_id, role.permission_set_arn, person)
    with pytest.raises(ClientError) as refused:
        worker.role_credentials(first)
    assert code_of(refused) == "ForbiddenException"

    company.assign(role.account_id, role.permission_set_arn, person)
    worker.role_credentials(first)
    company.set_status(person, "DISABLED")
    with pytest.raises(ClientError) as refused:
        worker.role_credentials(first)
    assert code_of(refused) == DEAD_TOKEN
    with pytest.raises(ClientError) as refused:
        worker.refresh(first)
    assert code_of(refused) == "InvalidGrantException"

    company.set_status(person, "ENABLED")
    worker.page.context.clear_cookies()
    pages.open_portal(worker.page, company.url, person.user_name)
    second = worker.sign_in_program()
    worker.role_credentials(second)
    worker.page.goto(company.url)
    worker.page.locator(".user-button").click()
    worker.page.get_by_role("button", name="Sign out").click()
    expect(worker.page.get_by_role("heading", name="You are signed out")).to_be_visible()
    with pytest.raises(ClientError) as refused:
        worker.role_credentials(second)
    assert code_of(refused) == DEAD_TOKEN
