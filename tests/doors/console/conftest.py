"""The console as an administrator's browser meets it, on each kind of database."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from lxml import html
from werkzeug.test import TestResponse

from gatepost import app
from gatepost.core.access import assignments, permission_sets, policies
from gatepost.core.access.model import PrincipalType
from gatepost.core.directory import groups, memberships, users
from gatepost.core.directory.model import Group, GroupAttributes, User, UserAttributes
from gatepost.settings import Settings
from tests.doors.portal.conftest import Browser, Installation, element
from tests.kit import FakeClock

ADMINISTRATOR = "AdministratorAccess"
READER = "Reader"
BOUNDARY = "----of-a-test"
MANAGED = "arn:aws:iam::aws:policy/"


class Organisation(Installation):
    """An installation whose administrator has made what a test wants."""

    def __init__(self, settings: Settings, clock: FakeClock) -> None:
        super().__init__(settings, clock)
        self.sets: dict[str, str] = {}

    @property
    def account_id(self) -> str:
        return self.made.instance.owner_account_id

    @property
    def store_id(self) -> str:
        return self.made.instance.identity_store_id

    def work(self) -> None:
        """Do the jobs that are due."""
        app.make_runner(self.runtime).drain()

    def user(self, name: str, given: str = "Maria", family: str = "Okonkwo") -> User:
        attributes = UserAttributes.person(
            user_name=name, given_name=given, family_name=family, email=f"{name}@people.example.com"
        )
        return self.write(
            lambda call: users.create(call, identity_store_id=self.store_id, attributes=attributes, invite=False)
        )

    def group(self, name: str, *members: User) -> Group:
        attributes = GroupAttributes(name, f"{name} of the company")
        group = self.write(lambda call: groups.create(call, identity_store_id=self.store_id, attributes=attributes))
        for member in members:
            self.write(
                lambda call, member=member: memberships.create(  # type: ignore[misc]
                    call, identity_store_id=self.store_id, group_id=group.group_id, user_id=member.user_id
                )
            )
        return group

    def permission_set(self, name: str, *managed: str) -> str:
        """Make a permission set of AWS managed policies and return its ARN."""
        instance_arn = self.made.instance.arn
        made = self.write(lambda call: permission_sets.create(call, instance_arn=instance_arn, name=name))
        for policy in managed:
            self.write(
                lambda call, policy=policy: policies.attach_managed(  # type: ignore[misc]
                    call, instance_arn=instance_arn, permission_set_arn=made.arn, policy_arn=MANAGED + policy
                )
            )
        self.sets[name] = made.arn
        return made.arn

    def unassign(self, permission_set_arn: str, user_id: str) -> None:
        """Take a role of the management account back."""
        self.write(
            lambda call: assignments.request_deletion(
                call,
                instance_arn=self.made.instance.arn,
                permission_set_arn=permission_set_arn,
                account_id=self.account_id,
                principal_type="USER",
                principal_id=user_id,
            )
        )
        self.work()

    def assign_group(self, permission_set_arn: str, group_id: str) -> None:
        """Give a group a role of the management account."""
        self._assign(permission_set_arn, "GROUP", group_id, self.account_id)

    def assign(self, permission_set_arn: str, user_id: str, *, account_id: str | None = None) -> None:
        """Give a user a role."""
        self._assign(permission_set_arn, "USER", user_id, account_id or self.account_id)

    def _assign(self, permission_set_arn: str, kind: PrincipalType, principal_id: str, account_id: str) -> None:
        self.write(
            lambda call: assignments.request_creation(
                call,
                instance_arn=self.made.instance.arn,
                permission_set_arn=permission_set_arn,
                account_id=account_id,
                principal_type=kind,
                principal_id=principal_id,
            )
        )
        self.work()

    def reader(self) -> None:
        """Give the administrator a role that looks at everything and changes nothing."""
        self.assign(self.permission_set(READER, "ReadOnlyAccess"), self.made.admin.user_id)


class Administrator(Browser):
    """The administrator's browser."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(organisation)
        self.organisation = organisation

    def open_console(self, role: str = ADMINISTRATOR) -> None:
        """Open the console with a role, as the portal's button does."""
        self.get("/")
        at = f"/accounts/{self.organisation.account_id}/roles/{role}/console"
        assert self.submit({}, at=at, form=".//form").status_code == 303

    def fields(self, form: str = ".//main//form") -> dict[str, str]:
        """Return what a form holds, as the browser would send it: without the boxes, which a test ticks itself."""
        boxes = {str(box.get("name")) for box in element(self.page.text, form).iterfind(".//input[@type='checkbox']")}
        return {name: value for name, value in super().fields(form).items() if name not in boxes}

    def upload(
        self, at: str, fields: Mapping[str, str], content: bytes | None = None, field: str = "file"
    ) -> TestResponse:
        """Send a form with a file as a browser does; Werkzeug's client would leave a temporary file open."""
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
            if name != field
        ]
        name = "" if content is None else "a file"
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        body = b"".join([*parts, head.encode(), content or b"", f"\r\n--{BOUNDARY}--\r\n".encode()])
        return self.post(at, body, content_type=f"multipart/form-data; boundary={BOUNDARY}")

    def forms(self) -> list[html.HtmlElement]:
        """Return the forms of the page's content."""
        return list(element(self.page.text, ".//main").iterfind(".//form"))

    def button(self, label: str) -> html.HtmlElement:
        """Return the page's button of these words."""
        buttons = element(self.page.text, ".//main").iterfind(".//button")
        found = [each for each in buttons if " ".join(each.text_content().split()) == label]
        assert found, label
        return found[0]

    def problem(self, field: str) -> str:
        """Return the sentence at a field."""
        return " ".join(element(self.page.text, f".//p[@id='{field}-problem']").text_content().split())

    def link(self, label: str) -> str | None:
        """Return where the page's link of these words leads; None where it has none."""
        links = element(self.page.text, ".//main").iterfind(".//a")
        return next((str(each.get("href")) for each in links if each.text_content().strip() == label), None)

    def labelled(self, label: str) -> str:
        """Return where the page's link of this name leads, which tells it from others with the same words."""
        links = element(self.page.text, ".//main").iterfind(".//a")
        return next(str(each.get("href")) for each in links if each.get("aria-label") == label)

    def boxes(self) -> list[html.HtmlElement]:
        """Return the boxes that can be ticked."""
        return list(element(self.page.text, ".//main").iterfind(".//input[@type='checkbox']"))

    def value(self, field: str) -> str:
        """Return what stands in a field."""
        return str(element(self.page.text, f".//input[@name='{field}']").get("value", ""))

    def rows(self) -> list[str]:
        """Return the first cells of the page's first table."""
        cells = element(self.page.text, ".//main").iterfind(".//tbody//th")
        return [" ".join(cell.text_content().split()) for cell in cells]


@pytest.fixture
def organisation(database_url: str, tmp_path: Path, clock: FakeClock) -> Iterator[Organisation]:
    """An organisation with its administrator, who has one role."""
    made = Organisation(Settings(data_dir=tmp_path, database_url=database_url, log_level="error"), clock)
    yield made
    made.runtime.database.close()


@pytest.fixture
def administrator(organisation: Organisation) -> Administrator:
    """The administrator, with the console open."""
    browser = Administrator(organisation)
    browser.sign_in()
    browser.open_console()
    return browser


@pytest.fixture
def reader(organisation: Organisation) -> Administrator:
    """The administrator, with the console open by a role that only looks."""
    organisation.reader()
    browser = Administrator(organisation)
    browser.sign_in()
    browser.open_console(READER)
    return browser
