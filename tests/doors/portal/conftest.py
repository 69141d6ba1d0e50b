"""The portal as a browser meets it: the whole application, with one administrator, and a clock that the test sets."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar

import pytest
import structlog
from lxml import html
from werkzeug.test import Client, TestResponse

from gatepost import app, bootstrap
from gatepost.core import actors, ask
from gatepost.core.audit import store as audit
from gatepost.core.call import Call, Runtime, perform
from gatepost.core.directory import users
from gatepost.core.directory.model import User, UserAttributes
from gatepost.core.signin import passwords
from gatepost.kit.paging import PageRequest
from gatepost.kit.secret import Secret
from gatepost.settings import Settings
from tests.kit import FakeClock

T = TypeVar("T")

PASSWORD = "four words in a row"
PASSWORD_HASH = passwords.hash_password(Secret(PASSWORD))


def element(page: str | html.HtmlElement, path: str) -> html.HtmlElement:
    """Return the first element at an XPath of a page, which must have one."""
    found = (html.fromstring(page) if isinstance(page, str) else page).find(path)
    assert found is not None, path
    return found


class Browser:
    """Follows no redirect by itself, keeps cookies, and sends forms as they stand on the page."""

    def __init__(self, installation: "Installation", address: str = "198.51.100.7") -> None:
        self._installation = installation
        self._client = Client(installation.application)
        self._sent: Mapping[str, Any] = {
            "base_url": installation.runtime.settings.public_url,
            "environ_base": {"REMOTE_ADDR": address, "HTTP_USER_AGENT": "test browser"},
        }
        self.page: TestResponse

    def get(self, path: str, **more: Any) -> TestResponse:
        self.page = self._client.get(path, **self._sent, **more)
        return self.page

    def head(self, path: str) -> TestResponse:
        return self._client.head(path, **self._sent)

    def post(self, path: str, data: Mapping[str, Any] | bytes | None = None, **more: Any) -> TestResponse:
        self.page = self._client.post(path, data=data or {"nothing": ""}, **self._sent, **more)
        return self.page

    def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> TestResponse:
        """Send a request as a program does."""
        return self._client.open(path, method=method, data=body, headers=headers, **self._sent)

    def submit(self, fields: Mapping[str, str], *, at: str, form: str = ".//main//form") -> TestResponse:
        """Fill in the form of the page that is open and send it to `at`."""
        return self.post(at, {**self.fields(form), **fields})

    def fields(self, form: str = ".//main//form") -> dict[str, str]:
        """Return what the page's form holds before anything is typed."""
        inputs = element(self.page.text, form).findall(".//input")
        sent = [each for each in inputs if each.get("name") and each.get("type") != "checkbox"]
        return {str(each.get("name")): each.get("value", "") for each in sent}

    def sign_in(self, user_name: str = "admin", password: str = PASSWORD, return_to: str = "/") -> TestResponse:
        """Open the sign-in page and send it."""
        self.get("/sign-in", query_string={"return_to": return_to})
        return self.submit({"user_name": user_name, "password": password}, at="/sign-in")

    def cookie(self, name: str) -> str | None:
        found = self._client.get_cookie(name, self._installation.host)
        return None if found is None else found.value

    def give_cookie(self, name: str, value: str) -> None:
        self._client.set_cookie(name, value, domain=self._installation.host)

    def text(self) -> str:
        """Return the page as a person reads it."""
        return " ".join(element(self.page.text, ".//main").text_content().split())


class Installation:
    """A Gatepost with its organisation and its administrator."""

    def __init__(self, settings: Settings, clock: FakeClock) -> None:
        self.clock = clock
        made = app.make_runtime(settings, structlog.get_logger())
        self.runtime: Runtime = replace(made, clock=clock)
        self.application = app.build(self.runtime)
        self.made = bootstrap.make(self.runtime, bootstrap.Wishes(password_hash=PASSWORD_HASH))
        self.work()

    @property
    def host(self) -> str:
        return self.runtime.settings.public_url.partition("://")[2].partition(":")[0]

    def browser(self, address: str = "198.51.100.7") -> Browser:
        return Browser(self, address)

    def write(self, do: Callable[[Call], T]) -> T:
        """Do one write call as Gatepost itself."""
        client = ask.Client("127.0.0.1", "test", "00000000-0000-4000-8000-000000000000", "us-east-1")
        itself = ask.Ask(
            actors.service("test.internal"), "test:Call", "test.internal", client, writes=True, needs_permission=False
        )
        return perform(self.runtime, itself, do)

    def person(self, user_name: str) -> User:
        """Make somebody who can sign in and has no role."""
        store_id = self.made.instance.identity_store_id
        attributes = UserAttributes.person(user_name=user_name, given_name="Maria", family_name="Okonkwo")

        def make(call: Call) -> User:
            made = users.create(call, identity_store_id=store_id, attributes=attributes, invite=False)
            passwords.store_hash(call, made.user_id, PASSWORD_HASH)
            return made

        return self.write(make)

    def disable_admin(self) -> None:
        store_id, user_id = self.made.instance.identity_store_id, self.made.admin.user_id
        self.write(lambda call: users.set_status(call, identity_store_id=store_id, user_id=user_id, status="DISABLED"))

    def invite(self) -> str:
        """Invite the administrator again and return the path of the link."""
        _, token = bootstrap.invite(self.runtime, "admin")
        return f"/invitation/{token.reveal()}"

    def work(self) -> None:
        """Do the jobs that are due."""
        app.make_runner(self.runtime).drain()

    def mails(self) -> list[EmailMessage]:
        """Return the mails that were written so far."""
        files = sorted((self.runtime.settings.data_dir / "mail").glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    def events(self, name: str) -> list[Mapping[str, Any]]:
        """Return the organisation's events of a name, newest first."""
        self.runtime.events.flush()
        now = self.clock.now()
        account_id = self.made.instance.owner_account_id
        page = self.runtime.database.read(
            lambda tx: audit.list_events(
                tx, account_id, now - timedelta(days=80), now, "EventName", name, PageRequest(1000)
            )
        )
        return [event.body for event in page.items]


Install = Callable[..., Installation]


@pytest.fixture
def install(installed_on: str, tmp_path: Path, clock: FakeClock) -> Iterator[Install]:
    """Make an installation with the settings that a test wants."""
    made: list[Installation] = []

    def make(**settings: Any) -> Installation:
        # As text the lines go to whatever is standard output at that moment, which a test can read.
        chosen = {"log_format": "text"} | settings
        made.append(Installation(Settings(data_dir=tmp_path, database_url=installed_on, **chosen), clock))
        return made[-1]

    yield make
    for each in made:
        each.runtime.database.close()


@pytest.fixture
def gatepost(install: Install) -> Installation:
    """An installation as it is by default."""
    return install()


@pytest.fixture
def browser(gatepost: Installation) -> Browser:
    """A browser that was never here."""
    return gatepost.browser()
