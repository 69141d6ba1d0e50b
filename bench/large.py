"""An organisation in which everything that a list shows is there in large numbers."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

from bench import assignments, world
from bench.world import World
from gatepost.core.access import permission_sets
from gatepost.core.audit import store as audit
from gatepost.core.audit.model import Event
from gatepost.core.call import Call
from gatepost.core.directory import groups, memberships, users
from gatepost.core.directory import store as directory
from gatepost.core.directory.model import GroupAttributes, UserAttributes
from gatepost.core.signin import store as signin
from gatepost.core.signin.model import Invitation, LinkPurpose
from gatepost.kit import ids
from tests.servers.postgres import Postgres

_AT_ONCE = 2_000
_GONE_EACH = 100
"""One of so many users is disabled, and has a name of their own."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much of each there is; half of the users are in one group, and each has an invitation."""

    users: int = 100_000
    groups: int = 10_000
    permission_sets: int = 2_000
    accounts: int = 1_000
    assignments: int = 100_000
    events: int = 200_000


FEW = Numbers(users=1_000, groups=100, permission_sets=60, accounts=20, assignments=1_000, events=1_000)
"""Enough for every page to be full."""


@dataclass(frozen=True, slots=True)
class Large:
    """A world, the group that half of its users are in, and a user who is in a thousand groups at most."""

    world: World
    group_id: str
    member_id: str


def make(folder: Path, numbers: Numbers, cluster: Postgres | None = None) -> Large:
    """Make all of it in SQLite, or in a database of a cluster."""
    small = world.make(folder / "small", people=0, accounts=numbers.accounts, cluster=cluster)
    with small.installation.core() as core:
        people: list[str] = []
        for numbers_of_users in _batches(range(numbers.users)):
            people += core.run(lambda call, batch=numbers_of_users: _users(call, small, batch))  # type: ignore[misc]
        core.run(lambda call: _gone(call, small, range(numbers.users // _GONE_EACH)))
        everybody = core.run(lambda call: _groups(call, small, numbers.groups, people))
        core.run(lambda call: _sets(call, small, numbers.permission_sets))
        for batch in _batches(range(numbers.events)):
            core.run(lambda call, batch=batch: _events(call, small, batch))  # type: ignore[misc]
    filled = replace(small, user_ids=tuple(people))
    large = assignments.assign(filled, folder / "large", count=numbers.assignments)
    large.installation.settle()
    return Large(large, everybody, people[0])


def _batches(numbers: range) -> Iterator[range]:
    for start in numbers[::_AT_ONCE]:
        yield range(start, min(start + _AT_ONCE, numbers.stop))


def _users(call: Call, made: World, numbers: range) -> list[str]:
    """Add users with an invitation each, which its mail would have been sent for."""
    store_id = made.identity_store_id
    added = [users.new(call, store_id, world.attributes(number)) for number in numbers]
    directory.insert_users(call.tx, added)
    for user in added:
        invitation = Invitation(
            invitation_id=ids.new_uuid(call.entropy),
            purpose=LinkPurpose.INVITATION,
            user_id=user.user_id,
            created_at=call.now,
            expires_at=call.now + LinkPurpose.INVITATION.lifetime,
        )
        signin.invitations.insert_invitation(call.tx, invitation, ids.new_token(call.entropy))
    return [user.user_id for user in added]


def _gone(call: Call, made: World, numbers: range) -> None:
    """Add users who are disabled."""
    added = []
    for number in numbers:
        attributes = UserAttributes.person(
            user_name=f"gone-{number:06d}",
            given_name="Gone",
            family_name=f"Number {number}",
            email=f"gone-{number:06d}@bench.example.com",
        )
        added.append(users.new(call, made.identity_store_id, replace(attributes, status="DISABLED")))
    directory.insert_users(call.tx, added)


def _groups(call: Call, made: World, count: int, people: list[str]) -> str:
    """Add groups; return the id of the one that every second user is in."""
    store_id = made.identity_store_id
    added = [
        groups.create(call, identity_store_id=store_id, attributes=GroupAttributes(f"Group {number:05d}"))
        for number in range(count)
    ]
    everybody = groups.create(call, identity_store_id=store_id, attributes=GroupAttributes("Everybody"))
    joined = [(everybody.group_id, user_id) for user_id in people[::2]]
    joined += [(group.group_id, people[0]) for group in islice(added, 1_000)]
    memberships.insert_all(call, [memberships.new(call, store_id, *pair) for pair in joined])
    call.event.resources.clear()  # one event must not name thousands of groups
    return everybody.group_id


def _sets(call: Call, made: World, count: int) -> None:
    for number in range(count):
        permission_sets.create(call, instance_arn=made.instance_arn, name=f"Level-{number:04d}")
    call.event.resources.clear()


def _events(call: Call, made: World, numbers: range) -> None:
    """Add events of one user's sign-ins among others', spread over the last weeks."""
    audit.insert_events(call.tx, [_event(call, made, number) for number in numbers])


def _event(call: Call, made: World, number: int) -> Event:
    event_id, time = ids.new_uuid(call.entropy), call.now - timedelta(seconds=10 * number)
    name = "UserAuthentication" if number % 2 else "CreateUser"
    source = "sso.amazonaws.com" if number % 2 else "identitystore.amazonaws.com"
    user_name = world.user_name(number % 1_000)
    body = {
        "eventVersion": "1.11",
        "eventTime": f"{time.isoformat(timespec='seconds')[:19]}Z",
        "eventSource": source,
        "eventName": name,
        "eventID": event_id,
        "awsRegion": made.region,
        "sourceIPAddress": "192.0.2.1",
        "userAgent": "bench",
        "userIdentity": {"type": "IdentityCenterUser", "userName": user_name},
        "readOnly": False,
    }
    return Event(
        event_id=event_id,
        account_id=made.owner_account_id,
        time=time,
        name=name,
        source=source,
        read_only=False,
        user_name=user_name,
        access_key_id=None,
        resources=(),
        body=body,
    )
