"""cloudtrail: the event history."""

from gatepost.doors.aws.cloudtrail import events

__all__ = ["events"]
