"""`aws configure sso`, as a person answers it at a terminal: from nothing to a profile that works."""

from configparser import ConfigParser

from playwright.sync_api import expect

from tests.journeys.worker import Hire


def test_a_person_makes_a_profile_by_answering_questions(hire: Hire) -> None:
    worker = hire("AdministratorAccess")
    terminal, role, start_url = worker.terminal, worker.role, worker.company.facts["start_url_alias"]
    terminal.config.unlink()
    with terminal.dialogue("configure", "sso", "--no-browser") as dialogue:
        dialogue.answer("SSO session name (Recommended):", "gatepost")
        dialogue.answer("SSO start URL [None]:", start_url)
        dialogue.answer("SSO region [None]:", worker.company.facts["region"])
        dialogue.answer("SSO registration scopes [sso:account:access]:")
        page_with_code = dialogue.hear(r"autofill the code upon loading:\s+(\S+)\n")[1]
        worker.page.goto(page_with_code)
        expect(worker.page.locator(".facts")).to_contain_text("botocore-client-gatepost")
        worker.allow(page_with_code)
        dialogue.hear(f"The only AWS account available to you is: {role.account_id}")
        dialogue.hear(f"The only role available to you is: {role.permission_set}")
        dialogue.answer("CLI default client Region [None]:", "us-east-1")
        dialogue.answer("CLI default output format [None]:", "json")
        dialogue.answer(f"CLI profile name [{role.profile}]:", "work")
        dialogue.hear("aws s3 ls --profile work")
        assert dialogue.finish() == 0

    written = ConfigParser()
    written.read(terminal.config)
    assert dict(written["profile work"]) == {
        "sso_session": "gatepost",
        "sso_account_id": role.account_id,
        "sso_role_name": role.permission_set,
        "region": "us-east-1",
        "output": "json",
    }
    assert written["sso-session gatepost"]["sso_start_url"] == start_url
    identity = terminal.cli.json("sts", "get-caller-identity", "--profile", "work")
    assert role.identity(worker.person.user_name).fullmatch(identity["Arn"])
