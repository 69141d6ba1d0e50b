"""The dialog with a role's keys: three forms, each copied as a person copies it, and each used as it was copied."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import pages
from tests.journeys.company import Company
from tests.journeys.worker import Hire, Worker
from tests.servers.chromium import Window

EXPORT = re.compile(r'^export (\w+)="([^"]*)"$', re.MULTILINE)


@pytest.fixture
def worker(hire: Hire, window: Window) -> Worker:
    """A person with a role, in the window of a desktop and of a phone."""
    return hire("AdministratorAccess", window=window)


def test_each_form_is_copied_and_works(worker: Worker) -> None:
    page, role = worker.page, worker.role
    dialog = pages.open_access_keys(page, role.permission_set, role.account_name)
    assert not worker.window.overflows()
    variables = pages.copy_from(page, dialog, "Environment variables", "environment variables for macOS and Linux")
    file = pages.copy_from(page, dialog, "Credentials file", "block for the file .aws/credentials")
    profile = pages.copy_from(page, dialog, "Sign in with the AWS CLI", "profile for the file .aws/config")
    command = pages.copy_from(page, dialog, "Sign in with the AWS CLI", "command to sign in")
    worker.window.screenshot("access-keys")
    expected = role.identity(worker.person.user_name)

    terminal = worker.terminal
    terminal.config.unlink()
    environment = dict(EXPORT.findall(variables))
    assert len(environment) == variables.count("export ")
    assert expected.fullmatch(terminal.boto3("sts", "get_caller_identity", environment=environment)["Arn"])

    terminal.credentials.write_text(file)
    name = f"{role.account_id}_{role.permission_set}"
    assert expected.fullmatch(terminal.boto3("sts", "get_caller_identity", profile=name)["Arn"])

    terminal.config.write_text(profile)
    assert command == f"aws sso login --profile {role.profile}"
    worker.sign_in_terminal()
    assert expected.fullmatch(terminal.boto3("sts", "get_caller_identity", profile=role.profile)["Arn"])


def test_single_values_are_copied(worker: Worker) -> None:
    page, role = worker.page, worker.role
    dialog = pages.open_access_keys(page, role.permission_set, role.account_name)
    copied = {
        name: pages.copy_from(page, dialog, "Single values", label)
        for name, label in (
            ("AWS_ACCESS_KEY_ID", "Access key ID"),
            ("AWS_SECRET_ACCESS_KEY", "Secret access key"),
            ("AWS_SESSION_TOKEN", "Session token"),
            ("AWS_DEFAULT_REGION", "Region"),
        )
    }
    identity = worker.terminal.boto3(
        "sts", "get_caller_identity", environment=copied | {"AWS_ENDPOINT_URL": worker.company.url}
    )
    assert role.identity(worker.person.user_name).fullmatch(identity["Arn"])
    assert pages.copy_from(page, dialog, "Single values", "Start URL") == worker.company.facts["start_url_alias"]


def test_the_keys_are_gone_with_the_dialog(worker: Worker) -> None:
    page, role = worker.page, worker.role
    dialog = pages.open_access_keys(page, role.permission_set, role.account_name)
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    assert "ASIA" not in page.content()


def test_a_role_that_was_taken_away_gives_no_keys(company: Company, worker: Worker) -> None:
    page, role = worker.page, worker.role
    company.unassign(role.account_id, role.permission_set_arn, worker.person)
    page.get_by_role("button", name=f"Access keys: {role.permission_set} in {role.account_name}").click()
    expect(page.get_by_role("heading", name="You cannot open this")).to_be_visible()
    assert "ASIA" not in page.content()
    worker.window.problems.clear()


def test_nobody_without_a_session_gets_keys(worker: Worker) -> None:
    page, role = worker.page, worker.role
    page.context.clear_cookies()
    page.get_by_role("button", name=f"Access keys: {role.permission_set} in {role.account_name}").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "ASIA" not in page.content()
