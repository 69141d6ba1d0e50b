"""A person at work: with a role in an account, signed in at the portal, and a terminal with the profile from there."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import pages
from tests.journeys.company import Company, Keys, Person, client
from tests.journeys.terminal import Terminal
from tests.servers.chromium import Window

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


@dataclass(frozen=True)
class Role:
    """A permission set in an account, both by their names and as AWS's operations name them."""

    account_name: str
    account_id: str
    permission_set: str
    permission_set_arn: str

    @property
    def profile(self) -> str:
        """The profile's name in what the portal gives to copy."""
        return f"{self.permission_set}-{self.account_id}"

    def identity(self, session_name: str) -> re.Pattern[str]:
        """Return what GetCallerIdentity answers as the ARN of a person who has the role."""
        name = f"AWSReservedSSO_{re.escape(self.permission_set)}_[0-9a-f]{{16}}/{re.escape(session_name)}"
        return re.compile(f"arn:aws:sts::{self.account_id}:assumed-role/{name}")


@dataclass(frozen=True)
class SignedIn:
    """A program's sign-in: what sso-oidc gave it."""

    client_id: str
    client_secret: str
    access_token: str
    refresh_token: str


@dataclass(frozen=True)
class Worker:
    """A person with one role."""

    company: Company
    person: Person
    role: Role
    window: Window
    terminal: Terminal

    @property
    def page(self) -> Page:
        """The page that is open in the person's browser."""
        return self.window.page

    def allow(self, page_with_code: str) -> None:
        """Open the page of a device that waits, and allow it."""
        self.page.goto(page_with_code)
        self.page.get_by_role("button", name="Allow").click()
        expect(self.page.get_by_text("Done, you are signed in there")).to_be_visible()

    def sign_in_terminal(self) -> None:
        """Sign in by `aws sso login` and allow it in the browser."""
        with self.terminal.signing_in("--profile", self.role.profile) as login:
            self.allow(login.page_with_code)
            code, output = login.finish()
        assert code == 0, output

    def sign_in_program(self) -> SignedIn:
        """Sign a program in that asks by boto3."""
        oidc = client("sso-oidc", self.company.url)
        registered = oidc.register_client(clientName="program", clientType="public", scopes=["sso:account:access"])
        known = {"clientId": registered["clientId"], "clientSecret": registered["clientSecret"]}
        asked = oidc.start_device_authorization(**known, startUrl=f"{self.company.url}/start")
        self.allow(asked["verificationUriComplete"])
        given = oidc.create_token(**known, grantType=DEVICE_GRANT, deviceCode=asked["deviceCode"])
        return SignedIn(known["clientId"], known["clientSecret"], given["accessToken"], given["refreshToken"])

    def role_credentials(self, signed_in: SignedIn) -> Keys:
        """Fetch credentials of the role with a program's access token."""
        given = client("sso", self.company.url).get_role_credentials(
            roleName=self.role.permission_set, accountId=self.role.account_id, accessToken=signed_in.access_token
        )["roleCredentials"]
        return Keys(given["accessKeyId"], given["secretAccessKey"], given["sessionToken"])

    def refresh(self, signed_in: SignedIn) -> Any:
        """Exchange a program's refresh token."""
        return client("sso-oidc", self.company.url).create_token(
            clientId=signed_in.client_id,
            clientSecret=signed_in.client_secret,
            grantType="refresh_token",
            refreshToken=signed_in.refresh_token,
        )


Hire = Callable[..., Worker]


@pytest.fixture
def hire(company: Company, open_window: Callable[..., Window], terminal: Callable[[str], Terminal]) -> Hire:
    """`hire(*managed)` makes a person with a role of these policies in a new account, or in the management account by its id.

    The person has accepted their invitation and is signed in; their terminal has the profile that the portal gave them.
    """

    def make(
        *managed: str,
        account_id: str | None = None,
        account_name: str = "Management",
        window: Window | None = None,
    ) -> Worker:
        person = company.user(company.name("maria"))
        if account_id is None:
            account_name = company.name("Workloads")
            account_id = company.account(account_name)
        name = company.name("Build")
        permission_set_arn = company.permission_set(name, *managed)
        company.assign(account_id, permission_set_arn, person)
        role = Role(account_name, account_id, name, permission_set_arn)
        window = window or open_window()
        pages.accept_invitation(window.page, pages.link_in(company.invitation(person).part("plain")))
        home = terminal(company.url)
        dialog = pages.open_access_keys(window.page, name, account_name)
        home.config.write_text(pages.copy_from(window.page, dialog, "Sign in with the AWS CLI", "profile for"))
        dialog.get_by_role("button", name="Close").click()
        return Worker(company, person, role, window, home)

    return make
