"""An event in CloudTrail's shape, and the draft that a call fills in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

EventType = Literal["AwsApiCall", "AwsServiceEvent", "AwsConsoleSignIn"]

EVENT_VERSION = "1.11"
RETENTION_DAYS = 90
"""Event history reaches 90 days back (CloudTrail LookupEvents)."""
HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"
"""What CloudTrail writes in place of a sensitive value."""
LONGEST_RESOURCE_NAME = 2048
"""In bytes: an ARN is no longer, and no index takes much more."""


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that an event touched: `type` in CloudTrail's form, AWS::IAM::Role, and its name or ARN."""

    type: str
    name: str

    @classmethod
    def named(cls, type: str, name: str) -> "Resource":  # noqa: A002 - the field's name
        """Return a resource as a caller named it, cut where no resource's name goes on."""
        return cls(type, name.encode()[:LONGEST_RESOURCE_NAME].decode(errors="ignore"))


@dataclass(slots=True)
class EventDraft:
    """What a call may still add to its event before it is recorded."""

    name: str
    source: str
    type: EventType = "AwsApiCall"
    user_identity: Mapping[str, Any] | None = None
    user_name: str | None = None
    account_id: str | None = None
    additional: dict[str, Any] = field(default_factory=dict)
    service_details: dict[str, Any] = field(default_factory=dict)
    resources: list[Resource] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Event:
    """One recorded event; `body` is the CloudTrail record that LookupEvents gives as `CloudTrailEvent`."""

    event_id: str
    account_id: str
    time: datetime
    name: str
    source: str
    read_only: bool
    user_name: str | None
    access_key_id: str | None
    resources: tuple[Resource, ...]
    body: Mapping[str, Any]
