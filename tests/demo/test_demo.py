"""A demonstration is made once, found again, and looks as it says."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
from playwright.sync_api import expect

from demo import installation
from demo.company import NAME
from demo.people import ADMINISTRATOR
from demo.server import Server, StoryClock
from demo.visitors import Browser, Terminal
from gatepost.core.signin import passwords
from gatepost.kit.clock import SystemClock
from gatepost.kit.secret import Secret
from gatepost.settings import Settings
from tests.journeys import pages
from tests.kit import SeededEntropy
from tests.servers.chromium import SCREENSHOTS, Window
from tests.servers.gatepost import Gatepost

ROOT = Path(__file__).parents[2]


def run(folder: Path, *options: str, succeeds: bool = True) -> str:
    """Run the demonstration's command without serving; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "demo", "--no-serve", "--data-dir", folder, *options],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "GATEPOST_SMTP_URL": "smtp://mail.invalid"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode == 0) == succeeds, done.stdout + done.stderr
    return done.stdout + done.stderr


@dataclass(frozen=True)
class Made:
    """A demonstration, and what its command printed when it made it and when it found it again."""

    folder: Path
    first: str
    second: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A demonstration; making it takes seconds, so the tests share it."""
    folder = tmp_path_factory.mktemp("demo") / "here"
    return Made(folder, run(folder), run(folder))


@pytest.fixture(scope="module")
def administrator(made: Made) -> Iterator[Terminal]:
    """The administrator's terminal, with the credentials that the guide shows how to get."""
    server = Server(Settings(data_dir=made.folder), StoryClock(SystemClock().now()))
    browser = Browser(server, "127.0.0.1")
    browser.sign_in(ADMINISTRATOR.user_name, installation.password(made.folder))
    terminal = Terminal(server, browser)
    terminal.sign_in()
    account_id = re.findall(r"sso_account_id = (\d{12})", made.second)[0]
    terminal.take_role(account_id, "AdministratorAccess")
    yield terminal
    server.close()


def listed(terminal: Terminal, service: str, operation: str, member: str, **parameters: Any) -> list[Any]:
    """Return all that a paged operation lists."""
    found: list[Any] = []
    while True:
        answer = terminal.call(service, operation, **parameters)
        found += answer[member]
        if not answer.get("NextToken"):
            return found
        parameters["NextToken"] = answer["NextToken"]


def test_it_holds_what_it_promises(administrator: Terminal) -> None:
    [instance] = listed(administrator, "sso", "ListInstances", "Instances")
    of_instance = {"InstanceArn": instance["InstanceArn"]}
    of_store = {"IdentityStoreId": instance["IdentityStoreId"]}
    assert len(listed(administrator, "organizations", "ListAccounts", "Accounts")) == 12
    assert len(listed(administrator, "sso", "ListPermissionSets", "PermissionSets", **of_instance)) == 10
    assert len(listed(administrator, "identitystore", "ListGroups", "Groups", **of_store)) == 8
    people = listed(administrator, "identitystore", "ListUsers", "Users", **of_store)
    assert len(people) == 40
    assert [each["UserName"] for each in people if each["UserStatus"] == "DISABLED"] == ["bastian.kremer"]
    asked = ("sso", "ListAccountAssignmentCreationStatus", "AccountAssignmentsCreationStatus")
    assert {each["Status"] for each in listed(administrator, *asked, **of_instance)} == {"SUCCEEDED"}


def test_its_applications_and_its_look_are_there(administrator: Terminal) -> None:
    [instance] = listed(administrator, "sso", "ListInstances", "Instances")
    of_instance = {"InstanceArn": instance["InstanceArn"]}
    found = listed(administrator, "sso", "ListApplications", "Applications", **of_instance)
    assert {each["Name"] for each in found} == {"Handbook", "Voyage Charts", "Crew Rota"}
    for each in found:
        path = f"/applications/{each['ApplicationArn'].rpartition('/')[2]}/logo"
        assert administrator.document("GET", path)["logo"].startswith("data:image/png")
    look = administrator.document("GET", "/branding")
    assert (look["organisation_name"], look["logo"][:14]) == (NAME, "data:image/png")


