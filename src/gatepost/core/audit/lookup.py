"""The event history: who did what in an account in the last 90 days (CloudTrail LookupEvents)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from gatepost.core.audit import store
from gatepost.core.audit.model import RETENTION_DAYS, Event
from gatepost.core.call import Call
from gatepost.kit.errors import Invalid
from gatepost.kit.paging import Page, PageRequest

Attribute = tuple[str, str]
"""The name of an attribute and the value to look for: ("EventName", "CreateUser")."""

_FLAGS = {"true": True, "false": False}


def lookup_events(
    call: Call,
    page: PageRequest,
    *,
    attributes: Sequence[Attribute] = (),
    start: datetime | None = None,
    end: datetime | None = None,
) -> Page[Event]:
    """Return events of the caller's account, newest first, from `start` to `end`, both included; one attribute at most."""
    earliest = call.now - timedelta(days=RETENTION_DAYS)
    first, last = start or earliest, end or call.now
    if start is not None and first > last:
        raise Invalid("The start time is after the end time.", reason="InvalidTimeRangeException")
    if len(attributes) > 1:
        raise Invalid("Only one lookup attribute can be given.", reason="InvalidLookupAttributesException")
    name, value = _read(*attributes[0]) if attributes else (None, None)
    return store.list_events(call.tx, call.actor.account_id, max(first, earliest), last, name, value, page)


def _read(name: str, text: str) -> tuple[str, str | bool]:
    if name != "ReadOnly":
        return name, text
    if text.lower() not in _FLAGS:
        raise Invalid("The value of ReadOnly is true or false.", reason="InvalidLookupAttributesException")
    return name, _FLAGS[text.lower()]
