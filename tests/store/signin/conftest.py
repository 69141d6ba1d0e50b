"""A small world to sign in to: an instance, a person with a password, and browsers that try."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar

import pytest

from gatepost.core.actors import NOBODY
from gatepost.core.ask import Ask, Client
from gatepost.core.audit import store as audit
from gatepost.core.audit.model import Event
from gatepost.core.call import Call, perform
from gatepost.core.directory import users
from gatepost.core.directory.model import User, UserAttributes
from gatepost.core.instances import instances
from gatepost.core.signin import events, flow, passwords, sessions
from gatepost.core.signin.model import Session
from gatepost.core.signin.outcomes import SignedIn
from gatepost.kit.errors import Refused
from gatepost.kit.paging import PageRequest
from gatepost.kit.secret import Secret
from tests.calls import CLIENT, Core

T = TypeVar("T")

ACCOUNT_ID = "111122223333"
PASSWORD = Secret("four words in a row")
PASSWORD_HASH = passwords.hash_password(PASSWORD)
WRONG_PASSWORD = Secret("five words in this row")


@dataclass(frozen=True)
class Browser:
    """A browser: its visit's cookie, and the address that it comes from."""

    world: "World"
    visit: Secret
    address: str = CLIENT.address

    def sign_in(self, login: str = "ada", password: Secret = PASSWORD, *, return_to: str = "/") -> SignedIn:
        """Sign in as the door does, in its three steps."""
        challenge = perform(
            self.world.core.runtime,
            self._ask("signin:CredentialChallenge"),
            lambda call: flow.challenge(call, visit=self.visit, login=login, return_to=return_to),
        )
        proven = passwords.verify(challenge.password_hash, password)
        step = perform(
            self.world.core.runtime,
            self._ask("signin:CredentialVerification", writes=True),
            lambda call: flow.answer(call, challenge, proven=proven),
        )
        assert isinstance(step, SignedIn)
        return step

    def is_refused(self, login: str = "ada", password: Secret = WRONG_PASSWORD) -> str | None:
        """Try to sign in; return why it was refused, or None."""
        try:
            self.sign_in(login, password)
        except Refused as refused:
            return refused.reason
        return None

    def elsewhere(self, address: str) -> "Browser":
        """Return a browser that was never here, at another address."""
        return replace(self, visit=Secret(f"visit-{address}-00000000"), address=address)

    def with_cookie(self, visit: Secret) -> "Browser":
        """Return this browser after it was given another visit's cookie."""
        return replace(self, visit=visit)

    def client(self) -> Client:
        return replace(CLIENT, address=self.address)

    def _ask(self, action: str, *, writes: bool = False) -> Ask:
        return Ask(NOBODY, action, events.EVENT_SOURCE, self.client(), writes=writes)


class World:
    """The instance and its one person."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.instance = core.write(lambda call: instances.create(call, account_id=ACCOUNT_ID, region="us-east-1"))
        self.ada = self.person("ada", "ada@example.com")
        self.set_password(self.ada)

    def person(self, user_name: str, email: str | None) -> User:
        attributes = UserAttributes.person(user_name=user_name, given_name="Ada", family_name="Byron", email=email)
        store_id = self.instance.identity_store_id
        return self.core.write(
            lambda call: users.create(call, identity_store_id=store_id, attributes=attributes, invite=False)
        )

    def set_password(self, user: User, password_hash: Secret = PASSWORD_HASH) -> None:
        self.core.write(lambda call: passwords.store_hash(call, user.user_id, password_hash))

    def disable(self, user: User) -> None:
        self.core.write(
            lambda call: users.set_status(
                call, identity_store_id=self.instance.identity_store_id, user_id=user.user_id, status="DISABLED"
            )
        )

    def delete(self, user: User) -> None:
        self.core.write(
            lambda call: users.delete(call, identity_store_id=self.instance.identity_store_id, user_id=user.user_id)
        )

    def browser(self) -> Browser:
        """Return a browser that was never here."""
        return Browser(self, Secret("visit-0000000000000000"))

    def own(self, session: Session, do: Callable[[Call], T]) -> T:
        """Do one write call as the person of a session."""
        actor = sessions.actor_of(session)
        ask = Ask(actor, "test:Call", "test.internal", CLIENT, writes=True, needs_permission=False)
        return perform(self.core.runtime, ask, do)

    def events(self, name: str | None = None, *, user_name: str | None = None) -> list[Mapping[str, Any]]:
        """Return the account's events, oldest first: of a name, or of a user."""
        found = self._find("Username", user_name) if user_name else self._find("EventName" if name else None, name)
        return [event.body for event in reversed(found)]

    def _find(self, attribute: str | None, value: str | None) -> list[Event]:
        self.core.runtime.events.flush()
        now, long_ago = self.core.clock.now(), self.core.clock.now() - timedelta(days=80)
        page = self.core.runtime.database.read(
            lambda tx: audit.list_events(tx, ACCOUNT_ID, long_ago, now, attribute, value, PageRequest(1000))
        )
        return list(page.items)


@pytest.fixture
def world(core: Core) -> World:
    """An instance with one person, Ada, who has a password."""
    return World(core)


@pytest.fixture
def browser(world: World) -> Browser:
    """A browser that was never here."""
    return world.browser()
