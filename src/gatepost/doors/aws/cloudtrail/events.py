"""cloudtrail LookupEvents."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from gatepost.core.audit import lookup
from gatepost.core.audit.model import Event
from gatepost.core.call import Call
from gatepost.doors.aws.service import reads
from gatepost.kit.paging import Page, PageRequest


@reads()
def lookup_events(
    call: Call,
    *,
    page: PageRequest,
    lookup_attributes: Sequence[Mapping[str, str]] | None = None,
    start_time: datetime | None = None,
    end_time: datetime | None = None,
    event_category: str | None = None,
) -> Page[dict[str, Any]]:
    """Return the account's management events, newest first. Insights events, the other category, there are none."""
    attributes = [(each["AttributeKey"], each["AttributeValue"]) for each in lookup_attributes or ()]
    found = lookup.lookup_events(call, page, attributes=attributes, start=start_time, end=end_time)
    return found.map(_view) if event_category is None else Page([])


def _view(event: Event) -> dict[str, Any]:
    return {
        "EventId": event.event_id,
        "EventName": event.name,
        "ReadOnly": "true" if event.read_only else "false",
        "AccessKeyId": event.access_key_id,
        "EventTime": event.time,
        "EventSource": event.source,
        "Username": event.user_name,
        "Resources": [{"ResourceType": each.type, "ResourceName": each.name} for each in event.resources],
        "CloudTrailEvent": json.dumps(event.body, separators=(",", ":")),
    }