def test_its_history_holds_what_people_were_refused(administrator: Terminal) -> None:
    def events(name: str) -> list[str]:
        wanted = [{"AttributeKey": "EventName", "AttributeValue": name}]
        found = listed(administrator, "cloudtrail", "LookupEvents", "Events", LookupAttributes=wanted)
        return [each["CloudTrailEvent"] for each in found]

    assert sum("AccessDenied" in event for event in events("CreateUser")) == 1
    failures = [event for event in events("CredentialVerification") if "InvalidCredentials" in event]
    assert sum("198.51.100.66" in event for event in failures) == 3
    assert len({orjson.loads(event)["eventTime"][:10] for event in failures}) > 3


def test_an_open_and_an_expired_invitation_are_shown(made: Made) -> None:
    links = re.findall(r"/invitation/\S+", made.second)
    server = Server(Settings(data_dir=made.folder), StoryClock(SystemClock().now()))
    pages = [server.open(server.new_client(), "GET", link, address="127.0.0.1", program="") for link in links]
    server.close()
    assert [page.status_code for page in pages] == [200, 410]


def test_the_second_run_finds_it_again(made: Made) -> None:
    password = installation.password(made.folder).reveal()
    assert "Making an organisation" in made.first
    assert "Making an organisation" not in made.second
    assert password in made.first
    assert password in made.second


def test_reset_removes_what_is_there_so_that_another_is_made(tmp_path: Path) -> None:
    """Not a copy of the one that is open: a process that closes a file loses its locks on it, and SQLite relies on them."""
    other = tmp_path / "other"
    other.mkdir()
    installation.keep_password(other, Secret("a-demonstration-of-old"))
    assert installation.is_made(other)
    installation.remove(other)
    assert not other.exists()
    assert not installation.is_made(other)


def test_no_two_demonstrations_have_the_same_password(entropy: SeededEntropy) -> None:
    drawn = {installation.draw_password(entropy).reveal() for _ in range(100)}
    assert len(drawn) == 100
    for password in drawn:
        passwords.require_acceptable(Secret(password), user_name=ADMINISTRATOR.user_name)


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "gatepost.db").write_text("somebody's")
    assert "holds something else" in run(tmp_path, succeeds=False)
    assert "is not a demonstration" in run(tmp_path, "--reset", succeeds=False)
    assert [each.name for each in tmp_path.iterdir()] == ["gatepost.db"]


PICTURES = {
    "users": "/users",
    "user": "/users?q={user_name}",
    "applications": "/applications/new",
    "second-factors": "/settings/second-factors",
    "events": "/events",
}


def test_the_pictures_of_the_guide_are_made(made: Made, tmp_path: Path, open_window: Callable[..., Window]) -> None:
    """What `docs/generate.py` takes into the guide of the console; the organisation is the demonstration's."""
    server = Gatepost(
        tmp_path,
        data_dir=str(made.folder),
        database_url=f"sqlite:///{made.folder.absolute() / 'gatepost.db'}",
        master_key_file=str(made.folder / "master.key"),
        organisation_name=NAME,
    )
    window = open_window()
    page = window.page
    try:
        server.start()
        pages.open_portal(page, server.url, ADMINISTRATOR.user_name, installation.password(made.folder).reveal())
        expect(page.locator(".quick .role-name").first).to_have_text("AdministratorAccess")
        expect(page.locator(".quick [aria-pressed=true]")).to_have_count(2)
        expect(page.locator(".tile")).to_have_count(3)
        page.get_by_role("button", name="Management console: AdministratorAccess in Management").first.click()
        expect(page).to_have_url(f"{server.url}/console")
        page.goto(f"{server.url}{installation.report(made.folder)}")
        expect(page.locator("#progress")).to_contain_text("2 people were added")
        expect(page.locator("#progress").get_by_role("listitem")).to_have_count(2)
        page.goto(f"{server.url}/console/users?q=catriona.munro")
        page.locator("tbody a").first.click()
        expect(page.get_by_text("Authenticator app, added on")).to_be_visible()
        for name, path in PICTURES.items():
            page.goto(f"{server.url}/console{path.format(user_name=ADMINISTRATOR.user_name)}")
            if name == "user":
                page.locator("tbody a").first.click()
                page.get_by_role("link", name="Draw it, or take it away as a file").click()
                expect(page.locator("svg.graph")).to_be_visible()
            if name == "events":
                expect(page.locator("#drawing svg.chart")).to_be_visible()
            page.screenshot(path=SCREENSHOTS / f"guide-{name}.png")
    finally:
        server.close()
