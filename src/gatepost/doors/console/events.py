"""Event history: who did what, filtered and leafed through, with a chart of sign-ins day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final
from urllib.parse import urlencode

import orjson
from werkzeug.wrappers import Response

from gatepost.core.audit import days, lookup
from gatepost.core.audit.model import Event
from gatepost.core.call import Call
from gatepost.doors.console import acts
from gatepost.doors.console.chart import Chart, bars
from gatepost.doors.console.visit import HOME, Console, Visit
from gatepost.kit.errors import Invalid
from gatepost.kit.paging import Page, PageRequest, query_fingerprint
from gatepost.web.dispatch import Route

EVENTS: Final = f"{HOME}/events"
SIZE: Final = 50
DAYS: Final = 28

CHANGES: Final = "Changes"
_ATTRIBUTES: Final = {
    CHANGES: "Changes only",
    "": "Everything",
    "Username": "User",
    "EventName": "Event",
    "ResourceName": "Resource",
    "EventSource": "Service",
    "AccessKeyId": "Access key",
    "EventId": "Event ID",
}
"""What can be looked for, and its words; CloudTrail looks for one at a time."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What the page's address asks for; days are whole days in UTC."""

    by: str
    value: str
    first: str
    last: str
    problem: str | None = None
    start: datetime | None = None
    end: datetime | None = None

    @property
    def attributes(self) -> Sequence[tuple[str, str]]:
        """The attribute that CloudTrail is asked for."""
        if self.by == CHANGES:
            return [("ReadOnly", "false")]
        return [(self.by, self.value)] if self.by and self.value else []

    @property
    def fingerprint(self) -> bytes:
        """What a page token is good for."""
        return query_fingerprint(
            "console/events", {"by": self.by, "value": self.value, "days": [self.first, self.last]}
        )


@dataclass(frozen=True, slots=True)
class Row:
    """An event, and its record as it can be read."""

    event: Event
    record: str


def routes(console: Console) -> list[Route]:
    """Return the history and its chart."""
    return [
        Route("GET", EVENTS, console.page(_show)),
        Route("GET", f"{EVENTS}/chart", console.page(_chart)),
    ]


def _show(visit: Visit) -> Response:
    wanted = _filter(visit)
    page: Page[Event] = Page([])
    if wanted.problem is None:
        page = _look_up(visit, wanted)
    token = visit.runtime.page_tokens.seal(page.next, wanted.fingerprint)
    asked = {"by": wanted.by, "value": wanted.value, "first": wanted.first, "last": wanted.last}
    return visit.render(
        "events.html",
        status=200 if wanted.problem is None else 400,
        rows=[Row(event, orjson.dumps(event.body, option=orjson.OPT_INDENT_2).decode()) for event in page.items],
        filter=wanted,
        attributes=_ATTRIBUTES,
        older=None if token is None else f"{EVENTS}?{urlencode({**asked, 'older': token})}",
        is_first=not visit.request.args.get("older"),
    )


def _look_up(visit: Visit, wanted: Filter) -> Page[Event]:
    after = visit.runtime.page_tokens.open(visit.request.args.get("older"), wanted.fingerprint)
    # Events of reads are written each second: whoever looks wants to see what they have just done.
    visit.runtime.events.flush()
    parameters = {
        "lookupAttributes": [{"attributeKey": key, "attributeValue": value} for key, value in wanted.attributes],
        "maxResults": SIZE,
    }
    return visit.perform(
        acts.LOOKUP_EVENTS,
        lambda call: lookup.lookup_events(
            call, PageRequest(SIZE, after), attributes=wanted.attributes, start=wanted.start, end=wanted.end
        ),
        parameters=parameters,
    )


def _filter(visit: Visit) -> Filter:
    by = visit.query("by") if "by" in visit.request.args else CHANGES
    asked = Filter(by, visit.query("value"), visit.query("first"), visit.query("last"))
    if by not in _ATTRIBUTES:
        return Filter(CHANGES, "", asked.first, asked.last, "Choose what to look for from the list.")
    try:
        start = _day(asked.first)
        last = _day(asked.last)
    except Invalid as invalid:
        return Filter(by, asked.value, asked.first, asked.last, invalid.message)
    end = None if last is None else datetime.combine(last, time.max, UTC)
    if start is not None and end is not None and start > end:
        return Filter(by, asked.value, asked.first, asked.last, "The first day is after the last one.")
    return Filter(by, asked.value, asked.first, asked.last, None, start, _at_most_now(visit, end))


def _at_most_now(visit: Visit, end: datetime | None) -> datetime | None:
    now = visit.runtime.clock.now()
    return None if end is None or end > now else end


def _day(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    except ValueError:
        raise Invalid("Write a day as in 2026-11-24.") from None


def _chart(visit: Visit) -> Response:
    def do(call: Call) -> Chart:
        return bars(days.sign_ins(call, DAYS))

    parameters = {"lookupAttributes": [{"attributeKey": "EventName", "attributeValue": "UserAuthentication"}]}
    return visit.render("events_chart.html", chart=visit.perform(acts.LOOKUP_EVENTS, do, parameters=parameters))
