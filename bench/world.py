"""What the measures work on: an organisation with accounts, a person who may use them all, and a directory of users."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bench.installation import Core, Installation
from gatepost.core.access import assignments, permission_sets, policies
from gatepost.core.access.model import PrincipalType
from gatepost.core.call import Call
from gatepost.core.directory import groups, memberships, users
from gatepost.core.directory.model import GroupAttributes, UserAttributes
from gatepost.core.organization import accounts as organization
from gatepost.core.signin import passwords
from gatepost.core.signin.model import Person
from gatepost.kit.paging import PageRequest
from gatepost.kit.secret import Secret
from tests.servers.postgres import Postgres

ACCOUNTS = 20
ROLE = "ReadOnly"
PASSWORD = "correct horse battery staple 42"
READ_ONLY_ACCESS = "arn:aws:iam::aws:policy/ReadOnlyAccess"
ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess"

NOT_IN_THE_DIRECTORY = ("admin", "ada")
"""The users beside those of `World.user_ids`: the administrator, and the person who signs in."""

_USERS_A_TRANSACTION = 5_000


@dataclass(frozen=True, slots=True)
class World:
    """An installation and what is in it. `user_ids` are those of the users named by `user_name(0)` and so on."""

    installation: Installation
    region: str
    owner_account_id: str
    instance_arn: str
    identity_store_id: str
    access_key_id: str
    secret_access_key: str
    account_ids: tuple[str, ...]
    permission_set_arn: str
    person: Person
    user_ids: tuple[str, ...]

    def copy(self, folder: Path) -> "World":
        """Return the same world in another folder."""
        return replace(self, installation=self.installation.copy(folder))


def user_name(number: int) -> str:
    """Return the name of one of the directory's users."""
    return f"user-{number:07d}"


def make(folder: Path, *, people: int, accounts: int = ACCOUNTS, cluster: Postgres | None = None) -> World:
    """Make a world with so many users in its directory, beside the administrator and the person who signs in.

    It is in a database of `cluster`, or in SQLite.
    """
    installation = Installation.in_folder(folder, cluster)
    facts = installation.bootstrap(PASSWORD)
    store_id, instance_arn, owner = facts["identity_store_id"], facts["instance_arn"], facts["account_id"]
    with installation.core() as core:
        account_ids = _make_accounts(core, accounts)
        person = core.run(lambda call: _make_person(call, store_id, owner))
        set_arn = core.run(lambda call: make_permission_set(call, instance_arn))
        core.run(lambda call: _assign(call, instance_arn, set_arn, account_ids, person))
        core.finish_jobs()
        user_ids = _make_users(core, store_id, range(people))
    return World(
        installation=installation,
        region=facts["region"],
        owner_account_id=owner,
        instance_arn=instance_arn,
        identity_store_id=store_id,
        access_key_id=facts["access_key_id"],
        secret_access_key=facts["secret_access_key"],
        account_ids=account_ids,
        permission_set_arn=set_arn,
        person=person,
        user_ids=user_ids,
    )


def grow(world: World, folder: Path, *, people: int) -> World:
    """Return a copy of a world with more users in its directory."""
    larger = world.copy(folder)
    with larger.installation.core() as core:
        more = _make_users(core, world.identity_store_id, range(len(world.user_ids), people))
    return replace(larger, user_ids=world.user_ids + more)


def give_roles(core: Core, world: World, in_each: int) -> None:
    """Give the person so many roles in each of their accounts, with the one that they have."""
    for number in range(1, in_each):
        core.run(partial(_give_role, world=world, name=f"Role{number:03d}"))
    core.finish_jobs()


def _give_role(call: Call, world: World, name: str) -> None:
    set_arn = make_permission_set(call, world.instance_arn, name)
    for account_id in world.account_ids:
        _request_assignment(call, world.instance_arn, set_arn, account_id, "USER", world.person.user_id)


def _make_accounts(core: Core, count: int) -> tuple[str, ...]:
    def ask(call: Call) -> None:
        for number in range(count):
            organization.request_creation(call, name=f"Account {number}", email=f"account-{number}@bench.example.com")

    core.run(ask)
    core.finish_jobs()
    page = core.run(lambda call: organization.list_accounts(call, PageRequest(count + 1)))
    return tuple(account.account_id for account in page.items if account.name.startswith("Account"))


def _make_person(call: Call, identity_store_id: str, owner_account_id: str) -> Person:
    user = users.create(
        call,
        identity_store_id=identity_store_id,
        attributes=UserAttributes.person(
            user_name="ada", given_name="Ada", family_name="Okonkwo", email="ada@bench.example.com"
        ),
        invite=False,
    )
    passwords.store_hash(call, user.user_id, passwords.hash_password(Secret(PASSWORD)))
    return Person(user.user_id, user.user_name, user.display_name, identity_store_id, owner_account_id)


def make_permission_set(call: Call, instance_arn: str, name: str = ROLE, policy_arn: str = READ_ONLY_ACCESS) -> str:
    """Make a permission set with one AWS managed policy and return its ARN."""
    made = permission_sets.create(call, instance_arn=instance_arn, name=name)
    policies.attach_managed(call, instance_arn=instance_arn, permission_set_arn=made.arn, policy_arn=policy_arn)
    return made.arn


def _assign(call: Call, instance_arn: str, set_arn: str, account_ids: Sequence[str], person: Person) -> None:
    """Give the person a role in every account: in half of them directly, in the others through a group."""
    store_id = person.identity_store_id
    group = groups.create(call, identity_store_id=store_id, attributes=GroupAttributes(display_name="Engineers"))
    memberships.create(call, identity_store_id=store_id, group_id=group.group_id, user_id=person.user_id)
    for number, account_id in enumerate(account_ids):
        kind: PrincipalType = "GROUP" if number % 2 else "USER"
        principal_id = group.group_id if kind == "GROUP" else person.user_id
        _request_assignment(call, instance_arn, set_arn, account_id, kind, principal_id)


def _request_assignment(
    call: Call, instance_arn: str, set_arn: str, account_id: str, kind: PrincipalType, principal_id: str
) -> None:
    assignments.request_creation(
        call,
        instance_arn=instance_arn,
        permission_set_arn=set_arn,
        account_id=account_id,
        principal_type=kind,
        principal_id=principal_id,
    )


def _make_users(core: Core, identity_store_id: str, numbers: range) -> tuple[str, ...]:
    made: list[str] = []
    for start in range(numbers.start, numbers.stop, _USERS_A_TRANSACTION):
        batch = range(start, min(start + _USERS_A_TRANSACTION, numbers.stop))
        made += core.run(lambda call, batch=batch: [_make_user(call, identity_store_id, each) for each in batch])  # type: ignore[misc]
    return tuple(made)


def attributes(number: int) -> UserAttributes:
    """Return what the directory says of one of its users."""
    return UserAttributes.person(
        user_name=user_name(number),
        given_name="User",
        family_name=f"Number {number}",
        email=f"{user_name(number)}@bench.example.com",
    )


def _make_user(call: Call, identity_store_id: str, number: int) -> str:
    user = users.create(call, identity_store_id=identity_store_id, attributes=attributes(number), invite=False)
    call.event.resources.clear()  # one event must not name thousands of users
    return user.user_id
