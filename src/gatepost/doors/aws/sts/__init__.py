"""sts: who one is, and temporary credentials."""

from gatepost.doors.aws.sts import identity, sessions

__all__ = ["identity", "sessions"]
