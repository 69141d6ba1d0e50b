"""The tables of events and their statements."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    type_coerce,
)

from gatepost.core.audit.model import Event, Resource
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Flag, Instant, Json, Name, metadata
from gatepost.store.database import Transaction

events = Table(
    "events",
    metadata,
    Column("event_id", Name(36), primary_key=True),
    Column("account_id", Name(12), nullable=False),
    Column("time", Instant, nullable=False),
    Column("name", Name(), nullable=False),
    Column("source", Name(), nullable=False),
    Column("read_only", Flag, nullable=False),
    Column("user_name", Name(512)),
    Column("access_key_id", Name(32)),
    Column("body", Json, nullable=False),
    Index("ix_events_account_id_time", "account_id", "time", "event_id"),
    Index("ix_events_account_id_user_name", "account_id", "user_name", "time", "event_id"),
    Index("ix_events_account_id_name", "account_id", "name", "time", "event_id"),
)

# What finds events by what they touched, and nothing else: the resources themselves are in the event's body. Each event has
# one row or a hundred, so the table is its own index, and no foreign key looks each row's event up.
event_resources = Table(
    "event_resources",
    metadata,
    Column("resource_name", Name(2048), primary_key=True),
    Column("time", Instant, primary_key=True),
    Column("event_id", Name(36), primary_key=True),
    Column("resource_type", Name(), nullable=False),
    Index("ix_event_resources_time", "time"),
    sqlite_with_rowid=False,
)

_EPOCH = date(1970, 1, 1)

_INSERT = insert(events)
_INSERT_RESOURCE = insert(event_resources)
_SWEEP_RESOURCES = delete(event_resources).where(event_resources.c.time < bindparam("before"))
_SWEEP = delete(events).where(events.c.account_id == bindparam("account"), events.c.time < bindparam("before"))
_NEXT_ACCOUNT = select(func.min(events.c.account_id)).where(events.c.account_id > bindparam("after"))

_PAGE = (
    select(events)
    .where(
        events.c.account_id == bindparam("account"),
        events.c.time >= bindparam("start"),
        events.c.time <= bindparam("end"),
    )
    .order_by(events.c.time.desc(), events.c.event_id.desc())
    .limit(bindparam("size"))
)


def _after(table: Table) -> ColumnElement[bool]:
    """Return the condition that a row is older than the last one of the page before."""
    return or_(
        table.c.time < bindparam("after_time"),
        and_(table.c.time == bindparam("after_time"), table.c.event_id < bindparam("after_id")),
    )


# The order of its own index is that of the page, so no more events are looked at than it shows.
_OF_RESOURCE = (
    select(events)
    .join_from(event_resources, events, events.c.event_id == event_resources.c.event_id)
    .where(
        event_resources.c.resource_name == bindparam("value"),
        event_resources.c.time >= bindparam("start"),
        event_resources.c.time <= bindparam("end"),
        # Hidden from the planner, which would go through all events of the account instead.
        func.coalesce(events.c.account_id, events.c.account_id) == bindparam("account"),
    )
    .order_by(event_resources.c.time.desc(), event_resources.c.event_id.desc())
    .limit(bindparam("size"))
)
_OF_TYPE = select(event_resources.c.event_id).where(event_resources.c.resource_type == bindparam("value"))

_BY_ATTRIBUTE: Mapping[str | None, Select[Any]] = {
    None: _PAGE,
    "EventId": _PAGE.where(events.c.event_id == bindparam("value")),
    "EventName": _PAGE.where(events.c.name == bindparam("value")),
    "EventSource": _PAGE.where(events.c.source == bindparam("value")),
    "Username": _PAGE.where(events.c.user_name == bindparam("value")),
    "AccessKeyId": _PAGE.where(events.c.access_key_id == bindparam("value")),
    "ReadOnly": _PAGE.where(events.c.read_only == bindparam("value", type_=Flag)),
    "ResourceName": _OF_RESOURCE,
    "ResourceType": _PAGE.where(events.c.event_id.in_(_OF_TYPE)),
}
_BY_ATTRIBUTE_AFTER = {
    attribute: statement.where(_after(event_resources if statement is _OF_RESOURCE else events))
    for attribute, statement in _BY_ATTRIBUTE.items()
}


_DAY = 86_400_000_000
_DAYS = (
    select((type_coerce(events.c.time, BigInteger) // _DAY).label("day"), func.count().label("number"))
    .where(
        events.c.account_id == bindparam("account"),
        events.c.name == bindparam("event_name"),
        events.c.time >= bindparam("start"),
    )
    .group_by("day")
)
_LATEST_OF_NAME = (
    select(events.c.time, events.c.body)
    .where(
        events.c.account_id == bindparam("account"),
        events.c.name == bindparam("event_name"),
        events.c.time >= bindparam("start"),
    )
    .order_by(events.c.time.desc())
    .limit(bindparam("size"))
)


def count_by_day(tx: Transaction, account_id: str, name: str, start: datetime) -> Mapping[date, int]:
    """Return how many events of a name there were on each day, in UTC, from `start` on; days without any are left out."""
    rows = tx.all(_DAYS, {"account": account_id, "event_name": name, "start": start})
    return {_EPOCH + timedelta(days=int(row.day)): int(row.number) for row in rows}


def latest_bodies(
    tx: Transaction, account_id: str, name: str, start: datetime, most: int
) -> Sequence[tuple[datetime, Mapping[str, Any]]]:
    """Return moment and record of the latest events of a name from `start` on, `most` of them at most."""
    rows = tx.all(_LATEST_OF_NAME, {"account": account_id, "event_name": name, "start": start, "size": most})
    return [(row[0], row[1]) for row in rows]


def insert_events(tx: Transaction, batch: Sequence[Event]) -> None:
    """Record events."""
    tx.change(_INSERT, [_row(event) for event in batch])
    resources = [
        {"event_id": event.event_id, "time": event.time, "resource_type": each.type, "resource_name": each.name}
        for event in batch
        for each in {resource.name: resource for resource in event.resources}.values()
    ]
    if resources:
        tx.change(_INSERT_RESOURCE, resources)


def list_events(
    tx: Transaction,
    account_id: str,
    start: datetime,
    end: datetime,
    attribute: str | None,
    value: str | bool | None,
    request: PageRequest,
) -> Page[Event]:
    """Return an account's events of a time span, newest first, with one attribute's value where one is given."""
    parameters: dict[str, Any] = {"account": account_id, "start": start, "end": end, "size": request.size + 1}
    if attribute is not None:
        parameters["value"] = value
    statements = _BY_ATTRIBUTE
    if request.after is not None:
        statements = _BY_ATTRIBUTE_AFTER
        parameters["after_time"] = datetime.fromisoformat(str(request.after[0]))
        parameters["after_id"] = request.after[1]
    rows = tx.all(statements[attribute], parameters)
    page = page_of(rows, request, lambda row: (row.time.isoformat(), row.event_id))
    return page.map(_event)


def delete_events_before(tx: Transaction, before: datetime) -> int:
    """Forget events that are older than the event history reaches back."""
    tx.change(_SWEEP_RESOURCES, {"before": before})
    # Account by account, as the index has them: by time alone every event would be looked at.
    account: str | None = ""
    deleted = 0
    while account is not None:
        deleted += tx.change(_SWEEP, {"account": account, "before": before})
        account = tx.scalar(_NEXT_ACCOUNT, {"after": account})
    return deleted


def _row(event: Event) -> dict[str, Any]:
    return {
        "event_id": event.event_id,
        "account_id": event.account_id,
        "time": event.time,
        "name": event.name,
        "source": event.source,
        "read_only": event.read_only,
        "user_name": event.user_name,
        "access_key_id": event.access_key_id,
        "body": event.body,
    }


def _event(row: Any) -> Event:
    types = {each["ARN"]: each["type"] for each in row.body.get("resources", ())}
    return Event(
        event_id=row.event_id,
        account_id=row.account_id,
        time=row.time,
        name=row.name,
        source=row.source,
        read_only=row.read_only,
        user_name=row.user_name,
        access_key_id=row.access_key_id,
        resources=tuple(Resource(types[name], name) for name in sorted(types)),
        body=row.body,
    )
