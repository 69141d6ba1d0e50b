"""An identity store in a fresh database, and calls on it."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
import structlog

from gatepost.core import actors
from gatepost.core.ask import Client
from gatepost.core.audit.model import EventDraft
from gatepost.core.audit.writer import EventWriter
from gatepost.core.call import Call, Runtime
from gatepost.core.directory import groups, memberships, users
from gatepost.core.directory.model import Group, GroupAttributes, Membership, User, UserAttributes
from gatepost.core.instances import instances
from gatepost.jobs.runner import Bells
from gatepost.kit.entropy import Entropy
from gatepost.kit.paging import PageTokens
from gatepost.kit.vault import Vault
from gatepost.settings import Settings
from gatepost.store.database import Database, Transaction
from tests.kit import FakeClock

T = TypeVar("T")

ACCOUNT_ID = "111122223333"


class Directory:
    """One identity store, its clock, and the use cases with the arguments that tests rarely vary."""

    def __init__(self, runtime: Runtime, clock: FakeClock) -> None:
        self._runtime = runtime
        self.clock = clock
        self.call: Call
        instance = self.write(lambda call: instances.create(call, account_id=ACCOUNT_ID, region="eu-central-1"))
        self.identity_store_id = instance.identity_store_id

    def write(self, do: Callable[[Call], T]) -> T:
        """Run a call that may write; `self.call` is that call afterwards."""
        return self._runtime.database.write(lambda tx: do(self._new_call(tx)))

    def read(self, do: Callable[[Call], T]) -> T:
        """Run a call that cannot write."""
        return self._runtime.database.read(lambda tx: do(self._new_call(tx)))

    def user(self, user_name: str = "ada", *, email: str | None = None, invite: bool = False) -> User:
        person = UserAttributes.person(user_name=user_name, given_name="Ada", family_name="Lovelace", email=email)
        return self.create(person, invite=invite)

    def create(self, attributes: UserAttributes, *, invite: bool = False) -> User:
        return self.write(
            lambda call: users.create(
                call, identity_store_id=self.identity_store_id, attributes=attributes, invite=invite
            )
        )

    def group(self, display_name: str = "Analysts") -> Group:
        attributes = GroupAttributes(display_name)
        return self.write(
            lambda call: groups.create(call, identity_store_id=self.identity_store_id, attributes=attributes)
        )

    def join(self, user: User, group: Group) -> Membership:
        return self.write(
            lambda call: memberships.create(
                call, identity_store_id=self.identity_store_id, group_id=group.group_id, user_id=user.user_id
            )
        )

    def _new_call(self, tx: Transaction) -> Call:
        actor = actors.service("sso.amazonaws.com")
        client = Client("192.0.2.1", "tests", "11111111-1111-4111-8111-111111111111", "eu-central-1")
        self.call = Call(self._runtime, tx, actor, client, self.clock.now(), EventDraft("Test", "tests"))
        return self.call


@pytest.fixture
def directory(database: Database, clock: FakeClock, entropy: Entropy, tmp_path: Path) -> Directory:
    """An empty identity store, on each kind of database."""
    vault = Vault([bytes(32)], entropy)
    runtime = Runtime(
        settings=Settings(data_dir=tmp_path),
        database=database,
        clock=clock,
        entropy=entropy,
        vault=vault,
        page_tokens=PageTokens(vault),
        events=EventWriter(database, lambda error: None, lambda event: None),
        bell=Bells(),
        log=structlog.get_logger(),
    )
    return Directory(runtime, clock)
