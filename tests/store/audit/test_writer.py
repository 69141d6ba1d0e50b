"""The writer of events: what it does with one that cannot be stored."""

from dataclasses import replace

import pytest

from gatepost.core import recording
from gatepost.core.actors import GATEPOST
from gatepost.core.ask import Ask
from gatepost.core.audit import store
from gatepost.core.audit.model import LONGEST_RESOURCE_NAME, Event, EventDraft
from gatepost.core.audit.writer import EventWriter
from gatepost.kit.paging import PageRequest
from gatepost.store.database import Database
from tests.calls import CLIENT
from tests.kit import NOON


def event(number: int, *resources: str) -> Event:
    ask = Ask(GATEPOST, "sso:TagResource", "sso.amazonaws.com", CLIENT, resources=resources)
    return recording.event_of(ask, EventDraft(f"Event{number}", "sso.amazonaws.com"), NOON, f"id-{number}")


def names(database: Database) -> set[str]:
    page = database.read(lambda tx: store.list_events(tx, "", NOON, NOON, None, None, PageRequest(50)))
    return {each.name for each in page.items}


def failed(error: Exception) -> None:
    raise error


@pytest.fixture
def lost() -> list[Event]:
    return []


@pytest.fixture
def writer(database: Database, lost: list[Event]) -> EventWriter:
    return EventWriter(database, failed, lost.append)


def test_a_name_that_no_resource_has_is_cut(writer: EventWriter, database: Database) -> None:
    writer.put(event(1, "x" * 70_000, "\N{KEY}" * 70_000))
    writer.flush()
    page = database.read(lambda tx: store.list_events(tx, "", NOON, NOON, None, None, PageRequest(50)))
    assert [len(each.name.encode()) for each in page.items[0].resources] == [LONGEST_RESOURCE_NAME] * 2


def test_one_that_cannot_be_stored_keeps_no_other_waiting(
    writer: EventWriter, database: Database, lost: list[Event]
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite takes a text of any length")
    for each in (event(1), replace(event(2), user_name="x" * 600), event(3)):
        writer.put(each)
    writer.flush()
    assert names(database) == {"Event1", "Event3"}
    writer.flush()
    assert [each.name for each in lost] == ["Event2"], "it does not come back"
