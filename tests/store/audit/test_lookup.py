"""The event history: whose events, of which time, with which attribute."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from gatepost.core.actors import Actor
from gatepost.core.audit import lookup, store
from gatepost.core.audit.lookup import Attribute
from gatepost.core.audit.model import Event, Resource
from gatepost.core.authz import Principal
from gatepost.kit.errors import Invalid
from gatepost.kit.paging import Page, PageRequest
from tests.calls import Core
from tests.kit import NOON

OURS, THEIRS = "111122223333", "444455556666"
FIFTY = PageRequest(50)
READER = Actor("IAMUser", Principal("user", f"arn:aws:iam::{OURS}:user/a", OURS), "AIDAEXAMPLE", user_name="a")


def record(core: Core, event_id: str, **changes: object) -> None:
    event: dict[str, object] = {
        "event_id": event_id,
        "account_id": OURS,
        "time": NOON - timedelta(hours=1),
        "name": "CreateUser",
        "source": "identitystore.amazonaws.com",
        "read_only": False,
        "user_name": "alice",
        "access_key_id": None,
        "resources": (),
        "body": {"eventID": event_id},
    } | changes
    core.runtime.database.write(lambda tx: store.insert_events(tx, [Event(**event)]))  # type: ignore[arg-type]


def page(
    core: Core,
    *attributes: Attribute,
    request: PageRequest = FIFTY,
    start: datetime | None = None,
    end: datetime | None = None,
) -> Page[Event]:
    return core.read(
        lambda call: lookup.lookup_events(call, request, attributes=attributes, start=start, end=end), actor=READER
    )


def found(
    core: Core, *attributes: Attribute, start: datetime | None = None, end: datetime | None = None
) -> Sequence[str]:
    return [event.event_id for event in page(core, *attributes, start=start, end=end).items]


def test_an_account_sees_its_own(core: Core) -> None:
    record(core, "ours")
    record(core, "theirs", account_id=THEIRS)
    assert found(core) == ["ours"]


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("EventId", "wanted"),
        ("EventName", "DeleteUser"),
        ("EventSource", "sso.amazonaws.com"),
        ("Username", "bob"),
        ("AccessKeyId", "AKIAEXAMPLE"),
        ("ReadOnly", "true"),
        ("ReadOnly", "True"),
        ("ResourceName", "arn:aws:iam::111122223333:role/Deploy"),
        ("ResourceType", "AWS::IAM::Role"),
    ],
)
def test_each_attribute_finds_its_own(core: Core, attribute: str, value: str) -> None:
    record(core, "other", resources=(Resource("AWS::IAM::User", "arn:aws:iam::111122223333:user/a"),))
    record(
        core,
        "wanted",
        name="DeleteUser",
        source="sso.amazonaws.com",
        user_name="bob",
        access_key_id="AKIAEXAMPLE",
        read_only=True,
        resources=(Resource("AWS::IAM::Role", "arn:aws:iam::111122223333:role/Deploy"),),
    )
    assert found(core, (attribute, value)) == ["wanted"]


def test_events_come_newest_first_in_pages(core: Core) -> None:
    for number in range(5):
        record(core, f"event-{number}", time=NOON - timedelta(minutes=number // 2))
    first = page(core, request=PageRequest(3))
    second = page(core, request=PageRequest(3, first.next))
    assert [event.event_id for event in first.items] == ["event-1", "event-0", "event-3"]
    assert [event.event_id for event in second.items] == ["event-2", "event-4"]
    assert second.next is None


def test_both_ends_of_a_time_span_belong_to_it(core: Core) -> None:
    for number in range(4):
        record(core, f"event-{number}", time=NOON - timedelta(minutes=number))
    assert found(core, start=NOON - timedelta(minutes=2), end=NOON - timedelta(minutes=1)) == ["event-1", "event-2"]


def test_the_history_reaches_ninety_days_back(core: Core) -> None:
    record(core, "old", time=NOON - timedelta(days=90, seconds=1))
    record(core, "new", time=NOON - timedelta(days=90))
    assert found(core, start=NOON - timedelta(days=200)) == ["new"]
    assert found(core) == ["new"]


@pytest.mark.parametrize(
    ("attributes", "start", "reason"),
    [
        ((("EventName", "a"), ("EventName", "b")), None, "InvalidLookupAttributesException"),
        ((("ReadOnly", "maybe"),), None, "InvalidLookupAttributesException"),
        ((), NOON + timedelta(hours=2), "InvalidTimeRangeException"),
    ],
)
def test_what_makes_no_sense_is_refused(
    core: Core, attributes: tuple[Attribute, ...], start: datetime | None, reason: str
) -> None:
    with pytest.raises(Invalid) as raised:
        found(core, *attributes, start=start, end=NOON + timedelta(hours=1))
    assert raised.value.reason == reason


def test_what_is_older_than_the_history_is_forgotten_in_every_account(core: Core) -> None:
    old, touched = NOON - timedelta(days=91), (Resource("AWS::IAM::Role", "arn:aws:iam::111122223333:role/a"),)
    for number, account_id in enumerate((OURS, THEIRS, "")):
        record(core, f"old-{number}", account_id=account_id, time=old, resources=touched)
        record(core, f"new-{number}", account_id=account_id, resources=touched)
    before = NOON - timedelta(days=90)
    assert core.runtime.database.write(lambda tx: store.delete_events_before(tx, before)) == 3
    everything = core.runtime.database.read(lambda tx: tx.all(select(store.events.c.event_id)))
    named = core.runtime.database.read(lambda tx: tx.all(select(store.event_resources.c.event_id)))
    assert {row[0] for row in everything} == {row[0] for row in named} == {"new-0", "new-1", "new-2"}
